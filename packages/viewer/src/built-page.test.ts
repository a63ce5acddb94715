import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { builtPage } from "./built-page.ts";

test("the page equals a build of the current sources", () => {
  // In a separate process: within Vitest the bundler builds for tests.
  const script = join(import.meta.dirname, "../scripts/build-page.ts");
  const { status } = spawnSync(process.execPath, [script, "--check"], {
    env: { ...process.env, NODE_ENV: "production" },
    stdio: "inherit",
  });
  expect(status, "the page's sources were changed since: pnpm --filter @sameseed/viewer build:page").toBe(0);
});

test("the page's code and style are at most 80 kB gzip", () => {
  expect(gzipSync(builtPage(), { level: 9 }).length).toBeLessThanOrEqual(80_000);
});
