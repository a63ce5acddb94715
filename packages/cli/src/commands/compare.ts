import { comparisonTable, factorTable, terminalOptions } from "@sameseed/reporter";
import { findRun } from "@sameseed/runner";
import { compareRun, type CompareRunsOptions, compareTwoRuns } from "../compare-runs.ts";

export interface CompareFlags extends CompareRunsOptions {
  readonly out: string;
  readonly json?: boolean;
}

/** `sameseed compare`: the variants of one run, or the same variants in two runs. */
export async function compareCommand(first: string, second: string | undefined, flags: CompareFlags): Promise<void> {
  const before = await findRun(flags.out, first);
  const compared = second === undefined ? await compareRun(before, flags) : await compareTwoRuns([before, await findRun(flags.out, second)], flags);
  if (flags.json) {
    console.log(JSON.stringify({ schemaVersion: 1, runs: second === undefined ? [first] : [first, second], ...compared }, null, 2));
    return;
  }
  const options = terminalOptions(process.stdout);
  console.log(comparisonTable(compared.comparisons, options));
  if (compared.factors.length > 0) console.log(`\n${factorTable(compared.factors, options)}`);
}
