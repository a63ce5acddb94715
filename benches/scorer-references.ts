/**
 * Every scorer that has a reference in ../shared/data against that reference: cases compared, and how many agree.
 * Run: node benches/scorer-references.ts [data folder]
 */
import { existsSync } from "node:fs";
import { type Compared, DATA } from "./references/compared.ts";
import { jsonParsing, jsonSchemaSuite } from "./references/formats.ts";
import { matches } from "./references/matches.ts";
import { gradedWords, gsm8k, ifevalVerdicts, vicuna } from "./references/recorded-answers.ts";
import { rouge, sacrebleu } from "./references/text-metrics.ts";

if (!existsSync(DATA)) {
  console.error(`There is no ${DATA}: name the folder with the reference data.`);
  process.exit(2);
}
const table: Compared[] = [
  rouge(),
  ...sacrebleu(),
  jsonSchemaSuite("draft7"),
  jsonSchemaSuite("draft2020-12"),
  ifevalVerdicts("strict"),
  ifevalVerdicts("loose"),
  ...jsonParsing(),
  vicuna(),
  ...gsm8k(),
  gradedWords(),
  ...matches(),
];
console.log("| scorer | reference | compared | agreeing | agreement | |\n| --- | --- | --- | --- | --- | --- |");
for (const { scorer, reference, compared, agreeing, explanation = "" } of table) {
  const share = agreeing === compared ? "100 %" : `${((100 * agreeing) / compared).toFixed(2)} %`;
  console.log(`| ${scorer} | ${reference} | ${compared} | ${agreeing} | ${share} | ${explanation} |`);
}
