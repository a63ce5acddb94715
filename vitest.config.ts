import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "benchmarks/**/*.test.ts"],
          testTimeout: 30_000,
        },
      },
      { test: { name: "e2e", include: ["packages/cli/test/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 } },
    ],
  },
});
