import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { HostedCommand, HostedEnd } from "./command-host.ts";
import { environmentOf, type Finished, type SameseedOptions, sameseed as startedSameseed } from "./sameseed.ts";
import { TESTED_BIN } from "./tested-bin.ts";

/** Variables that Node and libraries read when they start. */
const READ_AT_START = /^(?:NODE_|UV_|SSL_|TZ$|LANG|LC_|HOME$|TMPDIR$|.*COLOR$)/;
/** A hung command ends before its test does, and the next test gets a new process. */
const LIMIT_MS = 380_000;

interface Host {
  readonly process: ChildProcess;
  /** Folders with modules that the process has loaded. */
  readonly folders: Set<string>;
  isWornOut: boolean;
}

let host: Host | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a command line in a process that is kept for the next one, which saves the start: most of the CPU time
 * of a short command. Outputs and exit code equal those of the real bin, which is evaluated there;
 * `hosted-sameseed.test.ts` compares them. Commands run one after another. A new process is started after a
 * command that left threads or servers, and for a folder with modules that are already loaded. Tests of
 * signals, live output, times and memory start the real bin, from `sameseed.ts`.
 */
export function sameseed(args: readonly string[], { cwd, env = {} }: SameseedOptions): Promise<Finished> {
  if (Object.keys(env).some((name) => READ_AT_START.test(name))) return startedSameseed(args, { cwd, env });
  const finished = last.then(() => run({ args, cwd, env: environmentOf(env), mark: `\n${randomUUID()}\n` }));
  last = finished;
  return finished;
}

function run(command: HostedCommand): Promise<Finished> {
  const used = hostFor(command.cwd);
  const { process: child } = used;
  return new Promise((resolve) => {
    const output = { stdout: "", stderr: "" };
    let end: HostedEnd | undefined;
    const limit = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
    const settle = (code: number | null): void => {
      clearTimeout(limit);
      for (const event of ["message", "close"]) child.removeAllListeners(event);
      for (const stream of [child.stdout!, child.stderr!]) stream.removeAllListeners("data");
      resolve({ code, stdout: withoutMark(output.stdout), stderr: withoutMark(output.stderr) });
    };
    const withoutMark = (text: string): string => text.replace(command.mark, "");
    const settleAtEnd = (): void => {
      // A process that the command started may write after the mark.
      if (end !== undefined && output.stdout.includes(command.mark) && output.stderr.includes(command.mark))
        settle(end.code);
    };
    for (const name of ["stdout", "stderr"] as const)
      child[name]!.on("data", (text: string) => {
        output[name] += text;
        settleAtEnd();
      });
    child.on("message", (message: HostedEnd) => {
      end = message;
      used.isWornOut = message.leftTraces;
      if (message.loadedModules) used.folders.add(command.cwd);
      settleAtEnd();
    });
    child.on("close", (code) => {
      used.isWornOut = true;
      settle(code);
    });
    child.send(command);
  });
}

function hostFor(folder: string): Host {
  if (host?.process.connected === true && !host.isWornOut && !host.folders.has(folder)) return host;
  host?.process.kill();
  const [bin, ...flags] = TESTED_BIN.toReversed();
  const child = fork(join(import.meta.dirname, "command-host.ts"), [bin!], { execArgv: flags, stdio: "pipe" });
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding("utf8");
  host = { process: child, folders: new Set(), isWornOut: false };
  return host;
}
