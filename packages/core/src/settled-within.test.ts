import { expect, test } from "vitest";
import { settledWithin } from "./settled-within.ts";

test("returns a value that is not a promise, and the value of a promise that settles in time", async () => {
  expect(await settledWithin(5)).toBe(5);
  expect(await settledWithin(Promise.resolve("x"))).toBe("x");
  await expect(settledWithin(Promise.reject(new Error("broken")))).rejects.toThrow("broken");
});

test("reports a promise that never settles, with the time", async () => {
  await expect(settledWithin(new Promise(() => {}), 10)).rejects.toThrow("it has not finished after 0 s");
});
