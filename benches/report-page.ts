/**
 * Measures the size of `report.html` with 10,000 rows, and how soon the board and the list of cases appear in
 * Chromium, from disk. Ends with exit code 1 where it is 5 MB or more, or where either takes a second or
 * more. Needs a Chromium (`CHROMIUM_PATH`).
 *
 * Run: node benches/report-page.ts [rows] [rounds]
 */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startChromium } from "../packages/cli/test/chromium.ts";
import { makeRun } from "./make-run.ts";
import { median } from "./start-server.ts";

const ROWS = Number(process.argv[2] ?? 10_000);
const ROUNDS = Number(process.argv[3] ?? 5);
const [MOST_MEGABYTES, MOST_MS] = [5, 1000];

/** The views to measure, by address. */
const VIEWS = { board: "#/board", cases: "#/cases" } as const;

const run = await makeRun(ROWS);
const file = join(run.folder, "report.html");
const megabytes = (await stat(file)).size / 1e6;
console.log(
  `report.html of ${ROWS} rows: ${megabytes.toFixed(2)} MB, × ${(megabytes / MOST_MEGABYTES).toFixed(2)} of the limit`,
);
let isMissed = megabytes >= MOST_MEGABYTES;

const browser = await startChromium();
for (const [view, hash] of Object.entries(VIEWS)) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const page = await browser.newPage();
    const start = performance.now();
    await page.goto(`${pathToFileURL(file).href}${hash}`);
    await page.waitForSelector("#app table, #app [role=grid], #app [role=table]");
    times.push(performance.now() - start);
    await page.close();
  }
  const ms = median(times);
  console.log(
    `${view}: usable after ${ms.toFixed(0)} ms (${Math.min(...times).toFixed(0)}-${Math.max(...times).toFixed(0)}), × ${(ms / MOST_MS).toFixed(2)} of the limit`,
  );
  if (ms >= MOST_MS) isMissed = true;
}
await browser.close();
await run.remove();
if (isMissed) {
  console.error(`missed: under ${MOST_MEGABYTES} MB and ${MOST_MS} ms was asked`);
  process.exitCode = 1;
}
