import { join } from "node:path";

/** `pnpm test` sets it after the build. Without it the tests start the source. */
export const TESTS_BUILT_CODE = process.env["TESTED_CODE"] === "built";

/**
 * Arguments of Node that start the bin under test: its source, or the built code after a build.
 * Users get the built code, and each of about a thousand starts takes half the CPU time: the source has seven times as
 * many modules.
 */
export const TESTED_BIN: readonly string[] = TESTS_BUILT_CODE
  ? ["--conditions=built", join(import.meta.dirname, "../dist/bin.js")]
  : [join(import.meta.dirname, "../src/bin.ts")];

/** The same start as part of a shell command. */
export const TESTED_COMMAND = [process.execPath, ...TESTED_BIN].map((part) => `"${part}"`).join(" ");
