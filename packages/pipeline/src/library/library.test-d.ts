// Checked by tsc, never run: valid code compiles, and invalid code is an expected error.
import type { Row, VariantComparison, WordedReport } from "@sameseed/core";
import { compareRuns } from "./compare-runs.ts";
import { gate } from "./gate.ts";
import { readRun, summarize } from "./read-run.ts";
import { verifyRun } from "./verify.ts";

const compared = await compareRuns("latest", { against: { folder: "results/a" }, margin: 0.02, metric: "score" });
export const verdicts: readonly VariantComparison["verdict"][] = compared.comparisons.map(({ verdict }) => verdict);
export const decided: "passed" | "failed" | "undecided" = gate(compared).result;
export const report: WordedReport = await summarize({ folder: "results/a" }, { out: "results" });
export const count: number = (await verifyRun("latest")).count;
for await (const row of (await readRun("latest")).rows()) void (row satisfies Row);

// @ts-expect-error an unknown mode
gate(compared, { mode: "fail-on-better" });
// @ts-expect-error a run is named or given
await readRun(42);
// @ts-expect-error no option of that name
await compareRuns("latest", { tolerance: 0.1 });
