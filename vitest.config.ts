import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = [
  { find: /^fast-check$/, replacement: fileURLToPath(new URL("scripts/property-tests.ts", import.meta.url)) },
];

export default defineConfig({
  test: {
    maxWorkers: "100%", // Vitest leaves a core for itself, and so half of a machine of two
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          pool: "threads",
          isolate: false, // no module has state; a fresh copy of all modules for each file took half of the CPU time
          unstubEnvs: true,
          include: ["packages/*/src/**/*.test.ts", "benchmarks/**/*.test.ts", "scripts/**/*.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: { name: "e2e", include: ["packages/cli/test/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
      },
    ],
  },
});
