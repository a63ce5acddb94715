import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { SameseedError } from "@sameseed/core";

const ENDINGS = ["yaml", "yml", "ts", "mts", "js", "mjs", "json"];
const NAMES = ["benchmark", "promptfooconfig"].map((name) => ENDINGS.map((ending) => `${name}.${ending}`));

/**
 * The benchmark files of a command: the named ones, else the one in the current folder: `benchmark.*`, then
 * `promptfooconfig.*`. Errors: `NOT_FOUND` without one, `BAD_ARGUMENT` with several.
 */
export function benchmarksOf(named: readonly string[], folder = "."): readonly [string, ...string[]] {
  const [first, ...others] = named;
  if (first !== undefined) return [first, ...others];
  for (const names of NAMES) {
    const found = names.filter((name) => existsSync(join(folder, name)));
    if (found.length > 1)
      throw new SameseedError("BAD_ARGUMENT", `There are several benchmarks here: ${found.join(", ")}.`, {
        hint: `Name one: sameseed run ${found[0]}.`,
      });
    if (found.length === 1) return [found[0]!];
  }
  const like = readdirSync(folder).find((name) => /(?:bench|promptfoo).*\.(?:ya?ml|[mc]?[jt]s)$/i.test(name));
  throw new SameseedError(
    "NOT_FOUND",
    "No benchmark file given, and this folder has no benchmark.* or promptfooconfig.*.",
    {
      hint:
        like === undefined ? "sameseed init writes a benchmark to begin with." : `Name the file: sameseed run ${like}.`,
    },
  );
}
