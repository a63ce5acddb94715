/**
 * Compares sameseed with other tools: one job against one local server, in interleaved rounds, each tool installed
 * in a separate project. CPU time a request, start-up, share of the ideal time, peak memory, installation, bytes
 * sent, answers lost to faults, and answers paid twice after a kill. Writes JSON, and the table of
 * docs/performance.md.
 * Run: node benches/peers.ts [requests] [rounds] [folder]    (pnpm bench:peers; the folder keeps the installations)
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { packAll, ROOT } from "../scripts/packed.ts";
import { type Contender, CONTENDERS, type Job } from "./peers/contenders.ts";
import { type Measured, peersTable, withPeers } from "./peers/peers-table.ts";
import { median } from "./start-server.ts";

const [requests = 1000, rounds = 3] = process.argv.slice(2, 4).map(Number);
const folder = process.argv[4] ?? mkdtempSync(join(tmpdir(), "peers-"));
const IN_FLIGHT = 64;
const LATENCY_MS = 50;
const FEW = 4;
const DEADLINE_MS = 300_000;

interface Counts {
  readonly asked: number;
  readonly answered: number;
  readonly total: number;
  readonly bytes: number;
}

interface Served {
  readonly url: string;
  counts(): Promise<Counts>;
}

async function withServer<T>(args: readonly string[], use: (served: Served) => Promise<T>): Promise<T> {
  const path = join(import.meta.dirname, "peers/server.ts");
  const child = spawn(process.execPath, [path, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  try {
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const url = line.toString("utf8").trim();
    return await use({ url, counts: async () => (await fetch(new URL("/counts", url))).json() as Promise<Counts> });
  } finally {
    child.kill();
  }
}

const projectOf = ({ name }: Contender): string => join(folder, name.replaceAll(" ", "-"));

/** Installs the tool once. Gives the megabytes of `node_modules`. */
async function install(contender: Contender, tarballs: readonly string[]): Promise<number> {
  const project = projectOf(contender);
  if (!existsSync(join(project, "node_modules"))) {
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
    const packages = contender.packages.length === 0 ? tarballs : contender.packages;
    const omitted = contender.omitsOptional ? ["--omit=optional", "--force"] : [];
    const flags = [...omitted, "--ignore-scripts", "--no-audit", "--no-fund"];
    await promisify(execFile)("npm", ["install", ...flags, ...packages], { cwd: project, maxBuffer: 64e6 });
  }
  const { stdout } = await promisify(execFile)("du", ["-sm", join(project, "node_modules")]);
  return Number(stdout.split("\t")[0]);
}

interface Started {
  readonly child: ChildProcess;
  /** Measurements of one process; `output` is the end of its stdout and stderr. */
  readonly finished: Promise<{ cpuMs: number; peakMiB: number; wallMs: number; output: string }>;
}

function start(contender: Contender, args: readonly string[]): Started {
  const project = projectOf(contender);
  const usage = join(project, "usage.jsonl");
  rmSync(usage, { force: true });
  const recorder = join(import.meta.dirname, "peers/record-usage.mjs");
  const env = { ...process.env, ...contender.env, PEERS_USAGE: usage, NODE_OPTIONS: `--import=${recorder}` };
  const from = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: project,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: DEADLINE_MS,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output = (output + text).slice(-4000)));
  const finished = once(child, "close").then(() => {
    const wallMs = performance.now() - from;
    const lines = existsSync(usage) ? readFileSync(usage, "utf8").trim().split("\n") : [];
    const used = lines.map((line) => JSON.parse(line) as { cpuMs: number; peakMiB: number });
    return {
      cpuMs: used.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
      peakMiB: Math.max(0, ...used.map(({ peakMiB }) => peakMiB)),
      wallMs,
      output,
    };
  });
  return { child, finished };
}

function prepare(contender: Contender, job: Job): void {
  const project = projectOf(contender);
  for (const old of ["results", ".promptfoo"]) rmSync(join(project, old), { recursive: true, force: true });
  for (const [name, text] of Object.entries(contender.files(job))) writeFileSync(join(project, name), text);
}

/** One job from a clean start to its end. */
async function run(
  contender: Contender,
  { requests, latencyMs, faults = false }: { requests: number; latencyMs: number; faults?: boolean },
) {
  return withServer([`${latencyMs}`, faults ? "faults" : "none"], async ({ url, counts }) => {
    const job = { url, requests, inFlight: IN_FLIGHT };
    prepare(contender, job);
    const took = await start(contender, contender.command(job)).finished;
    return { ...took, counts: await counts() };
  });
}

/** Kills the tool when half is answered, continues it (or starts it again), and counts answers that came twice. */
async function paidTwice(contender: Contender): Promise<number> {
  return withServer([`${LATENCY_MS}`, "none"], async ({ url, counts }) => {
    const job = { url, requests, inFlight: IN_FLIGHT };
    prepare(contender, job);
    const { child, finished } = start(contender, contender.command(job));
    while (child.exitCode === null && (await counts()).total < requests / 2) await setTimeout(20);
    child.kill("SIGKILL");
    await finished;
    await start(contender, (contender.resume ?? contender.command)(job)).finished;
    const { total, answered } = await counts();
    return total - answered;
  });
}

async function measure(contender: Contender, installMB: number): Promise<(round: number) => Promise<Measured>> {
  const samples: { startCpuMs: number; cpuMs: number; peakMiB: number; share: number; bytes: number }[] = [];
  return async (round) => {
    const few = await run(contender, { requests: FEW, latencyMs: 0 });
    if (few.counts.answered < FEW)
      throw new Error(/\berror:?\s+([^.\n]+)/i.exec(few.output)?.[1]?.trim() ?? "it sent no request");
    const many = await run(contender, { requests, latencyMs: 0 });
    const slow = await run(contender, { requests, latencyMs: LATENCY_MS });
    const idealMs = Math.ceil(requests / IN_FLIGHT) * LATENCY_MS;
    samples.push({
      startCpuMs: few.cpuMs,
      cpuMs: (many.cpuMs - few.cpuMs) / (requests - FEW),
      peakMiB: many.peakMiB,
      share: idealMs / slow.wallMs,
      bytes: many.counts.bytes / many.counts.total,
    });
    const isLast = round === rounds - 1;
    const faulty = isLast ? (await run(contender, { requests, latencyMs: 0, faults: true })).counts : null;
    const of = (key: keyof (typeof samples)[number]): number => median(samples.map((sample) => sample[key]));
    return {
      name: contender.name,
      installMB,
      startCpuMs: of("startCpuMs"),
      cpuMs: of("cpuMs"),
      peakMiB: of("peakMiB"),
      share: of("share"),
      bytes: of("bytes"),
      lost: faulty === null ? null : faulty.asked - faulty.answered,
      paidTwice: isLast ? await paidTwice(contender) : null,
    };
  };
}

const packed = mkdtempSync(join(tmpdir(), "peers-packed-"));
try {
  const tarballs = existsSync(join(folder, "sameseed/node_modules"))
    ? []
    : (await packAll(packed)).filter(({ name }) => name !== "@sameseed/embedding").map(({ path }) => path);
  const rows: Measured[] = [];
  const failed: string[] = [];
  const measuring: { name: string; measure: (round: number) => Promise<Measured> }[] = [];
  for (const contender of CONTENDERS) {
    const installMB = await install(contender, tarballs).catch(
      (error: Error) => void failed.push(`${contender.name}: ${error.message}`),
    );
    if (typeof installMB === "number")
      measuring.push({ name: contender.name, measure: await measure(contender, installMB) });
  }
  for (let round = 0; round < rounds; round++) {
    for (const one of measuring.filter(({ name }) => !failed.some((text) => text.startsWith(`${name}:`)))) {
      console.error(`round ${round + 1} of ${rounds}: ${one.name}`);
      const row = await one.measure(round).catch((error: Error) => void failed.push(`${one.name}: ${error.message}`));
      if (row && round === rounds - 1) rows.push(row);
    }
  }
  const result = { node: process.version, requests, rounds, inFlight: IN_FLIGHT, latencyMs: LATENCY_MS, rows, failed };
  writeFileSync(join(ROOT, "benches/peers/result.json"), `${JSON.stringify(result, null, 2)}\n`);
  const page = join(ROOT, "docs/performance.md");
  writeFileSync(page, withPeers(readFileSync(page, "utf8"), result));
  console.log(peersTable(result));
} finally {
  rmSync(packed, { recursive: true, force: true });
  if (process.argv[4] === undefined) rmSync(folder, { recursive: true, force: true });
}
