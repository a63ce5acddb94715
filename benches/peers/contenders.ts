/** The work: the number of questions, the number in flight, and the server. */
export interface Job {
  readonly url: string;
  readonly requests: number;
  readonly inFlight: number;
}

/** A tool, how it is installed, and the files and the command with which it does the job. */
export interface Contender {
  readonly name: string;
  /** Packages with versions; empty for sameseed, whose tarballs are packed from this repository. */
  readonly packages: readonly string[];
  readonly files: (job: Job) => Readonly<Record<string, string>>;
  /** Path of the program in the project, and its arguments. */
  readonly command: (job: Job) => readonly string[];
  /** The command that continues a run which was killed; null where the tool starts again. */
  readonly resume: ((job: Job) => readonly string[]) | null;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether optional dependencies are left out of the installation. */
  readonly omitsOptional?: true;
}

const TEXT = "A robe takes 2 bolts of blue fiber and half that much white fiber. ".repeat(4);
const question = (number: number): string => `${TEXT}How many? (${number})`;
const questions = ({ requests }: Job): string[] => Array.from({ length: requests }, (_, number) => question(number));

/** Code that two contenders share: the openai package, as its users write it. */
const client = ({ url }: Job): string => `import OpenAI from "openai";
const client = new OpenAI({ apiKey: "k", baseURL: ${JSON.stringify(url)} });
export async function answer(content) {
  const { choices } = await client.chat.completions.create({ model: "m", temperature: 0, messages: [{ role: "user", content }] });
  return choices[0].message.content;
}
`;

const dataFile = (job: Job): string => `export const questions = ${JSON.stringify(questions(job))};\n`;

export const CONTENDERS: readonly Contender[] = [
  {
    name: "openai SDK in a loop",
    packages: ["openai@7"],
    files: (job) => ({
      "client.mjs": client(job),
      "data.mjs": dataFile(job),
      "run.mjs": `import { answer } from "./client.mjs";
import { questions } from "./data.mjs";
let next = 0, right = 0;
await Promise.all(Array.from({ length: ${job.inFlight} }, async () => {
  while (next < questions.length) {
    const text = await answer(questions[next++]).catch(() => "");
    if (text.includes("3")) right++;
  }
}));
console.log(right);
`,
    }),
    command: () => ["run.mjs"],
    resume: null,
  },
  {
    name: "sameseed",
    packages: [],
    files: (job) => ({
      "cases.jsonl": questions(job)
        .map((text, id) => `${JSON.stringify({ id, text })}\n`)
        .join(""),
      "benchmark.yaml": `name: peers
cases: {file: cases.jsonl, id: id, vars: {text: text}}
prompts: [{id: p, text: "{{text}}"}]
models: [{model: "openai:m", baseUrl: "${job.url}", params: {temperature: 0}}]
scorers: [{contains: {expected: "3"}}]
`,
    }),
    command: (job) => [
      "node_modules/sameseed/dist/bin.js",
      "run",
      "benchmark.yaml",
      "-j",
      `${job.inFlight}`,
      "--no-progress-bar",
    ],
    resume: (job) => [
      "node_modules/sameseed/dist/bin.js",
      "run",
      "benchmark.yaml",
      "-j",
      `${job.inFlight}`,
      "--no-progress-bar",
      "--resume",
    ],
    env: { OPENAI_API_KEY: "k" },
  },
  {
    name: "braintrust",
    packages: ["braintrust@3.35.0", "openai@7"],
    files: (job) => ({
      "client.mjs": client(job),
      "data.mjs": dataFile(job),
      "run.mjs": `import { Eval } from "braintrust";
import { answer } from "./client.mjs";
import { questions } from "./data.mjs";
await Eval("peers", {
  data: () => questions.map((input) => ({ input })),
  task: (input) => answer(input),
  scores: [({ output }) => ({ name: "contains", score: output.includes("3") ? 1 : 0 })],
  maxConcurrency: ${job.inFlight},
}, { noSendLogs: true });
`,
    }),
    command: () => ["run.mjs"],
    resume: null,
  },
  {
    name: "vitest-evals",
    packages: ["vitest-evals@0.16.1", "vitest@4", "openai@7"],
    files: (job) => ({
      "client.mjs": client(job),
      "data.mjs": dataFile(job),
      "vitest.config.mjs": `export default { test: { include: ["*.eval.mjs"], pool: "threads", maxConcurrency: ${job.inFlight}, testTimeout: 600000 } };\n`,
      "peers.eval.mjs": `import { createHarness, describeEval } from "vitest-evals";
import { expect } from "vitest";
import { answer } from "./client.mjs";
import { questions } from "./data.mjs";
const harness = createHarness({ name: "peers", run: async ({ input }) => {
  const output = await answer(input);
  return { output, messages: [{ role: "user", content: input }, { role: "assistant", content: output }] };
} });
describeEval("peers", { harness }, (it) => {
  it.concurrent.for(questions)("%s", async (question, { run }) => {
    expect((await run(question)).output).toContain("3");
  });
});
`,
    }),
    command: () => ["node_modules/vitest/vitest.mjs", "run", "--reporter=json", "--outputFile=results.json"],
    resume: null,
  },
  {
    name: "promptfoo",
    omitsOptional: true,
    // Its database needs a binding that is an optional dependency; all optional ones together take 1.6 GB more.
    packages: ["promptfoo@0.123.1", `@libsql/${process.platform}-${process.arch}-gnu@0.5.29`],
    files: (job) => ({
      "promptfooconfig.json": JSON.stringify({
        prompts: ["{{text}}"],
        providers: [{ id: "openai:chat:m", config: { apiBaseUrl: job.url, apiKey: "k", temperature: 0 } }],
        defaultTest: { assert: [{ type: "contains", value: "3" }] },
        tests: questions(job).map((text) => ({ vars: { text } })),
      }),
    }),
    command: (job) => [
      "node_modules/promptfoo/dist/src/entrypoint.js",
      "eval",
      "-c",
      "promptfooconfig.json",
      "-j",
      `${job.inFlight}`,
      "--no-cache",
      "--no-progress-bar",
      "--no-table",
      "-o",
      "out.json",
    ],
    resume: (job) => [
      "node_modules/promptfoo/dist/src/entrypoint.js",
      "eval",
      "--resume",
      "-j",
      `${job.inFlight}`,
      "--no-cache",
      "--no-progress-bar",
      "--no-table",
    ],
    env: {
      PROMPTFOO_DISABLE_TELEMETRY: "1",
      PROMPTFOO_DISABLE_UPDATE: "1",
      PROMPTFOO_CONFIG_DIR: ".promptfoo",
      OPENAI_API_KEY: "k",
    },
  },
  {
    name: "evalite",
    packages: ["evalite@0.19.0", "vitest@3", "openai@7"],
    files: (job) => ({
      "client.mjs": client(job),
      "data.mjs": dataFile(job),
      "vitest.config.mjs": `export default { test: { maxConcurrency: ${job.inFlight}, testTimeout: 600000 } };\n`,
      "peers.eval.ts": `import { evalite } from "evalite";
import { answer } from "./client.mjs";
import { questions } from "./data.mjs";
evalite("peers", {
  data: () => questions.map((input: string) => ({ input })),
  task: (input: string) => answer(input),
  scorers: [{ name: "contains", scorer: ({ output }: { output: string }) => (output.includes("3") ? 1 : 0) }],
});
`,
    }),
    command: () => ["node_modules/evalite/dist/bin.js", "run"],
    resume: null,
  },
];
