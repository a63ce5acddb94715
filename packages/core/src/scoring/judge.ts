import type { ModelEntry } from "../model/model-entry.ts";
import type { JudgeCall, JudgePurpose } from "../model/judgement.ts";
import type { ChatMessage } from "../model/message.ts";
import type { Model, ModelParams } from "../model/model.ts";
import type { Trial } from "../record/row.ts";

/** Who judges: a model id, a model, or a model with parameters; undefined is the benchmark's own judge. */
export type JudgeReference = string | Model | ModelEntry | undefined;

/** A judge of a checked benchmark: a model, and who asks it. */
export interface Judge {
  readonly id: string;
  readonly model: Model;
  /** The parameters as they are sent: temperature 0 unless the benchmark says otherwise. */
  readonly params: ModelParams;
  /** Names of the scorers that ask it. */
  readonly scorers: readonly string[];
  /** What the scorers call it by. */
  readonly references: readonly JudgeReference[];
}

/** What a judge is asked. */
export interface JudgeQuestion {
  readonly judge: JudgeReference;
  /** The scorer that asks. */
  readonly scorer: string;
  readonly purpose: JudgePurpose;
  /** Which of the judge's steps asks, where it takes several. */
  readonly step?: string | undefined;
  readonly messages: readonly ChatMessage[];
  /** JSON Schema that the answer is to have, where the service can promise that. */
  readonly schema?: Readonly<Record<string, unknown>> | undefined;
  /** The value in [0, 1] that stands in the judge's text; null where there is none. Pure, for a stored text is read again. */
  readonly read?: ((text: string) => number | null) | undefined;
}

/**
 * Asks judges as trials are asked: with retries, limits, cache, prices and budget. An answer that does not come is a call
 * with an `error`. Throws only what ends the run: `ModelError` `aborted`, `SameseedError` `MODEL_UNREACHABLE`.
 */
export interface JudgeClient {
  /** The root seed, from whose sub-streams judges draw what they draw. */
  readonly seed: number;
  /** The judge's id. */
  nameOf(reference: JudgeReference): string;
  /** The trial is whose answer is judged; null for a question that is asked once for the whole run. */
  ask(question: JudgeQuestion, trial: Trial | null): Promise<JudgeCall>;
}
