import type { Model, ModelParams } from "./model.ts";
import type { ReasoningPolicy } from "./separate-reasoning.ts";

/** A model with a name of its own and parameters, so that one model can stand twice in a benchmark. */
export interface ModelEntry {
  readonly id?: string;
  readonly model: string | Model;
  readonly params?: ModelParams;
  /** Default: the benchmark's. */
  readonly reasoning?: ReasoningPolicy | undefined;
}
