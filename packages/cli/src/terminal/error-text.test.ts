import { join } from "node:path";
import { SameseedError } from "@sameseed/core";
import { afterEach, expect, test, vi } from "vitest";
import { errorText } from "./error-text.ts";

const argv = process.argv;
afterEach(() => {
  process.argv = argv;
  vi.restoreAllMocks();
});

async function shown(message: string, typed: string): Promise<string> {
  vi.spyOn(process, "cwd").mockReturnValue("/home/ann/evals");
  process.argv = ["node", "sameseed", "run", typed];
  return errorText(
    new SameseedError("BAD_BENCHMARK", message, { hint: `Correct ${join("/home/ann/evals", "b.yaml")}.` }),
  );
}

test("names files below the current folder by the path from there", async () => {
  const text = await shown(
    "/home/ann/evals/b.yaml:3: x, '/home/ann/evals/sub/c.csv', file:///home/ann/evals/d.js",
    "b.yaml",
  );
  expect(text).toContain("b.yaml:3: x, 'sub/c.csv', file:///home/ann/evals/d.js\n  Correct b.yaml.");
  expect(text).not.toContain(" /home");
});

test("keeps paths of other folders, and absolute paths that the user wrote", async () => {
  expect(await shown("/home/ann/other.yaml is broken", "b.yaml")).toContain("/home/ann/other.yaml");
  expect(await shown("/home/ann/evals/b.yaml is broken", "/home/ann/evals/b.yaml")).toContain(
    "/home/ann/evals/b.yaml is",
  );
});
