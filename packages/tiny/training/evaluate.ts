/**
 * Accuracy on cases that training never saw, per task, phrasing and model, at temperature 0.
 *
 *   node training/evaluate.ts [cases a task, default 300] [phrasing]
 */
import { readdirSync, readFileSync } from "node:fs";
import { answerer } from "../src/answer.ts";
import { parseWeights, readWeightsFile, TINY_NAMES } from "../src/weights.ts";

const limit = Number(process.argv[2] ?? 300);
const folder = new URL("heldout/", import.meta.url);
const only = process.argv[3];
const trained = readPhrasings("phrasings.json");
const untrained = readPhrasings("untrained-phrasings.json");
const files = readdirSync(folder).filter((name) => name.endsWith(".csv"));

console.log(`| task | phrasing | cases | ${TINY_NAMES.map((name) => `tiny:${name}`).join(" | ")} |`);
console.log(`| --- | --- | --- |${" --- |".repeat(TINY_NAMES.length)}`);
const respond = TINY_NAMES.map((name) => answerer(parseWeights(readWeightsFile(name)), name));
for (const file of files) {
  const task = file.replace(".csv", "");
  const cases = parseCsv(readFileSync(new URL(file, folder), "utf8")).slice(0, limit);
  for (const [phrasing, template] of Object.entries({ ...trained[task], ...untrained[task] })) {
    if (only !== undefined && phrasing !== only) continue;
    const rates = respond.map((answer) => {
      const correct = cases.filter((fields) => {
        const content = template.replaceAll(/\{(\w+)\}/g, (_, key: string) => fields[key] ?? "");
        const { text } = answer({
          messages: [{ role: "user", content }],
          params: { temperature: 0, maxTokens: 120 },
          seed: 0,
        });
        return (text.split("A: ").at(-1) ?? text) === fields["expected"];
      });
      return `${((100 * correct.length) / cases.length).toFixed(1)} %`;
    });
    console.log(`| ${task} | ${phrasing} | ${cases.length} | ${rates.join(" | ")} |`);
  }
}

/** Prompt templates by task and phrasing. */
function readPhrasings(name: string): Record<string, Record<string, string>> {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
}

/** Our own files: quotes only around whole fields, no line breaks inside. */
function parseCsv(text: string): Record<string, string>[] {
  const [header = [], ...rows] = text
    .trimEnd()
    .split("\n")
    .map((line) =>
      Array.from(line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g), ([, quoted, plain]) => quoted ?? plain ?? ""),
    );
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ""])));
}
