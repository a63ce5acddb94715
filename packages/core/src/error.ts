/** The kind of mistake, for programs to branch on. docs/errors.md explains each. */
export type ErrorCode =
  | "BAD_ARGUMENT"
  | "BAD_BENCHMARK"
  | "BAD_DATASET"
  | "BAD_RUN"
  | "DUPLICATE_ID"
  | "EMPTY_DATASET"
  | "MISSING_KEY"
  | "MODEL_UNREACHABLE"
  | "NOT_FOUND"
  | "PROMPT"
  | "TEMPLATE"
  | "UNKNOWN_ID"
  | "UNKNOWN_MODEL";

export interface ErrorDetails {
  /** How to fix it, in one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** Keys that lead to the value in the benchmark file. */
  readonly path?: FilePath;
}

/** Keys and list positions that lead to a value in a benchmark file: `["scorers", 0, "regex"]`. */
export type FilePath = readonly (string | number)[];

/** A user's mistake, with a `code` and a `hint` with the remedy. Failed trials do not throw: they are rows. */
export class SameseedError extends Error {
  override readonly name = "SameseedError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  /** Keys that lead to the value in the benchmark file; empty where they are unknown. */
  readonly path: FilePath;

  constructor(code: ErrorCode, message: string, { hint, cause, path = [] }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
    this.path = path;
  }
}
