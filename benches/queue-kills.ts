/**
 * Crash safety of the queue: kills workers, the coordinator or Redis (with an append-only file) at random moments, or
 * freezes a worker for a minute, and counts lost, doubled and repeated requests. Every moment is a separate run against a
 * server that counts its requests.
 *
 * Run: node benches/queue-kills.ts [moments] [seed] [scenario …]     default 10, all scenarios
 * Each moment of a frozen worker takes more than a minute.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { openaiServer } from "../packages/cli/test/openai-server.ts";
import { folderWith, startSameseed } from "../packages/cli/test/sameseed.ts";
import { startRedis } from "../packages/queue/src/testing/redis-server.ts";

const CASES = 300;
const PLANNED = 2 * CASES;
const IN_FLIGHT = 8;
const LATENCY_MS = 20;
/** An answer that left the service at least this long before the kill had arrived at the worker. */
const ARRIVED_MS = 100;
const FROZEN_MS = 60_000;

type Scenario = "worker" | "coordinator" | "redis" | "two workers" | "frozen worker";
const SCENARIOS: readonly Scenario[] = ["worker", "coordinator", "redis", "two workers", "frozen worker"];

interface Kept {
  readonly lost: number;
  readonly doubled: number;
  /** Answers that had arrived when a process ended, and were requested again. */
  readonly paidAgain: number;
  /** All repeated requests: those in flight. */
  readonly askedAgain: number;
  readonly seconds: number;
}

/** Random numbers from 0 to 1 that a seed repeats (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function endAt(scenario: Scenario, moment: number): Promise<Kept> {
  const began = performance.now();
  const asked = new Map<string, number>();
  const firstLeft = new Map<string, number>();
  const askedAt = new Map<string, number[]>();
  await using service = await openaiServer({
    keep: false,
    latencyMs: (_number, { body }) => {
      const prompt = body.messages[0]!.content;
      asked.set(prompt, (asked.get(prompt) ?? 0) + 1);
      askedAt.set(prompt, [...(askedAt.get(prompt) ?? []), performance.now()]);
      return LATENCY_MS;
    },
    reply({ body }) {
      const prompt = body.messages[0]!.content;
      if (!firstLeft.has(prompt)) firstLeft.set(prompt, performance.now());
      return `echo ${prompt}`;
    },
  });
  const redis = (await startRedis("--appendonly", "yes", "--appendfsync", "always"))!;
  await using folder = await folderWith({
    "cases.csv": `id,n\n${Array.from({ length: CASES }, (_, number) => `c${number},${number}`).join("\n")}\n`,
    "benchmark.yaml": `name: kills\ncases: cases.csv\nprompts: [{id: a, text: "{{n}}"}, {id: b, text: "say {{n}}"}]\nmodels: [{id: m, model: "openai:m", baseUrl: "${service.url}"}]\nscorers: [{contains: {expected: "{{n}}"}}]\n`,
  });
  try {
    const options = { cwd: folder.path, env: { OPENAI_API_KEY: "sk-test" } };
    const coordinate = [
      "run",
      "benchmark.yaml",
      "--executor",
      "bullmq",
      "--redis",
      redis.url,
      "--no-progress-bar",
      "--out",
      "queued",
    ];
    const work = ["worker", "benchmark.yaml", "--redis", redis.url, "--wait", "60s", "-j", String(IN_FLIGHT)];
    const workers = [startSameseed(work, options), startSameseed(work, options), startSameseed(work, options)];
    let coordinator = startSameseed([...coordinate], options);
    const at = Math.round(20 + moment * (PLANNED - 60));
    while (asked.size < at) await pause(2);
    const endedAt = performance.now();
    if (scenario === "worker") workers[0]!.kill("SIGKILL");
    if (scenario === "two workers") for (const worker of workers.slice(0, 2)) worker.kill("SIGKILL");
    if (scenario === "coordinator") {
      coordinator.kill("SIGKILL");
      await coordinator.finished;
      coordinator = startSameseed([...coordinate, "--resume"], options);
    }
    if (scenario === "redis") {
      await redis.kill();
      await redis.restart();
    }
    if (scenario === "frozen worker") {
      workers[0]!.kill("SIGSTOP");
      setTimeout(() => workers[0]!.kill("SIGCONT"), FROZEN_MS);
    }
    const { code, stderr } = await coordinator.finished;
    if (code !== 0) throw new Error(`${scenario} at ${at}: exit ${code}\n${stderr}`);
    await Promise.all(workers.map(({ finished }) => finished));
    const [run] = await readdir(join(folder.path, "queued"));
    const [head, ...lines] = (await readFile(join(folder.path, "queued", run!, "rows.csv"), "utf8"))
      .trimEnd()
      .split("\n");
    const names = head!.split(",");
    const trials = lines.map((line) => {
      const cells = line.split(",");
      return `${cells[names.indexOf("case")]}|${cells[names.indexOf("variant")]}`;
    });
    const again = [...asked].filter(([, times]) => times > 1).map(([prompt]) => prompt);
    return {
      lost: PLANNED - new Set(trials).size,
      doubled: trials.length - new Set(trials).size,
      paidAgain: again.filter((prompt) => (firstLeft.get(prompt) ?? Infinity) < endedAt - ARRIVED_MS).length,
      askedAgain: [...asked.values()].reduce((sum, times) => sum + times - 1, 0),
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    await redis.stop();
  }
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

const [moments = "10", seed = "1", ...only] = process.argv.slice(2);
const random = randomFrom(Number(seed));
console.log("scenario        moments   lost  doubled  arrived, paid again  in flight, asked again (most)  slowest");
for (const scenario of only.length === 0 ? SCENARIOS : SCENARIOS.filter((name) => only.includes(name))) {
  const kept: Kept[] = [];
  const count = Number(moments);
  for (let moment = 0; moment < count; moment++) kept.push(await endAt(scenario, random()));
  const sum = (key: keyof Kept): number => kept.reduce((total, one) => total + one[key], 0);
  const most = (key: keyof Kept): number => Math.max(...kept.map((one) => one[key]));
  console.log(
    `${scenario.padEnd(14)} ${String(count).padStart(8)} ${String(sum("lost")).padStart(6)} ${String(sum("doubled")).padStart(8)} ${String(sum("paidAgain")).padStart(20)} ${`${sum("askedAgain")} (${most("askedAgain")})`.padStart(30)}  ${most("seconds").toFixed(0)} s`,
  );
}
