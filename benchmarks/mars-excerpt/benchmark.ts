import { contains, defineBenchmark } from "sameseed";

/** The request of OpenAI's notebook on the `seed` parameter, five times. */
export default defineBenchmark({
  name: "mars-excerpt",
  description: "The same request five times: what does a seed change?",
  seed: 123,
  seedPolicy: "fixed",
  repeats: 5,
  cases: [{ id: "mars", vars: { topic: "a journey to Mars" } }],
  prompts: [
    {
      id: "excerpt",
      messages: [
        { role: "system", content: "You are a helpful assistant." },
        { role: "user", content: "Generate a short excerpt of news about {{topic}}." },
      ],
    },
  ],
  models: [{ model: "tiny:1m", params: { temperature: 0.7, maxTokens: 200 } }],
  scorers: [contains({ expected: "Mars", metric: "names Mars" })],
});
