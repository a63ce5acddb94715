import type { ModelEntry } from "../model/model-entry.ts";
import type { JudgeCall, JudgePurpose } from "../model/judgement.ts";
import type { ChatMessage } from "../model/message.ts";
import type { Model, ModelParams } from "../model/model.ts";
import type { Trial } from "../record/row.ts";

/** Who judges: a model id, a model, or a model with parameters; undefined is the benchmark's own judge. */
export type JudgeReference = string | Model | ModelEntry | undefined;

/** A judge of a checked benchmark: a model, and the scorers that use it. */
export interface Judge {
  readonly id: string;
  readonly model: Model;
  /** The parameters that are sent: temperature 0 unless the benchmark sets it. */
  readonly params: ModelParams;
  /** Names of the scorers that use it. */
  readonly scorers: readonly string[];
  /** The references by which scorers call the judge. */
  readonly references: readonly JudgeReference[];
}

/** A judge request. */
export interface JudgeQuestion {
  readonly judge: JudgeReference;
  /** The scorer that sends the request. */
  readonly scorer: string;
  readonly purpose: JudgePurpose;
  /** The judge's step of this request, if it has several. */
  readonly step?: string | undefined;
  readonly messages: readonly ChatMessage[];
  /** JSON Schema that the answer is to have, where the service can promise that. */
  readonly schema?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Reads the value in [0, 1] from the judge's text; null where the text has no value. Pure, since stored
   * texts are read again.
   */
  readonly read?: ((text: string) => number | null) | undefined;
}

/**
 * Sends judge requests the way trials are sent: with retries, limits, cache, prices and budget. A request
 * without an answer is a call with an `error`. Throws only errors that end the run: `ModelError` `aborted`,
 * `SameseedError` `MODEL_UNREACHABLE`.
 */
export interface JudgeClient {
  /** The root seed. Judges draw all randomness from its sub-streams. */
  readonly seed: number;
  /** The judge's id. */
  nameOf(reference: JudgeReference): string;
  /** The trial whose answer is judged; null for a request that is sent once for the whole run. */
  ask(question: JudgeQuestion, trial: Trial | null): Promise<JudgeCall>;
}
