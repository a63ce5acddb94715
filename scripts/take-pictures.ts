/**
 * Takes the pictures of the page that the documentation shows, from the committed result of a benchmark: the same picture on
 * every machine. Needed when the board looks different. Needs a Chromium (`CHROMIUM_PATH`).
 *
 * Run: node scripts/take-pictures.ts
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startChromium } from "../packages/cli/test/chromium.ts";
import type { WordedReport } from "../packages/core/src/index.ts";
import { latencyNotes, reportNotes } from "../packages/reporter/src/index.ts";
import { builtPage, fillPage } from "../packages/viewer/src/index.ts";

const root = join(import.meta.dirname, "..");
const PICTURES = { "docs/images/board.png": "benchmarks/prompt-versions/result/report.json" } as const;

const folder = mkdtempSync(join(tmpdir(), "pictures-"));
const browser = await startChromium();
for (const [picture, result] of Object.entries(PICTURES)) {
  const report = JSON.parse(readFileSync(join(root, result), "utf8")) as WordedReport;
  const cases = report.manifest.cases.count;
  const file = join(folder, "page.html");
  writeFileSync(
    file,
    fillPage(builtPage(), {
      title: report.manifest.name,
      data: {
        kind: "report",
        report,
        notes: [...reportNotes(report), ...latencyNotes(report)],
        coverage: { cases, figures: cases, answers: cases },
      },
    }),
  );
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await page.goto(`${pathToFileURL(file).href}#/board`);
  await page.waitForSelector("main table.board");
  await page.screenshot({ path: join(root, picture), fullPage: true });
  await page.close();
  console.log(picture);
}
await browser.close();
rmSync(folder, { recursive: true });
