import module from "node:module";
import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { UNIT_TESTS, unitTests } from "./scripts/vitest/shared-files.ts";

const alias = [
  { find: /^fast-check$/, replacement: fileURLToPath(new URL("scripts/property-tests.ts", import.meta.url)) },
];

// Every file loads vitest again, in a separate thread or process, which finds the compiled code here
// (decision 269).
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(new URL("node_modules/.cache/compiled", import.meta.url));
module.enableCompileCache();

// Most unit tests share modules, which saves CPU time; the others could change each other's clocks (decision 271).
const { isolated } = unitTests();
const UNIT = {
  pool: "threads",
  unstubEnvs: true,
  testTimeout: 240_000, // simulations take a few seconds alone, and much longer during end-to-end tests, which go first
  hookTimeout: 240_000,
} as const;

// After a build, end-to-end tests import the packages that users get: Node loads them, and Vite transforms no
// source (decision 281).
const isBuilt = process.env["TESTED_CODE"] === "built";
const BUILT = { execArgv: ["--conditions=built"], server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } } };

export default defineConfig({
  test: {
    // Vitest reserves a core for itself, which is half of a machine of two. More workers save no time in unit
    // tests (decision 258).
    maxWorkers: "100%",
    projects: [
      {
        resolve: { alias },
        test: {
          ...UNIT,
          name: "unit",
          isolate: false,
          include: UNIT_TESTS, // without a pattern for each of 400 files
          exclude: [...configDefaults.exclude, ...isolated],
          setupFiles: [fileURLToPath(new URL("scripts/vitest/leaves-no-trace.ts", import.meta.url))],
        },
      },
      { resolve: { alias }, test: { ...UNIT, name: "unit-isolated", isolate: true, include: [...isolated] } },
      {
        resolve: { alias },
        ssr: isBuilt ? { resolve: { conditions: ["built", "module", "node", "development|production"] } } : {},
        test: {
          ...(isBuilt ? BUILT : {}),
          name: "e2e",
          isolate: false, // these tests start programs, and reach each other even less than unit tests (decision 290)
          setupFiles: [fileURLToPath(new URL("packages/cli/test/setup.ts", import.meta.url))],
          include: ["packages/cli/test/**/*.test.ts"],
          // Only guards against hanging: a test that takes 20 s alone took 180 s on a machine with 20 times too much work.
          testTimeout: 480_000,
          hookTimeout: 480_000,
          expect: { poll: { timeout: 120_000 } }, // a page on a loaded machine is slow, not wrong
        },
      },
    ],
  },
});
