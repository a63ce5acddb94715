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
}

/** A user's mistake, with a `code` and a `hint` with the remedy. Failed trials do not throw: they are rows. */
export class SameseedError extends Error {
  override readonly name = "SameseedError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, { hint, cause }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
  }
}
