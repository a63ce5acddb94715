import { inflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { type SampleRun, sampleRun } from "../testing/sample-run.ts";
import type { CaseDetails } from "./case-details.ts";
import { decodeCells } from "./cells.ts";
import type { PageData } from "./page-data.ts";
import { ReportPage, type ReportPageLimits } from "./report-page.ts";

function pageOf({ manifest, rows, report }: SampleRun, limits?: ReportPageLimits): Promise<string> {
  const page = new ReportPage(manifest, ["score"], limits);
  for (const row of rows) page.add(row);
  return page.html(report, ["a note"]);
}

const block = (html: string, id: string): string => new RegExp(`id="${id}">([^<]*)<`).exec(html)![1]!;
const unpacked = (html: string, id: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(inflateRawSync(Buffer.from(block(html, id), "base64")));
const dataOf = (html: string) => JSON.parse(block(html, "data")) as PageData & { readonly kind: "report" };
const answersOf = (html: string) => JSON.parse(new TextDecoder().decode(unpacked(html, "answers"))) as CaseDetails[];

test("the page carries the report, the figures and the answers", async () => {
  const run = sampleRun({ cases: 3, repeats: 2 });
  const html = await pageOf(run);
  expect(dataOf(html).coverage).toEqual({ cases: 3, figures: 3, answers: 3 });
  expect(decodeCells(unpacked(html, "cells")).caseIds).toEqual(["case-0", "case-1", "case-2"]);
  expect(answersOf(html).flatMap(({ trials }) => trials.map(({ outcome }) => outcome))).toEqual(
    run.rows.map(({ outcome }) => outcome),
  );
});

test("the same run gives the same bytes", async () => {
  const run = sampleRun({ cases: 5 });
  expect(await pageOf(run)).toBe(await pageOf(run));
});

test("only manifest.json contains hashes of single cases", async () => {
  expect(dataOf(await pageOf(sampleRun({ cases: 1 }))).report.manifest.cases.hashes).toBeNull();
});

test("above the limit of characters, answers of cases that differ come first and the figures of all stay", async () => {
  const run = sampleRun({ cases: 20, scoreOf: (index) => (index >= 30 ? index % 2 : 1) });
  const html = await pageOf(run, { answerCharacters: 6000 });
  const numbers = answersOf(html).map(({ number }) => number);
  expect(numbers.length).toBeLessThan(20);
  expect(numbers.slice(-5)).toEqual([15, 16, 17, 18, 19]);
  expect(dataOf(html).coverage).toEqual({ cases: 20, figures: 20, answers: numbers.length });
});

test.each([6000, 20_000])(
  "cases that come before their turn leave the bytes as they are, at a limit of %s",
  async (most) => {
    const run = sampleRun({ cases: 20, scoreOf: (index) => (index >= 30 ? index % 2 : 1) });
    const page = new ReportPage(run.manifest, ["score"], { answerCharacters: most });
    const perCase = run.rows.length / 20;
    for (const number of [7, 0, 19, 3]) page.prepare(run.rows.slice(number * perCase, (number + 1) * perCase));
    for (const row of run.rows) page.add(row);
    expect(await page.html(run.report, ["a note"])).toBe(await pageOf(run, { answerCharacters: most }));
  },
);

test("with too many trials the file has only the figures of the kept cases", async () => {
  const html = await pageOf(sampleRun({ cases: 20 }), { answerCharacters: 4000, figureTrials: 10 });
  const { coverage } = dataOf(html);
  expect(coverage.figures).toBe(coverage.answers);
  expect([...decodeCells(unpacked(html, "cells")).caseNumbers]).toEqual(answersOf(html).map(({ number }) => number));
});
