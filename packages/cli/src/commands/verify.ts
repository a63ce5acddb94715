import { loadBenchmark } from "../terminal/load-benchmark.ts";
import type { ExitCode } from "../terminal/exit-code.ts";
import { differenceText, verifyRun } from "@sameseed/pipeline/verify";
import { namedRun } from "../view/named-run.ts";

const SHOWN = 20;

export interface VerifyFlags {
  readonly out: string;
  readonly json?: boolean;
  readonly trustData?: boolean;
}

/** `sameseed verify`: exit 1 when anything differs from what the rows give. */
export async function verifyCommand(
  reference: string,
  file: string | undefined,
  { out, json = false, trustData }: VerifyFlags,
): Promise<ExitCode> {
  const folder = await namedRun(out, reference);
  const verification = await verifyRun(
    folder,
    file === undefined ? undefined : await loadBenchmark(file, { trustData }),
  );
  const { run, differences, count, rows, files, scored } = verification;
  if (json) {
    console.log(JSON.stringify({ schemaVersion: 1, ...verification }, null, 2));
    return count === 0 ? 0 : 1;
  }
  for (const difference of differences.slice(0, SHOWN)) console.log(differenceText(difference));
  if (count > SHOWN) console.log(`… and ${count - SHOWN} more (--json lists them)`);
  const reports = files === null ? "no reports, since the run has not ended" : files.join(", ");
  const scores = scored === null ? "" : `; ${scored} answers scored again`;
  console.log(
    count === 0
      ? `${run}: as recomputed from its ${rows} rows: hashes, seeds, order, costs; ${reports}${scores}.`
      : `${run}: ${count} ${count === 1 ? "difference" : "differences"}.`,
  );
  return count === 0 ? 0 : 1;
}
