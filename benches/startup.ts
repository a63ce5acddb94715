/**
 * What it takes to start: CPU time of short commands as a ratio to Node doing nothing (`node -e 0`), each in a fresh process,
 * interleaved, ratios taken round by round. Ends with exit code 1 where `--version` of a built bin takes more than 1.5 times.
 *
 * Run: node benches/startup.ts [rounds]
 *      --bin <file>   a built bin, as users have it; from source, Node strips the types first
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeRun } from "./make-run.ts";
import { median } from "./start-server.ts";

const MOST = 1.5;
const REPORT_CPU = `const { writeSync } = require("node:fs");
process.on("exit", () => writeSync(3, JSON.stringify(process.cpuUsage())));
`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { bin: { type: "string" } } });
const rounds = Number(positionals[0] ?? 15);
const bin = values.bin ?? join(import.meta.dirname, "../packages/cli/src/bin.ts");
const folder = mkdtempSync(join(tmpdir(), "startup-"));
const hook = join(folder, "hook.cjs");
writeFileSync(hook, REPORT_CPU);
const run = await makeRun(20);

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "node -e 0": ["-e", "0"],
  "--version": [bin, "--version"],
  "--help": [bin, "--help"],
  "run --help": [bin, "run", "--help"],
  list: [bin, "list", "-o", run.results],
  show: [bin, "show", "latest", "-o", run.results],
};

/** CPU time of one start in milliseconds, user + system. */
function cpuMs(args: readonly string[]): number {
  const { status, output, stderr } = spawnSync(process.execPath, ["--require", hook, ...args], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  const { user, system } = JSON.parse(output[3]!) as NodeJS.CpuUsage;
  return (user + system) / 1000;
}

const found = new Map<string, number[]>(Object.keys(COMMANDS).map((name) => [name, []]));
for (const args of Object.values(COMMANDS)) cpuMs(args); // fills the caches of disk and compiled code
for (let round = 0; round < rounds; round++)
  for (const [name, args] of Object.entries(COMMANDS)) found.get(name)!.push(cpuMs(args));
await run.remove();
rmSync(folder, { recursive: true });

const base = found.get("node -e 0")!;
console.log(
  `CPU of a start, median of ${rounds} interleaved rounds, Node ${process.versions.node}, ${values.bin === undefined ? "from source" : "built"}`,
);
for (const [name, times] of found) {
  const ratio = median(times.map((time, round) => time / base[round]!));
  console.log(`${name.padEnd(12)} ${median(times).toFixed(0).padStart(5)} ms  × ${ratio.toFixed(2)} of node -e 0`);
  if (name === "--version" && values.bin !== undefined && ratio > MOST) {
    console.error(`missed: × ${MOST} at most was asked`);
    process.exitCode = 1;
  }
}
