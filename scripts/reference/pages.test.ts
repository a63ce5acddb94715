import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { referencePages } from "./pages.ts";

const ROOT = join(import.meta.dirname, "../..");

test.each(Object.entries(referencePages()))("%s is up to date (run `pnpm reference`)", (path, text) => {
  expect(readFileSync(join(ROOT, path), "utf8")).toBe(text);
});
