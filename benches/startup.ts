/**
 * Measures the start: CPU time of short commands as a ratio to Node doing nothing (`node -e 0`), each in a fresh
 * process, interleaved, ratios taken round by round. `first request` is a run of four cases until it connects to a
 * local server, and `run` the whole of it. Ends with exit code 1 where `--version` of a built bin takes more than
 * 1.5 times.
 *
 * Run: node benches/startup.ts [rounds]
 *      --bin <file>   a built bin, as users have it; from source, Node strips the types first
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { conditionsOf } from "./built-conditions.ts";
import { makeRun } from "./make-run.ts";
import { median, startServer } from "./start-server.ts";

const MOST = 1.5;
const REPORT_CPU = `const { writeSync } = require("node:fs");
const { Socket } = require("node:net");
const { connect } = Socket.prototype;
let first;
Socket.prototype.connect = function (...args) {
  first ??= process.cpuUsage();
  return connect.apply(this, args);
};
process.on("exit", () => writeSync(3, JSON.stringify({ first, whole: process.cpuUsage() })));
`;
/** A benchmark of four cases, as users write it. */
const fourCases = (url: string): string => `name: four
cases:
${[1, 2, 3, 4].map((id) => `  - {id: "${id}", vars: {question: "${id} + 1"}, expected: "3"}`).join("\n")}
prompts: [{id: direct, text: "{{question}}"}]
models: [{model: "openai:m", baseUrl: "${url}"}]
scorers: [contains]
`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { bin: { type: "string" } } });
const rounds = Number(positionals[0] ?? 15);
const bin = values.bin ?? join(import.meta.dirname, "../packages/cli/src/bin.ts");
const folder = mkdtempSync(join(tmpdir(), "startup-"));
const hook = join(folder, "hook.cjs");
writeFileSync(hook, REPORT_CPU);
const run = await makeRun(20);
const server = await startServer(0);
const four = join(folder, "four.yaml");
writeFileSync(four, fourCases(server.url));

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "node -e 0": ["-e", "0"],
  "--version": [bin, "--version"],
  "--help": [bin, "--help"],
  "run --help": [bin, "run", "--help"],
  list: [bin, "list", "-o", run.results],
  show: [bin, "show", "latest", "-o", run.results],
  validate: [bin, "validate", four],
  run: [bin, "run", four, "-o", join(folder, "results")],
};

interface Start {
  readonly whole: number;
  /** Until the first request; undefined for a command that sends none. */
  readonly first: number | undefined;
}

/** CPU time of one start in milliseconds, user + system. */
function cpuMs(args: readonly string[]): Start {
  const { status, output, stderr } = spawnSync(process.execPath, ["--require", hook, ...conditionsOf(bin), ...args], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    encoding: "utf8",
    env: { ...process.env, OPENAI_API_KEY: "k" },
  });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  const { first, whole } = JSON.parse(output[3]!) as Record<"first" | "whole", NodeJS.CpuUsage | undefined>;
  return { whole: totalMs(whole!), first: first && totalMs(first) };
}

function totalMs({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

const found = new Map<string, number[]>([...Object.keys(COMMANDS), "first request"].map((name) => [name, []]));
for (const args of Object.values(COMMANDS)) cpuMs(args); // fills the caches of disk and compiled code
for (let round = 0; round < rounds; round++)
  for (const [name, args] of Object.entries(COMMANDS)) {
    const { whole, first } = cpuMs(args);
    found.get(name)!.push(whole);
    if (first !== undefined) found.get("first request")!.push(first);
  }
server.stop();
await run.remove();
rmSync(folder, { recursive: true });

const base = found.get("node -e 0")!;
console.log(
  `CPU of a start, median of ${rounds} interleaved rounds, Node ${process.versions.node}, ${values.bin === undefined ? "from source" : "built"}`,
);
for (const [name, times] of found) {
  const ratio = median(times.map((time, round) => time / base[round]!));
  console.log(`${name.padEnd(13)} ${median(times).toFixed(0).padStart(5)} ms  × ${ratio.toFixed(2)} of node -e 0`);
  if (name === "--version" && values.bin !== undefined && ratio > MOST) {
    console.error(`missed: × ${MOST} at most was asked`);
    process.exitCode = 1;
  }
}
