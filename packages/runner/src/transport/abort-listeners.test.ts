import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { AbortListeners } from "./abort-listeners.ts";

test("a signal has one listener, which calls the remaining ones", () => {
  const aborts = new AbortListeners();
  const controller = new AbortController();
  const called: string[] = [];
  const first = () => void called.push("first");
  const second = () => void called.push("second");
  for (const listener of [first, second]) aborts.of(controller.signal).listeners.add(listener);
  aborts.of(controller.signal).listeners.delete(first);
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
  expect(aborts.of(controller.signal).isAborted).toBe(false);
  controller.abort();
  expect({ called, isAborted: aborts.of(controller.signal).isAborted }).toEqual({
    called: ["second"],
    isAborted: true,
  });
});

test("recognizes a signal that was aborted before", () => {
  expect(new AbortListeners().of(AbortSignal.abort()).isAborted).toBe(true);
});
