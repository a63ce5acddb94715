/**
 * A process that runs one command line of `sameseed` after another and tells its parent the exit code of each: see
 * `hosted-sameseed.ts`. Its argument is the bin, which is evaluated for each command with the arguments, the folder and
 * the environment of that command. Whatever ends a process ends this one, too: a crash, `process.exit` in a script of a
 * benchmark, or a promise that nothing settles.
 */
import { registerHooks } from "node:module";
import { sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** One command line. */
export interface HostedCommand {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Text that is written after the last byte of each output. */
  readonly mark: string;
}

/** The host's message at the end of a command, and its differences from a new process. */
export interface HostedEnd {
  readonly code: number;
  /** The command evaluated modules of its folder, which the process keeps. */
  readonly loadedModules: boolean;
  /** The command left threads, servers or child processes, or modules of another folder. */
  readonly leftTraces: boolean;
}

const BIN = pathToFileURL(process.argv[2]!).href;
const PACKAGES = fileURLToPath(new URL("../../", import.meta.url));
/** Resources that a finished command may leave: outputs, connections that are kept alive, and calls that end by themselves. */
const HARMLESS = /^(?:PipeWrap|TCPSocketWrap|TLSWrap|Timeout|Immediate|TickObject|FSReq\w+|\w+Req(?:Wrap)?)$/;

const home = process.cwd();
const endProcess = process.exit.bind(process);
let commands = 0;

/** The bin is evaluated once for each command. */
function binOf(command: number): string {
  return `${BIN}?command=${command}`;
}

const userModules: string[] = [];
registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context);
    if (resolved.url === BIN) return { ...resolved, url: binOf(1) }; // built modules import the bin for the code that they share
    if (resolved.url.startsWith("file:")) {
      const path = fileURLToPath(resolved.url);
      if (!path.startsWith(PACKAGES) && !path.includes(`${sep}node_modules${sep}`)) userModules.push(path);
    }
    return resolved;
  },
});

/** Timers of the current command. */
const timers = { setInterval: new Set<NodeJS.Timeout>(), setTimeout: new Set<NodeJS.Timeout>() };
for (const name of ["setInterval", "setTimeout"] as const) {
  const original = globalThis[name] as (...args: unknown[]) => NodeJS.Timeout;
  const remembering = (...args: unknown[]): NodeJS.Timeout => {
    const timer = original(...args);
    timers[name].add(timer);
    return timer;
  };
  Object.defineProperties(remembering, Object.getOwnPropertyDescriptors(original));
  Object.assign(globalThis, { [name]: remembering });
}

process.on("disconnect", () => endProcess());

process.on("message", ({ args, cwd, env, mark }: HostedCommand) => {
  const removeListeners = addedListeners([process, process.stdout, process.stderr]);
  const listeners = process.listenerCount("exit");
  process.exit = ((code = 0) => {
    // The bin takes its own listener off before it ends the process. Anyone else really ends it.
    if (process.listenerCount("exit") > listeners) endProcess(code);
    removeListeners();
    clearTimers();
    const traces = tracesIn(process.cwd());
    process.channel?.ref();
    process.chdir(home);
    process.stdout.write(mark);
    process.stderr.write(mark);
    process.send?.({ code, ...traces } satisfies HostedEnd);
  }) as (code?: number) => never;
  process.chdir(cwd);
  setEnvironment(env);
  process.argv.splice(1, Infinity, fileURLToPath(BIN), ...args);
  process.channel?.unref(); // a command without open handles ends
  void import(binOf(++commands));
});

function tracesIn(folder: string): Omit<HostedEnd, "code"> {
  const modules = userModules.splice(0);
  const resources = process.getActiveResourcesInfo().filter((name) => !HARMLESS.test(name));
  return {
    loadedModules: modules.length > 0,
    leftTraces: resources.length > 0 || modules.some((path) => !path.startsWith(folder + sep)),
  };
}

/** Timeouts that do not keep a process alive stay: undici has one for all of its connections. */
function clearTimers(): void {
  for (const timer of timers.setInterval) clearInterval(timer);
  for (const timer of timers.setTimeout) if (timer.hasRef()) clearTimeout(timer);
  timers.setInterval.clear();
  timers.setTimeout.clear();
}

function setEnvironment(env: HostedCommand["env"]): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
}

/** Gives a function that removes the listeners that were added since. */
function addedListeners(emitters: readonly NodeJS.EventEmitter[]): () => void {
  const before = emitters.map(
    (emitter) => new Map(emitter.eventNames().map((event) => [event, new Set(emitter.rawListeners(event))])),
  );
  return () => {
    for (const [index, emitter] of emitters.entries())
      for (const event of emitter.eventNames())
        for (const listener of emitter.rawListeners(event))
          if (before[index]!.get(event)?.has(listener) !== true) emitter.off(event, listener as () => void);
  };
}
