import { csv, defineBenchmark, equals } from "sameseed";

export default defineBenchmark({
  name: "model-choice",
  description: "One prompt, two models: is the larger one worth four times the compute?",
  seed: 123,
  repeats: 2,
  cases: csv<{ question: string; task: string }>("cases.csv"),
  prompts: [{ id: "question", text: "{{question}}" }],
  models: [
    { model: "tiny:250k", params: { temperature: 0.7, maxTokens: 40 } },
    { model: "tiny:1m", params: { temperature: 0.7, maxTokens: 40 } },
  ],
  scorers: [equals({ ignoreCase: true })],
});
