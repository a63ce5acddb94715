/** The contents of the API reference: `sameseed` and `sameseed/vitest`. One entry keeps the addresses of its pages. */
export * from "../packages/cli/src/index.ts";
export * from "../packages/cli/src/vitest.ts";
