import type { JudgeReference, ScriptReader } from "@sameseed/core";

/** The services that a benchmark file's scorers need from the reader of the file. */
export interface ScorerContext {
  /** The folder that paths start from. */
  readonly folder: string;
  readonly script: ScriptReader;
  /** Whether scorers of cases may run code and send answers to addresses. Default false: cases may come from anywhere. */
  readonly trustsCases?: boolean;
  /** The model that a `judge` describes; it fits the schema that the scorers' specs were made with. */
  readonly model?: (spec: unknown) => NonNullable<JudgeReference>;
}
