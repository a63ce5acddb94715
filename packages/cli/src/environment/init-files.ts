/** The files of `sameseed init`. The sums are made up; the models are embedded, and no key is needed. */
export const CASES_CSV = `id,a,sign,word,b,expected
sum-01,0,+,plus,10,10
sum-02,52,-,minus,22,30
sum-03,96,*,times,6,576
sum-04,7,+,plus,50,57
sum-05,91,-,minus,90,1
sum-06,33,*,times,4,132
sum-07,90,+,plus,65,155
sum-08,85,-,minus,66,19
sum-09,87,*,times,4,348
sum-10,6,+,plus,70,76
sum-11,72,-,minus,18,54
sum-12,10,*,times,6,60
sum-13,74,+,plus,17,91
sum-14,22,-,minus,4,18
sum-15,70,*,times,8,560
sum-16,23,+,plus,22,45
sum-17,24,-,minus,3,21
sum-18,98,*,times,3,294
sum-19,8,+,plus,47,55
sum-20,80,-,minus,59,21
sum-21,76,*,times,7,532
sum-22,95,+,plus,0,95
sum-23,67,-,minus,50,17
sum-24,37,*,times,3,111
`;

export function scriptFile(): string {
  return `import { csv, defineBenchmark, numeric } from "sameseed";

export default defineBenchmark({
  name: "sums",
  seed: 123, // every variant answers every case under the same seeds
  repeats: 2,
  cases: csv<{ a: string; sign: string; word: string; b: string }>("cases.csv"),
  prompts: [
    { id: "question", text: "What is {{a}} {{word}} {{b}}?" },
    { id: "stepwise", text: "Work out {{a}} {{sign}} {{b}} step by step." },
  ],
  models: [
    { model: "tiny:1m", params: { temperature: 0.7 } }, // or "openai:gpt-6-luna" with OPENAI_API_KEY set
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
    text: What is {{a}} {{word}} {{b}}?
  - id: stepwise
    text: Work out {{a}} {{sign}} {{b}} step by step.
models:
  - model: tiny:1m # or openai:gpt-6-luna with OPENAI_API_KEY set
    params: { temperature: 0.7 }
scorers:
  - numeric # compares with the column "expected"
`;
}
