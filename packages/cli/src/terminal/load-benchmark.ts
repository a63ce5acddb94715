import { relative } from "node:path";
import type { BenchmarkDefinition } from "@sameseed/core";
import { loadBenchmark as load, type LoadOptions as Options } from "@sameseed/pipeline/load";
import { warningLines } from "./warning-lines.ts";

/** Warnings that are shown; `sameseed import` shows all. */
const SHOWN = 20;

export type LoadOptions = Omit<Options, "onWarnings">;

/** Reads the benchmark file of a command and prints the losses of a translation to stderr. */
export async function loadBenchmark(
  file: string,
  { urlOf, trustData, downloadTests, onSettings }: LoadOptions = {},
): Promise<BenchmarkDefinition> {
  return load(file, {
    urlOf,
    trustData,
    downloadTests,
    onSettings,
    onWarnings(warnings, path) {
      const lines = warningLines(warnings);
      for (const line of lines.slice(0, SHOWN)) console.error(line);
      if (lines.length > SHOWN)
        console.error(
          `… and ${lines.length - SHOWN} more warnings: sameseed import ${relative(process.cwd(), path)} -o - shows all`,
        );
    },
  });
}
