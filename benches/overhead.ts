/**
 * Measures the product's cost of a trial (plan, send, score, store, report) against loops that only send. The
 * programs, each in a fresh process, interleaved, after 1,000 requests of warm-up, against a server in another
 * process: the bare openai SDK on Node's fetch, bare undici, and `runBenchmark` (2 prompts × cases from a JSONL
 * file, contains, rows, all reports).
 *
 * Run: node benches/overhead.ts cpu [trials] [rounds] [in flight]   CPU ms a trial, as a ratio to the SDK loop
 *      node benches/overhead.ts ideal [rounds]                      fraction of the ideal time at 64 and 256 × 50 ms
 *      node benches/overhead.ts memory [small] [large]              peak RSS at two sizes
 *      node benches/overhead.ts profile <trials> <folder>           a CPU profile of the product
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { runBenchmark } from "../packages/pipeline/src/run/run-benchmark.ts";
import { jsonl, openai } from "../packages/runner/src/index.ts";
import { contains } from "../packages/scorer/src/index.ts";
import { median, startServer } from "./start-server.ts";

const fromRunner = createRequire(new URL("../packages/runner/package.json", import.meta.url));
const CONTENDERS = ["bare SDK", "bare undici", "sameseed"] as const;
type Contender = (typeof CONTENDERS)[number];

const TEXT = "A robe takes 2 bolts of blue fiber and half that much white fiber. ".repeat(4);
const WARM_UP = 1000;

interface Job {
  readonly url: string;
  readonly trials: number;
  readonly inFlight: number;
}

interface Work {
  readonly bytes: number;
  readonly spanMs: number;
}

interface Cost {
  readonly cpuMs: number;
  readonly wallMs: number;
  /** From the first request to the last answer: the rest of `wallMs` is checking and reporting. */
  readonly spanMs: number;
  readonly peakMiB: number;
  readonly bytes: number;
}

function bodyOf(number: number): object {
  return {
    model: "m",
    messages: [{ role: "user", content: `${TEXT}How many? (${number})` }],
    temperature: 0,
    seed: number,
  };
}

async function bareLoop(send: (body: object) => Promise<unknown>, { trials, inFlight }: Job): Promise<Work> {
  const start = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < trials) {
        const { choices } = (await send(bodyOf(next++))) as { choices: [{ message: { content: string } }] };
        if (!choices[0].message.content.includes("3")) throw new Error("a wrong answer");
      }
    }),
  );
  return { bytes: 0, spanMs: performance.now() - start };
}

function sdkSender(url: string): (body: object) => Promise<unknown> {
  const { OpenAI } = fromRunner("openai") as {
    OpenAI: new (options: object) => { chat: { completions: { create(body: object): Promise<unknown> } } };
  };
  const client = new OpenAI({ apiKey: "k", baseURL: url, maxRetries: 0 });
  return (body) => client.chat.completions.create(body);
}

function undiciSender(url: string): (body: object) => Promise<unknown> {
  const { Pool } = fromRunner("undici") as {
    Pool: new (origin: string) => { request(options: object): Promise<{ body: { json(): Promise<unknown> } }> };
  };
  const pool = new Pool(new URL(url).origin);
  const headers = { "content-type": "application/json", authorization: "Bearer k" };
  return async (body) =>
    (
      await pool.request({ path: "/v1/chat/completions", method: "POST", headers, body: JSON.stringify(body) })
    ).body.json();
}

/** A complete run in a separate folder. */
async function product({ url, trials, inFlight }: Job): Promise<Work> {
  let start = 0;
  let end = 0;
  const folder = await mkdtemp(join(tmpdir(), "overhead-"));
  const file = join(folder, "cases.jsonl");
  const lines = Array.from({ length: trials / 2 }, (_, number) =>
    JSON.stringify({ id: `case-${number}`, question: `${TEXT}How many? (${number})`, answer: "3" }),
  );
  await writeFile(file, `${lines.join("\n")}\n`);
  const finished = await runBenchmark(
    {
      name: "overhead",
      cases: jsonl(file),
      prompts: [
        { id: "direct", text: "{{question}}" },
        { id: "again", text: "{{question}} " },
      ],
      models: [openai("m", { baseUrl: url, apiKey: "k", params: { temperature: 0 } })],
      scorers: [contains({ expected: "{{answer}}" })],
    },
    {
      out: join(folder, "results"),
      concurrency: inFlight,
      onStart: () => void (start = performance.now()),
      onRow: () => void (end = performance.now()),
    },
  );
  const { completed } = finished!.report.manifest.counts;
  if (completed !== trials) throw new Error(`${completed} of ${trials} trials completed`);
  const { size } = await stat(join(finished!.folder, "rows.jsonl"));
  await rm(folder, { recursive: true });
  return { bytes: size, spanMs: end - start };
}

function worker(contender: Contender, url: string): (job: Job) => Promise<Work> {
  if (contender === "sameseed") return product;
  const send = contender === "bare SDK" ? sdkSender(url) : undiciSender(url);
  return (job) => bareLoop(send, job);
}

/** In a separate process: warms up, runs the job, prints its cost. */
async function measureOne(contender: Contender, job: Job): Promise<void> {
  const work = worker(contender, job.url);
  await work({ ...job, trials: WARM_UP });
  const cpu = process.cpuUsage();
  const start = performance.now();
  const { bytes, spanMs } = await work(job);
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const cost: Cost = {
    cpuMs: (user + system) / 1000,
    wallMs,
    spanMs,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    bytes,
  };
  console.log(JSON.stringify(cost));
  process.exit();
}

async function measure(contender: Contender, { url, trials, inFlight }: Job): Promise<Cost> {
  const args = [import.meta.filename, "--one", contender, url, String(trials), String(inFlight)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Cost;
}

const spread = (values: readonly number[]) =>
  `${median(values).toFixed(3)} (${Math.min(...values).toFixed(3)}-${Math.max(...values).toFixed(3)})`;

async function compareCpu(trials: number, rounds: number, inFlight: number): Promise<void> {
  const server = await startServer(0);
  const costs: Record<Contender, number[]> = { "bare SDK": [], "bare undici": [], sameseed: [] };
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    for (const contender of CONTENDERS) {
      const cost = await measure(contender, { url: server.url, trials, inFlight });
      costs[contender].push(cost.cpuMs / trials);
      bytes = cost.bytes || bytes;
    }
  }
  server.stop();
  const base = median(costs["bare SDK"]);
  console.log(
    `${trials} trials, ${inFlight} in flight, ${rounds} interleaved rounds, Node ${process.versions.node}; ${(bytes / trials).toFixed(0)} bytes of rows a trial`,
  );
  for (const contender of CONTENDERS)
    console.log(
      `${contender.padEnd(12)} ${spread(costs[contender])} CPU ms/trial  × ${(median(costs[contender]) / base).toFixed(2)} of bare SDK`,
    );
}

async function compareIdeal(rounds: number): Promise<void> {
  const server = await startServer(50);
  for (const inFlight of [64, 256]) {
    const spans: Record<Contender, number[]> = { "bare SDK": [], "bare undici": [], sameseed: [] };
    const walls: Record<Contender, number[]> = { "bare SDK": [], "bare undici": [], sameseed: [] };
    const trials = 40 * inFlight;
    for (let round = 0; round < rounds; round++) {
      for (const contender of CONTENDERS) {
        const { wallMs, spanMs } = await measure(contender, { url: server.url, trials, inFlight });
        spans[contender].push(((trials / inFlight) * 50) / spanMs);
        walls[contender].push(((trials / inFlight) * 50) / wallMs);
      }
    }
    for (const contender of CONTENDERS) {
      console.log(
        `${inFlight} × 50 ms, ${trials} trials  ${contender.padEnd(12)} ${spread(spans[contender])} of the ideal from the first request to the last answer, ${spread(walls[contender])} with checks and reports`,
      );
    }
  }
  server.stop();
}

async function compareMemory(small: number, large: number): Promise<void> {
  const server = await startServer(0);
  for (const trials of [small, large]) {
    const { peakMiB, cpuMs, bytes } = await measure("sameseed", { url: server.url, trials, inFlight: 64 });
    console.log(
      `${trials} trials: peak RSS ${peakMiB.toFixed(0)} MiB, ${(cpuMs / trials).toFixed(3)} CPU ms/trial, ${(bytes / trials).toFixed(0)} bytes of rows a trial`,
    );
  }
  server.stop();
}

async function profile(trials: number, folder: string): Promise<void> {
  const server = await startServer(0);
  const args = [
    "--cpu-prof",
    "--cpu-prof-interval",
    "250",
    "--cpu-prof-dir",
    folder,
    import.meta.filename,
    "--one",
    "sameseed",
    server.url,
    String(trials),
    "64",
  ];
  console.log((await promisify(execFile)(process.execPath, args)).stdout);
  server.stop();
}

const [mode = "cpu", ...args] = process.argv.slice(2);
if (mode === "--one")
  await measureOne(args[0] as Contender, { url: args[1]!, trials: Number(args[2]), inFlight: Number(args[3]) });
else if (mode === "ideal") await compareIdeal(Number(args[0] ?? 3));
else if (mode === "memory") await compareMemory(Number(args[0] ?? 10_000), Number(args[1] ?? 100_000));
else if (mode === "profile") await profile(Number(args[0] ?? 10_000), args[1] ?? tmpdir());
else await compareCpu(Number(args[0] ?? 10_000), Number(args[1] ?? 5), Number(args[2] ?? 64));
