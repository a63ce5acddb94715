/** A function of a user's script, and what its file held when it was read. */
export interface ScriptFunction {
  readonly call: (...args: readonly unknown[]) => unknown;
  /** Hash of the script's text, so that a changed script is a changed benchmark. */
  readonly hash: string;
}

/** What a benchmark file's scorers need from whoever reads the file. */
export interface ScorerContext {
  /** The folder that paths start from. */
  readonly folder: string;
  /** The function that `file://path[:name]` means. Errors: `NOT_FOUND`, `BAD_BENCHMARK`. */
  readonly script: (reference: string) => ScriptFunction;
}
