/** What `sameseed init` writes. The sums are made up; the models are the embedded ones, so it runs without a key. */
export const CASES_CSV = `id,a,b,expected
sum-01,177,89,266
sum-02,214,345,559
sum-03,36,49,85
sum-04,286,60,346
sum-05,199,310,509
sum-06,41,271,312
sum-07,121,31,152
sum-08,56,234,290
sum-09,226,47,273
sum-10,135,58,193
sum-11,294,229,523
sum-12,42,301,343
sum-13,75,126,201
sum-14,334,333,667
sum-15,310,43,353
sum-16,307,311,618
sum-17,215,37,252
sum-18,125,35,160
sum-19,297,80,377
sum-20,160,226,386
sum-21,85,288,373
sum-22,72,304,376
sum-23,169,298,467
sum-24,361,104,465
`;

export function scriptFile(): string {
  return `import { csv, defineBenchmark, numeric } from "sameseed";

export default defineBenchmark({
  name: "sums",
  seed: 123, // every variant answers every case under the same seeds
  repeats: 2,
  cases: csv<{ a: string; b: string }>("cases.csv"),
  prompts: [
    { id: "question", text: "What is {{a}} plus {{b}}?" },
    { id: "terse", text: "{{a}}+{{b}}=" },
  ],
  models: [
    { model: "tiny:1m", params: { temperature: 0.7 } }, // or "openai:gpt-4o-mini" with OPENAI_API_KEY set
  ],
  scorers: [numeric()], // compares with the column "expected"
});
`;
}

export function yamlFile(): string {
  return `# yaml-language-server: $schema=./benchmark.schema.json
name: sums
seed: 123 # every variant answers every case under the same seeds
repeats: 2
cases: ./cases.csv
prompts:
  - id: question
    text: What is {{a}} plus {{b}}?
  - id: terse
    text: "{{a}}+{{b}}="
models:
  - model: tiny:1m # or openai:gpt-4o-mini with OPENAI_API_KEY set
    params: { temperature: 0.7 }
scorers:
  - numeric # compares with the column "expected"
`;
}
