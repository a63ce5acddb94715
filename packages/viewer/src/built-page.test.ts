import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { builtPage } from "./built-page.ts";

const ROOT = join(import.meta.dirname, "../../..");
const sources = JSON.parse(readFileSync(join(import.meta.dirname, "../page/sources.json"), "utf8")) as Record<
  string,
  string
>;

test.each(Object.entries(sources))("the built page is of the present %s", (file, hash) => {
  const now = createHash("sha256")
    .update(readFileSync(join(ROOT, file)))
    .digest("hex");
  expect(now, `${file} was changed since: pnpm --filter @sameseed/viewer build:page`).toBe(hash);
});

test("the page's code and style are at most 80 kB gzip", () => {
  expect(gzipSync(builtPage(), { level: 9 }).length).toBeLessThanOrEqual(80_000);
});
