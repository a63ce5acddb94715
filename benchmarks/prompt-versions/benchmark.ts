import { csv, defineBenchmark, numeric } from "sameseed";

export default defineBenchmark({
  name: "prompt-versions",
  description: "Three phrasings of the same sums: which one should the product ask with?",
  seed: 123,
  repeats: 2,
  cases: csv<{ a: string; sign: string; word: string; b: string }>("cases.csv"),
  prompts: [
    { id: "question", text: "What is {{a}} {{word}} {{b}}?" },
    { id: "terse", text: "{{a}}{{sign}}{{b}}=" },
    { id: "stepwise", text: "Work out {{a}} {{sign}} {{b}} step by step." },
  ],
  models: [{ model: "tiny:1m", params: { temperature: 0.7, maxTokens: 60 } }],
  scorers: [numeric()],
});
