/**
 * fast-check with one seed for every run, in the place of fast-check (see `vitest.config.ts`): a law that breaks on an
 * input of luck must not break somebody else's change. `PROPERTY_SEED=random` draws new inputs, and
 * `PROPERTY_RUNS=2000` more of them, to look for faults.
 */
import * as fc from "../node_modules/fast-check/lib/fast-check.js";

const { PROPERTY_SEED: seed = "20261129", PROPERTY_RUNS: runs } = process.env;

fc.configureGlobal({
  ...(seed === "random" ? {} : { seed: Number(seed) }),
  ...(runs === undefined ? {} : { numRuns: Number(runs) }),
});

export * from "../node_modules/fast-check/lib/fast-check.js";
export { default } from "../node_modules/fast-check/lib/fast-check.js";
