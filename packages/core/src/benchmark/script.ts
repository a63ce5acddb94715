/** A function of a user's script, and the content of its file when it was read. */
export interface ScriptFunction {
  /** The script's export with the requested name. */
  readonly value: unknown;
  /** A function of Python is asynchronous, and takes and gives JSON. */
  readonly language: "javascript" | "python";
  readonly call: (...args: readonly unknown[]) => unknown;
  /**
   * How another process finds the function: a module that exports a `scriptReader`, and the reader's
   * arguments. Absent for Python.
   */
  readonly remote?: { readonly loader: string; readonly folder: string; readonly reference: string };
  /** Hash of the script's text. A changed script is a changed benchmark. */
  readonly hash: string;
}

/** Reads what `file://path[:name]` means in a benchmark file. Errors: `NOT_FOUND`, `BAD_BENCHMARK`. */
export type ScriptReader = (reference: string) => ScriptFunction;
