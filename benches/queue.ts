/**
 * Trials through Redis next to a local run: echo model, one scorer, rows stored, interleaved rounds. Each run is
 * split by the state in its manifest: `distribute` is from its first row to its last, `reports` is the time after
 * it. Processor time per trial depends little on the machine's other load; trials per second depend on it
 * entirely. Linux only: it reads /proc.
 *
 * Run: node benches/queue.ts
 *      --trials <n>     default 100000
 *      --repeats <n>    draws of each case, so that fewer cases make as many trials; default 1
 *      --rounds <n>     default 1
 *      --workers <n>    only with so many workers; default 1, then 2
 *      --no-local       without the local run
 *      --first <n>      ends each run after so many rows, to see the memory of a plan that is too long to finish
 * After a build, with TESTED_CODE=built, it measures what users install: from source, Node's TypeScript stripping
 * takes some 50 MB of its own.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { parseArgs } from "node:util";
import { TESTED_BIN } from "../packages/cli/test/tested-bin.ts";
import { queueLibraries } from "../packages/queue/src/connection.ts";
import { startRedis } from "../packages/queue/src/testing/redis-server.ts";

const SAMPLE_MS = 100;
/** Roughly, for `--first`. */
const BYTES_A_ROW = 500;
/** Of /proc/<pid>/stat: clock ticks are 10 ms. */
const TICKS_PER_SECOND = 100;

type Phase = "start" | "distribute" | "reports";

interface Sample {
  readonly seconds: number;
  /** Of all threads, and of the main thread alone. */
  readonly cpu: number;
  readonly mainCpu: number;
  readonly rssMiB: number;
}

interface PhaseUse extends Omit<Sample, "rssMiB"> {
  readonly peakMiB: number;
}

interface Process {
  readonly phases: ReadonlyMap<Phase, PhaseUse>;
  readonly total: PhaseUse;
  readonly rows: number;
  readonly code: number | null;
}

interface Observed {
  /** Where the process writes its run; null for a worker. */
  readonly out: string | null;
  /** Called with each sample. */
  readonly onSample?: (() => void) | undefined;
  readonly first?: number | undefined;
}

/** Processes that run: a bench that fails ends them. */
const children = new Set<ChildProcess>();

async function start(args: readonly string[], cwd: string, { out, onSample, first }: Observed): Promise<Process> {
  const child = spawn(process.execPath, [...TESTED_BIN, ...args], { cwd, stdio: ["ignore", "ignore", "pipe"] });
  children.add(child);
  child.once("close", () => children.delete(child));
  let text = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => (text += part));
  const watched = new Map<Phase, { first: Sample; last: Sample; peakMiB: number }>();
  const begun = performance.now();
  let [rows, isStopped] = [0, false];
  const timer = setInterval(() => {
    const sample = sampleOf(child, begun);
    if (sample === null) return;
    const folder = out === null ? null : runIn(join(cwd, out));
    const phase = folder === null ? "start" : phaseOf(folder);
    const seen = watched.get(phase);
    if (seen === undefined) watched.set(phase, { first: sample, last: sample, peakMiB: sample.rssMiB });
    else watched.set(phase, { ...seen, last: sample, peakMiB: Math.max(seen.peakMiB, sample.rssMiB) });
    onSample?.();
    if (folder === null || first === undefined || isStopped) return;
    rows = Math.floor(sizeOf(join(folder, "rows.jsonl")) / BYTES_A_ROW);
    if (rows < first) return;
    isStopped = true;
    child.kill("SIGINT");
  }, SAMPLE_MS);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearInterval(timer);
  if (code !== 0 && !isStopped) throw new Error(text);
  const order: readonly Phase[] = ["start", "distribute", "reports"];
  const found = order.flatMap((phase) => (watched.has(phase) ? [[phase, watched.get(phase)!] as const] : []));
  // A phase ends where the next one begins.
  const phases = found.map(([phase, seen], place) => {
    const end = found[place + 1]?.[1].first ?? seen.last;
    return [phase, used(seen.first, end, seen.peakMiB)] as const;
  });
  const zero = { seconds: 0, cpu: 0, mainCpu: 0, rssMiB: 0 };
  const total = used(zero, found.at(-1)![1].last, Math.max(...found.map(([, { peakMiB }]) => peakMiB)));
  return { phases: new Map(phases), total, rows: storedRows(cwd, out), code };
}

function used(from: Sample, to: Sample, peakMiB: number): PhaseUse {
  return { seconds: to.seconds - from.seconds, cpu: to.cpu - from.cpu, mainCpu: to.mainCpu - from.mainCpu, peakMiB };
}

function sampleOf({ pid }: ChildProcess, begun: number): Sample | null {
  try {
    const cpuOf = (file: string): number => {
      const fields = readFileSync(file, "utf8").split(") ")[1]!.split(" ");
      return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    };
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    if (rss === undefined) return null; // it has ended
    return {
      seconds: (performance.now() - begun) / 1000,
      cpu: cpuOf(`/proc/${pid}/stat`),
      mainCpu: cpuOf(`/proc/${pid}/task/${pid}/stat`),
      rssMiB: Number(rss) / 1024,
    };
  } catch {
    return null;
  }
}

/** 0 for a file that is not there yet. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function runIn(out: string): string | null {
  try {
    const name = readdirSync(out).find((one) => !one.startsWith("."));
    return name === undefined ? null : join(out, name);
  } catch {
    return null;
  }
}

function phaseOf(folder: string): Phase {
  try {
    if (sizeOf(join(folder, "rows.jsonl")) === 0) return "start";
    const { state } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as { state: string };
    return state === "running" ? "distribute" : "reports";
  } catch {
    return "start";
  }
}

function storedRows(cwd: string, out: string | null): number {
  const folder = out === null ? null : runIn(join(cwd, out));
  if (folder === null) return 0;
  const { counts } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as {
    counts: Record<string, number>;
  };
  const { completed = 0, failed = 0, truncated = 0, refused = 0 } = counts;
  return completed + failed + truncated + refused;
}

function show(name: string, { phases, total, rows, code }: Process, trials: number): void {
  const line = (what: string, { seconds, cpu, mainCpu, peakMiB }: PhaseUse): void => {
    const each = (value: number): string => ((1e6 * value) / trials).toFixed(1).padStart(6);
    console.log(
      `${what.padEnd(28)} ${seconds.toFixed(1).padStart(6)} s ${(trials / seconds).toFixed(0).padStart(7)} trials/s ${each(mainCpu)} µs main ${each(cpu)} µs CPU a trial ${peakMiB.toFixed(0).padStart(5)} MiB`,
    );
  };
  line(`${name}: ${rows} rows, exit ${code}`, total);
  for (const [phase, use] of phases) if (phases.size > 1) line(`  ${phase}`, use);
}

const { values } = parseArgs({
  options: {
    trials: { type: "string", default: "100000" },
    repeats: { type: "string", default: "1" },
    rounds: { type: "string", default: "1" },
    workers: { type: "string" },
    "no-local": { type: "boolean", default: false },
    first: { type: "string" },
  },
});
const [trials, repeats, rounds] = [values.trials, values.repeats, values.rounds].map(Number) as [
  number,
  number,
  number,
];
const first = values.first === undefined ? undefined : Number(values.first);
const redis = await startRedis();
if (redis === null) throw new Error("There is no Redis on this machine, and none can be downloaded.");
const client = new (await queueLibraries()).ioredis.Redis(redis.url);
const folder = await mkdtemp(join(tmpdir(), "bench-queue-"));
try {
  const cases = createWriteStream(join(folder, "cases.jsonl"));
  for (let number = 0; number < trials / 2 / repeats; number++) {
    const question = `How many bolts does robe ${number} take?`;
    if (!cases.write(`${JSON.stringify({ id: `c${number}`, question, expected: "3" })}\n`)) await once(cases, "drain");
  }
  cases.end();
  await finished(cases);
  await writeFile(
    join(folder, "b.yaml"),
    `name: queue\ncases: cases.jsonl\nrepeats: ${repeats}\nprompts: [{id: a, text: "{{question}}"}, {id: b, text: "Again: {{question}}"}]\nmodels: [echo]\nscorers: [contains]\n`,
  );
  const run = ["run", "b.yaml", "--no-progress-bar", "-j", "64"];
  const worker = ["worker", "b.yaml", "--redis", redis.url, "-j", "64"];
  for (let round = 0; round < rounds; round++) {
    if (!values["no-local"])
      show("local", await start([...run, "--out", `local-${round}`], folder, { out: `local-${round}` }), trials);
    for (const workers of values.workers === undefined ? [1, 2] : [Number(values.workers)]) {
      const out = `q-${round}-${workers}`;
      let mostBytes = 0;
      const sampleRedis = (): void =>
        void client.info("memory").then((text) => {
          mostBytes = Math.max(mostBytes, Number(/used_memory:(\d+)/.exec(text)?.[1]));
        });
      const helpers = Array.from({ length: workers }, () => start(worker, folder, { out: null }));
      const coordinator = await start([...run, "--executor", "bullmq", "--redis", redis.url, "--out", out], folder, {
        out,
        first,
        onSample: sampleRedis,
      });
      const counted = first === undefined ? trials : coordinator.rows;
      show(`coordinator of ${workers}`, coordinator, counted);
      for (const helper of await Promise.all(helpers)) show(`  worker of ${workers}`, helper, counted);
      console.log(`  Redis: ${(mostBytes / 1e6).toFixed(1)} MB used at most`);
    }
  }
} finally {
  for (const child of children) child.kill("SIGKILL");
  client.disconnect();
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
}
