/** Setup of the unit tests that share modules: a file that leaves the process changed fails, not the one after it. */
import { afterAll, beforeAll, expect, vi } from "vitest";

/** Things that a test could change for the tests of other files. */
function surroundings(): Record<string, unknown> {
  return {
    clock: [Date, performance.now, setTimeout, setInterval, setImmediate, queueMicrotask, process.nextTick],
    random: [Math.random, crypto.randomUUID],
    network: [fetch],
    console: [console.log, console.warn, console.error, process.stdout.write, process.stderr.write],
    folder: process.cwd(),
    arguments: [...process.argv],
    exit: [process.exit, process.exitCode],
    environment: { ...process.env },
    // zod has a registry for all its copies, which it makes when the first is loaded.
    globals: Object.getOwnPropertyNames(globalThis)
      .filter((name) => !name.startsWith("__zod_"))
      .toSorted(),
    listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
  };
}

type Listener = (...args: unknown[]) => void;

function listeners(): (readonly [name: string | symbol, listener: Listener])[] {
  const events: NodeJS.EventEmitter = process;
  return events
    .eventNames()
    .flatMap((name) => events.listeners(name).map((listener) => [name, listener as Listener] as const));
}

let before: Record<string, unknown>;
let listenersBefore: ReadonlySet<Listener>;
beforeAll(() => {
  before = surroundings();
  listenersBefore = new Set(listeners().map(([, listener]) => listener));
});
afterAll(() => {
  vi.unstubAllEnvs(); // as before each test
  const after = surroundings();
  // The project's code adds a listener once; without this only the first such file of a process would fail.
  for (const [name, listener] of listeners()) if (!listenersBefore.has(listener)) process.off(name, listener);
  // oxlint-disable-next-line vitest/no-standalone-expect -- it checks a whole file, after its last test
  expect(after, "This file shares its process with others and has to leave it unchanged.").toEqual(before);
});
