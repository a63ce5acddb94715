import { describe, expect, test } from "vitest";
import { refuseDuplicates } from "./benchmark-mistakes.ts";

describe("refuses a name that objects drop", () => {
  test.each(["scorer", "prompt", "model", "slice key"])("as a %s", (kind) => {
    expect(() => refuseDuplicates(kind, ["a", "__proto__"], "")).toThrow(`A ${kind} cannot be called "__proto__".`);
    expect(() => refuseDuplicates(kind, ["constructor", "toString"], "")).not.toThrow();
  });
});
