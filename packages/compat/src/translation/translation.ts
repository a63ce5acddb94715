import type { RunSettings } from "./run-settings.ts";
import type { TranslatedBenchmark } from "./translated-benchmark.ts";

/** A key of another tool's file without an exact counterpart. */
export interface TranslationWarning {
  /** Path of the key in the file, e.g. `tests[0].assert[1].type`. */
  readonly key: string;
  readonly file: string;
  /** From 1; null where the file has no lines (a database, an archive). */
  readonly line: number | null;
  /** The loss or difference, and the remedy. */
  readonly message: string;
}

/** A file that a benchmark reads and that is written to its folder. */
export interface TranslatedFile {
  readonly name: string;
  readonly text: string;
}

/** Another tool's benchmark in our words: what `import` writes and `run` executes. */
export interface Translation {
  /** The benchmark file, its paths relative to the folder of the file that was read. */
  readonly benchmark: TranslatedBenchmark;
  readonly warnings: readonly TranslationWarning[];
  readonly files?: readonly TranslatedFile[] | undefined;
  /** How the config wants to be run. */
  readonly settings?: RunSettings | undefined;
}
