/**
 * Trials through Redis beside a local run: echo model, one scorer, rows stored, interleaved rounds. A worker's and the
 * coordinator's processor time a trial does not depend on what else the machine does; trials a second do.
 *
 * Run: node benches/queue.ts [trials] [rounds]     default 100000 1
 * After a build, with TESTED_CODE=built, it measures what users install: from source, Node's TypeScript stripping takes
 * some 50 MB of its own.
 */
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TESTED_BIN } from "../packages/cli/test/tested-bin.ts";
import { startRedis } from "../packages/queue/src/testing/redis-server.ts";

/** Prints processor seconds and peak memory at a process's end; imported before the bin. */
const METER = `data:text/javascript,process.on("exit",()=>{const u=process.resourceUsage();console.error("METER",JSON.stringify({cpu:(u.userCPUTime+u.systemCPUTime)/1e6,mib:u.maxRSS/1024}))})`;

interface Process {
  readonly cpuSeconds: number;
  readonly peakMiB: number;
  readonly seconds: number;
  readonly code: number | null;
}

function start(args: readonly string[], cwd: string): Promise<Process> {
  const begun = performance.now();
  const child = spawn(process.execPath, ["--import", METER, ...TESTED_BIN, ...args], {
    cwd,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let text = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => (text += part));
  return new Promise((done) =>
    child.on("close", (code) => {
      const meter = /METER (.*)/.exec(text)?.[1];
      if (meter === undefined) throw new Error(text);
      const { cpu, mib } = JSON.parse(meter) as { cpu: number; mib: number };
      done({ cpuSeconds: cpu, peakMiB: mib, seconds: (performance.now() - begun) / 1000, code });
    }),
  );
}

const [trials = 100_000, rounds = 1] = process.argv.slice(2).map(Number);
const redis = await startRedis();
if (redis === null) throw new Error("There is no Redis on this machine, and none can be downloaded.");
const folder = await mkdtemp(join(tmpdir(), "bench-queue-"));
try {
  const cases = createWriteStream(join(folder, "cases.jsonl"));
  for (let number = 0; number < trials / 2; number++)
    cases.write(
      `${JSON.stringify({ id: `c${number}`, question: `How many bolts does robe ${number} take?`, expected: "3" })}\n`,
    );
  cases.end();
  await finished(cases);
  await writeFile(
    join(folder, "b.yaml"),
    `name: queue\ncases: cases.jsonl\nprompts: [{id: a, text: "{{question}}"}, {id: b, text: "Again: {{question}}"}]\nmodels: [echo]\nscorers: [contains]\n`,
  );
  const run = ["run", "b.yaml", "--no-progress-bar", "-j", "64"];
  const worker = ["worker", "b.yaml", "--redis", redis.url, "-j", "64"];
  const show = (name: string, processes: readonly Process[]): void => {
    for (const { cpuSeconds, peakMiB, seconds, code } of processes)
      console.log(
        `${name.padEnd(28)} ${(trials / seconds).toFixed(0).padStart(7)} trials/s  ${((1e6 * cpuSeconds) / trials).toFixed(1).padStart(6)} µs CPU a trial of the run  ${peakMiB.toFixed(0).padStart(5)} MiB  exit ${code}`,
      );
  };
  for (let round = 0; round < rounds; round++) {
    show("local, with reports", [await start([...run, "--out", `local-${round}`], folder)]);
    for (const workers of [1, 2]) {
      const helpers = Array.from({ length: workers }, () => start(worker, folder));
      const coordinator = start(
        [...run, "--executor", "bullmq", "--redis", redis.url, "--out", `q-${round}-${workers}`],
        folder,
      );
      show(`coordinator of ${workers}, with reports`, [await coordinator]);
      show(`  worker of ${workers}`, await Promise.all(helpers));
    }
  }
} finally {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
}
