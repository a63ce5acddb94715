/** Setup of the unit tests that share modules: a file that leaves the process changed fails, not the one after it. */
import { afterAll, beforeAll, expect, vi } from "vitest";
import { surroundings } from "./surroundings.ts";

type Listener = (...args: unknown[]) => void;

function listeners(): (readonly [name: string | symbol, listener: Listener])[] {
  const events: NodeJS.EventEmitter = process;
  return events
    .eventNames()
    .flatMap((name) => events.listeners(name).map((listener) => [name, listener as Listener] as const));
}

const numbersOfListeners = (): readonly unknown[] =>
  process.eventNames().map((name) => [String(name), process.listenerCount(name)]);

let before: Record<string, unknown>;
let listenersBefore: ReadonlySet<Listener>;
beforeAll(() => {
  before = { ...surroundings(), listeners: numbersOfListeners() };
  listenersBefore = new Set(listeners().map(([, listener]) => listener));
});
afterAll(() => {
  vi.unstubAllEnvs(); // as before each test
  const after = { ...surroundings(), listeners: numbersOfListeners() };
  // The project's code adds a listener once; without this only the first such file of a process would fail.
  for (const [name, listener] of listeners()) if (!listenersBefore.has(listener)) process.off(name, listener);
  // oxlint-disable-next-line vitest/no-standalone-expect -- it checks a whole file, after its last test
  expect(after, "This file shares its process with others and has to leave it unchanged.").toEqual(before);
});
