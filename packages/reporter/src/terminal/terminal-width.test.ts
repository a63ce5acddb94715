import { expect, test } from "vitest";
import { changeTable } from "./change-table.ts";
import { comparisonTable, titleOf } from "./comparison-table.ts";
import { factorTable } from "./factor-table.ts";
import { resultTable } from "./result-table.ts";
import { wordedSummary } from "../testing/worded-summary.ts";
import { manifestOf, rowOf, variant } from "@sameseed/analysis/testing/sample-run";
import { textWidth } from "./text-width.ts";

const PROMPTS = ["short", "step-by-step-with-citations-and-a-very-long-name", "客服回答的提示詞版本二號", "🤖👩‍👩‍👧"];
const MODELS = ["m", "gemini-2.0-flash-lite-preview-02-05"];

/** Four prompts with names of every kind × two models on twelve cases. */
async function wideReport() {
  const variants = PROMPTS.flatMap((prompt) => MODELS.map((model) => variant(prompt, model)));
  const manifest = manifestOf({
    prompts: PROMPTS.map((id) => ({ id, source: id, hash: id })),
    variants,
    baseline: variants[0]!.id,
    cases: { dataset: "d", count: 12, hash: "h", hashes: null, varNames: [] },
    counts: { planned: 96, completed: 96, truncated: 0, refused: 0, failed: 0 },
  });
  async function* rows() {
    for (let number = 0; number < 12; number++) {
      for (const [position, { id, prompt, model }] of variants.entries()) {
        const index = number * variants.length + position;
        const row = rowOf({ index, case: { id: `c${number}` }, score: (number * (position + 3)) % 5 > 1 ? 1 : 0 });
        yield { ...row, trial: { ...row.trial, variant: id, prompt, model } };
      }
    }
  }
  return wordedSummary(manifest, rows());
}

test.each([40, 60, 80, 120, 200])("no line is wider than a terminal of %i cells, for any names", async (width) => {
  const report = await wideReport();
  const changes = report.comparisons.map((comparison) => ({ variant: comparison.b, comparison }));
  const texts = [
    resultTable(report, { width }),
    comparisonTable(report.comparisons, { width }),
    factorTable(report.factors, { width }),
    changeTable(changes, { width }),
  ];
  for (const line of texts.join("\n").split("\n")) expect(textWidth(line), line).toBeLessThanOrEqual(width);
  expect(texts[1]).toContain("difference to");
  expect(texts[2]).toContain("effects of prompts and models");
});

test.each([
  ["step-by-step/m", 60, "difference to step-by-step/m in score, in points"],
  ["step-by-step-with-citations/m", 50, "difference to step-by-…tions/m in score, in points"],
  ["step-by-step-with-citations/m", 30, "difference to s…ore, in points"],
])("the title of comparisons with %s fits into %i cells", (baseline, width, title) => {
  expect(titleOf({ baseline, metric: "score" }, width)).toBe(title);
  expect(textWidth(title)).toBeLessThanOrEqual(width);
});
