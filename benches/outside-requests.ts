/**
 * Measures the share of a run's wall time before its first request and after its last answer, with the real bin
 * against a local server that answers at once: two prompts over cases from a JSONL file, 64 in flight, all
 * reports. Also prints the CPU time of the whole run. Several bins take turns: a slow minute affects all of them
 * alike.
 *
 * Run: node benches/outside-requests.ts [trials] [rounds] [bin …]     default 20000 3 and the bin from source
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { conditionsOf } from "./built-conditions.ts";
import { median, startServer } from "./start-server.ts";

const TEXT = "A robe takes 2 bolts of blue fiber and half that much white fiber. ".repeat(4);
const REPORT_CPU = `import { writeSync } from "node:fs";
process.on("exit", () => { const { user, system } = process.cpuUsage(); writeSync(3, String((user + system) / 1000)); });
`;

interface Measured {
  readonly wallMs: number;
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly cpuMs: number;
}

async function writeBenchmark(folder: string, { url, trials }: { url: string; trials: number }): Promise<void> {
  const lines = Array.from({ length: trials / 2 }, (_, number) =>
    JSON.stringify({ id: `case-${number}`, question: `${TEXT}How many? (${number})`, answer: "3" }),
  );
  await writeFile(join(folder, "cases.jsonl"), `${lines.join("\n")}\n`);
  await writeFile(join(folder, "hook.mjs"), REPORT_CPU);
  await writeFile(
    join(folder, "benchmark.yaml"),
    `name: outside
cases: cases.jsonl
prompts: [{id: direct, text: "{{question}}"}, {id: again, text: "{{question}} "}]
models: [{id: m, model: "openai:m", baseUrl: "${url}", params: {temperature: 0}}]
scorers: [{contains: {expected: "{{answer}}"}}]
`,
  );
}

/** Start of the first request and arrival of the last answer, in milliseconds of the epoch. */
async function requestsOf(rowsFile: string): Promise<{ readonly first: number; readonly last: number }> {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for await (const line of createInterface(createReadStream(rowsFile))) {
    const { outcome } = JSON.parse(line) as { outcome: { startedAt: string; latencyMs: number } };
    const start = Date.parse(outcome.startedAt);
    first = Math.min(first, start);
    last = Math.max(last, start + outcome.latencyMs);
  }
  return { first, last };
}

async function measure(folder: string, bin: string): Promise<Measured> {
  const args = [
    ...conditionsOf(bin),
    "--import",
    join(folder, "hook.mjs"),
    bin,
    "run",
    "benchmark.yaml",
    "-j",
    "64",
    "--no-progress-bar",
  ];
  const env = { ...process.env, OPENAI_API_KEY: "k" };
  const start = Date.now();
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "ignore", "inherit", "pipe"] });
  let cpu = "";
  child.stdio[3]!.on("data", (data: Buffer) => (cpu += data.toString()));
  const [code] = (await once(child, "close")) as [number];
  const end = Date.now();
  if (code !== 0) throw new Error(`${bin} ended with ${code}.`);
  const [id] = await readdir(join(folder, "results"));
  const { first, last } = await requestsOf(join(folder, "results", id!, "rows.jsonl"));
  await rm(join(folder, "results"), { recursive: true });
  return { wallMs: end - start, beforeMs: first - start, afterMs: end - last, cpuMs: Number(cpu) };
}

const [trials = 20_000, rounds = 3] = process.argv.slice(2, 4).map(Number);
const given = process.argv.slice(4).map((bin) => resolve(bin));
const bins = given.length > 0 ? given : [join(import.meta.dirname, "../packages/cli/src/bin.ts")];
const server = await startServer(0);
const folder = await mkdtemp(join(tmpdir(), "outside-requests-"));
try {
  await writeBenchmark(folder, { url: server.url, trials });
  const measured = bins.map((): Measured[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [place, bin] of bins.entries()) measured[place]!.push(await measure(folder, bin));
  for (const [place, all] of measured.entries()) {
    const of = (read: (one: Measured) => number): number => median(all.map(read));
    const share = 100 * of(({ wallMs, beforeMs, afterMs }) => (beforeMs + afterMs) / wallMs);
    const seconds = (read: (one: Measured) => number): string => (of(read) / 1000).toFixed(2);
    console.log(
      `${bins[place]}: ${share.toFixed(0)} % of ${seconds((one) => one.wallMs)} s outside requests (${seconds((one) => one.beforeMs)} s before, ${seconds((one) => one.afterMs)} s after), ${seconds((one) => one.cpuMs)} s CPU; ${trials} trials, medians of ${rounds}`,
    );
  }
} finally {
  server.stop();
  await rm(folder, { recursive: true });
}
