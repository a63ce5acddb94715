/**
 * Measures the memory of `sameseed export --format xlsx`, by the size of the run: the real bin on a run made
 * before. Peak RSS is the process's own (getrusage). Ends with exit code 1 where 100,000 rows take 200 MiB or
 * more.
 *
 * Run: node benches/xlsx-memory.ts [rows …]     default 10000 100000
 *      --bin <file>   a built bin: from source, Node's TypeScript stripping takes about 50 MB
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { conditionsOf } from "./built-conditions.ts";
import { makeRun } from "./make-run.ts";

const MOST_MIB = 200;
const GUARDED_ROWS = 100_000;
const REPORT_PEAK = `import { writeSync } from "node:fs";
process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));
`;

interface Exported {
  readonly peakMiB: number;
  readonly seconds: number;
  readonly megabytes: number;
}

async function measure(rows: number, bin: string): Promise<Exported> {
  const run = await makeRun(rows);
  const hook = join(run.results, "hook.mjs");
  await writeFile(hook, REPORT_PEAK);
  const file = join(run.results, "report.xlsx");
  const start = performance.now();
  const child = spawn(
    process.execPath,
    [...conditionsOf(bin), "--import", hook, bin, "export", run.folder, "-f", "xlsx", "-o", file],
    {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    },
  );
  let said = "";
  child.stdio[3]!.on("data", (data: Buffer) => (said += data.toString()));
  const [code] = (await once(child, "close")) as [number];
  if (code !== 0) throw new Error(`The export ended with ${code}.`);
  const exported = {
    peakMiB: Number(said) / 1024,
    seconds: (performance.now() - start) / 1000,
    megabytes: (await stat(file)).size / 1e6,
  };
  await run.remove();
  return exported;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { bin: { type: "string", default: join(import.meta.dirname, "../packages/cli/src/bin.ts") } },
});
let first: number | undefined;
for (const rows of positionals.length > 0 ? positionals.map(Number) : [10_000, GUARDED_ROWS]) {
  const { peakMiB, seconds, megabytes } = await measure(rows, values.bin);
  first ??= peakMiB;
  console.log(
    `${rows} rows in ${seconds.toFixed(1)} s: ${megabytes.toFixed(1)} MB, peak RSS ${peakMiB.toFixed(0)} MiB, × ${(peakMiB / first).toFixed(2)} of the first`,
  );
  if (rows <= GUARDED_ROWS && peakMiB >= MOST_MIB) {
    console.error(`missed: under ${MOST_MIB} MiB was asked`);
    process.exitCode = 1;
  }
}
