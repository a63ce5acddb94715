import { describe, expect, test } from "vitest";
import { refuseDuplicates } from "./benchmark-mistakes.ts";

describe("a name that an object loses is refused", () => {
  test.each(["scorer", "prompt", "model", "slice key"])("as a %s", (kind) => {
    expect(() => refuseDuplicates(kind, ["a", "__proto__"], "")).toThrow(`A ${kind} cannot be called "__proto__".`);
    expect(() => refuseDuplicates(kind, ["constructor", "toString"], "")).not.toThrow();
  });
});
