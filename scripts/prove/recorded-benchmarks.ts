import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lines } from "../../benches/references/compared.ts";
import type { Proof } from "./proof.ts";

const BIN = join(import.meta.dirname, "../../packages/cli/src/bin.ts");

/** ZeroEval's recorded answers to GSM8K: accuracy as its README has it, in percent. */
const GSM8K = {
  "Qwen2-7B-Instruct": 80.06,
  "Mistral-Nemo-Instruct-2407": 82.79,
  "Phi-3.5-mini-instruct": 82.03,
  "Mixtral-8x7B-Instruct-v0.1": 70.13,
};

/** M-IFEval's recorded answers in English: strict accuracy by instruction, in percent. */
const IFEVAL = {
  "Qwen__Qwen2.5-7B-Instruct-GPTQ-Int4": 80.6,
  "mistralai__Mistral-7B-Instruct-v0.3": 59,
};

/** GSM8K by four recorded models, scored by `sameseed run`. */
export function proveGsm8k(data: string, folder: string): Proof[] {
  const models = Object.keys(GSM8K).map(
    (name) => `  - {id: ${name}, model: recorded, file: ${join(data, "zeroeval/gsm", `${name}.jsonl.gz`)}}\n`,
  );
  const means = run(folder, {
    name: "gsm8k",
    yaml: `name: gsm8k
cases: {file: ${join(data, "gsm8k/test.jsonl")}, id: "gsm8k-main-test-#{{$index}}"}
prompts: [{id: p, text: "{{question}}"}]
models:
${models.join("")}scorers: [{numeric: {expected: "{{answer}}", marks: [json]}}]
`,
  });
  return Object.entries(GSM8K).map(([name, percent]) => ({
    what: `${name} on GSM8K`,
    source: "ZeroEval: accuracy",
    published: `${percent.toFixed(2)} %`,
    ours: `${(100 * means.get(name)!.mean).toFixed(2)} %`,
    n: means.get(name)!.n,
  }));
}

interface IfevalInput {
  readonly key: number;
  readonly prompt: string;
  readonly instruction_id_list: readonly string[];
  readonly kwargs: readonly object[];
}

/** IFEval by two recorded models: a case an instruction, since the published figure counts instructions. */
export function proveIfeval(data: string, folder: string): Proof[] {
  const inputs = lines<IfevalInput>("mifeval/en_input_data.jsonl.gz");
  const perInstruction = inputs.flatMap(({ key, prompt, instruction_id_list: ids, kwargs }) =>
    ids.map((id, place) => ({ id: `${key}-${place}`, prompt, instruction_id_list: [id], kwargs: [kwargs[place]] })),
  );
  mkdirSync(folder, { recursive: true });
  writeLines(join(folder, "cases.jsonl"), perInstruction);
  const files = readdirSync(join(data, "mifeval/en"));
  for (const name of Object.keys(IFEVAL)) {
    const file = files.find((one) => one.startsWith(name))!;
    const answers = new Map(
      lines<{ prompt: string; response: string | null }>(`mifeval/en/${file}`).map(({ prompt, response }) => [
        prompt,
        response ?? "",
      ]),
    );
    writeLines(
      join(folder, `${name}.jsonl`),
      perInstruction.map(({ id, prompt }) => ({ id, output: answers.get(prompt) ?? "" })),
    );
  }
  const means = run(folder, {
    name: "ifeval",
    yaml: `name: ifeval
cases: {file: cases.jsonl, id: id}
prompts: [{id: p, text: "{{prompt}}"}]
models: [${Object.keys(IFEVAL)
      .map((name) => `{id: ${name}, model: recorded, file: ${name}.jsonl}`)
      .join(", ")}]
scorers: [ifeval]
`,
  });
  return Object.entries(IFEVAL).map(([name, percent]) => ({
    what: `${name.replace("__", "/")} on IFEval (English)`,
    source: "M-IFEval: strict accuracy by instruction",
    published: `${percent.toFixed(1)} %`,
    ours: `${(100 * means.get(name)!.mean).toFixed(1)} %`,
    n: means.get(name)!.n,
  }));
}

interface Mean {
  readonly mean: number;
  readonly n: number;
}

/** Runs the benchmark through the command line. Gives the mean of the score by model, from `summary.csv`. */
function run(folder: string, { name, yaml }: { readonly name: string; readonly yaml: string }): Map<string, Mean> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.yaml`), yaml);
  execFileSync(process.execPath, [BIN, "run", `${name}.yaml`, "--no-progress-bar", "--out", "results"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [id] = readdirSync(join(folder, "results"));
  const [header = [], ...rows] = readFileSync(join(folder, "results", id!, "summary.csv"), "utf8")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  const column = (row: readonly string[], key: string): string => row[header.indexOf(key)]!;
  return new Map(
    rows
      .filter((row) => column(row, "metric") === "score")
      .map((row) => [column(row, "model"), { mean: Number(column(row, "mean")), n: Number(column(row, "n")) }]),
  );
}

function writeLines(path: string, values: readonly object[]): void {
  writeFileSync(path, values.map((value) => `${JSON.stringify(value)}\n`).join(""));
}
