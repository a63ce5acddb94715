/**
 * Measures the memory and disk of a run, by its size: the real bin against a local server, 64 in flight, two
 * prompts over cases from a JSONL file, rows and all reports. Peak RSS is the process's own (getrusage) and covers
 * its whole lifetime.
 *
 * Run: node benches/memory.ts [trials …]     default 10000 100000; 1000000 takes some minutes and 2 GB of disk
 *      --trace        memory every second as well
 *      --bin <file>   a built bin: from source, Node's TypeScript stripping takes about 50 MB
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createInterface } from "node:readline";
import { conditionsOf } from "./built-conditions.ts";
import { startServer } from "./start-server.ts";

const TEXT = "A robe takes 2 bolts of blue fiber and half that much white fiber. ".repeat(4);
const MOST_MIB = 250;

interface Measured {
  readonly peakMiB: number;
  readonly seconds: number;
  readonly bytes: number;
  /** Bytes of the rows' texts: of the cases and of the answers. */
  readonly textBytes: number;
}

async function measure(
  trials: number,
  { bin, isTraced }: { readonly bin: string; readonly isTraced: boolean },
): Promise<Measured> {
  const server = await startServer(0);
  const folder = await mkdtemp(join(tmpdir(), "memory-"));
  await writeCases(join(folder, "cases.jsonl"), trials / 2);
  await writeFile(
    join(folder, "benchmark.yaml"),
    `name: memory
cases: cases.jsonl
prompts: [{id: direct, text: "{{question}}"}, {id: again, text: "{{question}} "}]
models: [{id: m, model: "openai:m", baseUrl: "${server.url}", params: {temperature: 0}}]
scorers: [{contains: {expected: "{{answer}}"}}]
`,
  );
  const hook = join(folder, "hook.mjs");
  await writeFile(hook, isTraced ? TRACE + REPORT_PEAK : REPORT_PEAK);
  const args = [...conditionsOf(bin), "--import", hook, bin, "run", "benchmark.yaml", "-j", "64", "--no-progress-bar"];
  const start = performance.now();
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit", "pipe"] });
  let said = "";
  child.stdio[3]!.on("data", (data: Buffer) => (said += data.toString()));
  const [code] = (await once(child, "close")) as [number];
  server.stop();
  if (code !== 0) throw new Error(`The run ended with ${code}.`);
  const [id] = await readdir(join(folder, "results"));
  const rows = join(folder, "results", id!, "rows.jsonl");
  const measured = {
    peakMiB: Number(said) / 1024,
    seconds: (performance.now() - start) / 1000,
    bytes: (await stat(rows)).size,
    textBytes: await textBytesOf(rows),
  };
  await rm(folder, { recursive: true });
  return measured;
}

const REPORT_PEAK = `import { writeSync } from "node:fs";
process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));
`;
const TRACE = `const MiB = (bytes) => (bytes / 2 ** 20).toFixed(0).padStart(5);
setInterval(() => {
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
  console.error(process.uptime().toFixed(0).padStart(4), "s  rss", MiB(rss), " heap", MiB(heapUsed), "of", MiB(heapTotal), " external", MiB(external));
}, 1000).unref();
`;

async function writeCases(file: string, cases: number): Promise<void> {
  const stream = createWriteStream(file);
  for (let number = 0; number < cases; number++) {
    const line = JSON.stringify({ id: `case-${number}`, question: `${TEXT}How many? (${number})`, answer: "3" });
    if (!stream.write(`${line}\n`)) await once(stream, "drain");
  }
  stream.end();
  await once(stream, "finish");
}

async function textBytesOf(file: string): Promise<number> {
  let bytes = 0;
  for await (const line of createInterface(createReadStream(file))) {
    const { trial, outcome } = JSON.parse(line) as { trial: { case: { vars: object } }; outcome: { text: string } };
    bytes += Buffer.byteLength(JSON.stringify(trial.case.vars)) + Buffer.byteLength(JSON.stringify(outcome.text));
  }
  return bytes;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    trace: { type: "boolean", default: false },
    bin: { type: "string", default: join(import.meta.dirname, "../packages/cli/src/bin.ts") },
  },
});
const sizes = positionals.map(Number);
let first: number | undefined;
for (const trials of sizes.length > 0 ? sizes : [10_000, 100_000]) {
  const { peakMiB, seconds, bytes, textBytes } = await measure(trials, {
    bin: resolve(values.bin),
    isTraced: values.trace,
  });
  first ??= peakMiB;
  console.log(
    `${trials} trials in ${seconds.toFixed(0)} s: peak RSS ${peakMiB.toFixed(0)} MiB (× ${(peakMiB / first).toFixed(2)} of the first${peakMiB > MOST_MIB ? `, above ${MOST_MIB}` : ""}); a trial's row: ${(bytes / trials).toFixed(0)} bytes, ${((bytes - textBytes) / trials).toFixed(0)} beside its texts`,
  );
}
