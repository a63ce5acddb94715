import { expect, test } from "vitest";
import { settledWithin } from "./settled-within.ts";

test("what is no promise, and what a promise gives in time, is given", async () => {
  expect(await settledWithin(5)).toBe(5);
  expect(await settledWithin(Promise.resolve("x"))).toBe("x");
  await expect(settledWithin(Promise.reject(new Error("broken")))).rejects.toThrow("broken");
});

test("a promise that never settles is an error with the time", async () => {
  await expect(settledWithin(new Promise(() => {}), 10)).rejects.toThrow("it has not finished after 0 s");
});
