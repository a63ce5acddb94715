import { expect, test } from "vitest";
import { sampleRun } from "../testing/sample-run.ts";
import { PageVariants } from "./page-variants.ts";
import { ReportPage } from "./report-page.ts";

function manyVariants(count: number) {
  const { manifest, rows, report } = sampleRun({ cases: 2 });
  const variants = Array.from({ length: count }, (_, place) => ({
    ...manifest.variants[0]!,
    id: `v${place}`,
    prompt: `p${place}`,
  }));
  const prompts = variants.map(({ prompt }) => ({
    ...manifest.prompts[0]!,
    id: prompt,
    source: { text: "x".repeat(500) },
  }));
  const many = { ...manifest, variants, prompts, baseline: `v${count - 1}`, repeats: 1 };
  const summaries = variants.map(({ id }) => ({ ...report.variants[0]!, variant: id }));
  const rowOf = (index: number) => {
    const row = rows[0]!;
    const id = Math.floor(index / count);
    return { ...row, trial: { ...row.trial, index, variant: `v${index % count}`, case: { id: `c${id}`, vars: {} } } };
  };
  return { manifest: many, report: { ...report, manifest: many, variants: summaries, comparisons: [] }, rowOf };
}

test("of very many variants a page shows the baseline and the first others, with their own rows", async () => {
  const { manifest, report, rowOf } = manyVariants(10_000);
  const shown = new PageVariants(manifest);
  expect(shown.manifest.variants).toHaveLength(500);
  expect(shown.manifest.variants.map(({ id }) => id)).toContain("v9999");
  expect(shown.row(rowOf(10_000 + 3))?.trial).toMatchObject({ index: 503, variant: "v3" });
  expect(shown.row(rowOf(9999))?.trial).toMatchObject({ index: 499, variant: "v9999" });
  expect(shown.row(rowOf(700))).toBeNull();
  expect(shown.report(report).variants).toHaveLength(500);
  expect(shown.notes()[0]).toContain("500 of 10,000 variants");

  const page = new ReportPage(manifest, ["score"]);
  for (let index = 0; index < 20_000; index++) page.add(rowOf(index));
  const html = await page.html(report, []);
  expect(html.length).toBeLessThan(5_000_000);
  expect(html).toContain("500 of 10,000 variants");
});

test("a page of few variants is unchanged", () => {
  const { manifest, report, rowOf } = manyVariants(3);
  const shown = new PageVariants(manifest);
  expect(shown.manifest).toBe(manifest);
  expect(shown.report(report)).toBe(report);
  expect(shown.row(rowOf(2))).toEqual(rowOf(2));
  expect(shown.notes()).toEqual([]);
});

test("a case that is too large for the page does not displace another", async () => {
  const { manifest, rows, report } = sampleRun({ cases: 4 });
  const page = new ReportPage(manifest, ["score"], { answerCharacters: 100_000 });
  for (const [place, row] of rows.entries()) {
    const isLarge = row.trial.case.id === rows[0]!.trial.case.id && row.outcome.status !== "failed";
    page.add(isLarge ? { ...row, outcome: { ...row.outcome, text: `${place}`.repeat(200_000) } as never } : row);
  }
  expect(await page.html(report, [])).toContain('"coverage":{"cases":4,"figures":4,"answers":3}');
});
