import module from "node:module";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = [
  { find: /^fast-check$/, replacement: fileURLToPath(new URL("scripts/property-tests.ts", import.meta.url)) },
];

// Every file loads vitest anew, in a thread or process of its own, which finds the compiled code here (decision 269).
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(new URL("node_modules/.cache/compiled", import.meta.url));
module.enableCompileCache();

export default defineConfig({
  test: {
    // Vitest leaves a core for itself, and so half of a machine of two. More save nothing in unit tests (decision 258).
    maxWorkers: "100%",
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          pool: "threads",
          isolate: true, // shared modules took half the CPU time, and a clock that one file faked stood still in another
          unstubEnvs: true,
          include: ["packages/*/src/**/*.test.ts", "benchmarks/**/*.test.ts", "scripts/**/*.test.ts"],
          testTimeout: 120_000, // simulations take a few seconds alone, and ten times as long on a machine that is shared
        },
      },
      {
        resolve: { alias },
        test: {
          name: "e2e",
          include: ["packages/cli/test/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 60_000 } }, // a page on a loaded machine is slow, not wrong
        },
      },
    ],
  },
});
