import type { ModelError, StoppedModel, Trial, Variant } from "@sameseed/core";
import { unusableModel, remedyOf } from "./unusable-model.ts";
import { ModelHealth } from "./model-health.ts";

/** An event of a model's service during a run, for the user. */
export type ServiceEvent =
  | { readonly status: "held"; readonly model: string; readonly message: string }
  | { readonly status: "back"; readonly model: string; readonly outageMs: number }
  | ({ readonly status: "stopped"; readonly hint: string } & StoppedModel);

/** The health of each model of a run, by the model's id in the benchmark. A class because it has state. */
export class RunHealth {
  readonly #models = new Map<string, ModelHealth>();
  readonly #stopped: StoppedModel[] = [];
  readonly #onService: ((event: ServiceEvent) => void) | undefined;

  constructor(onService?: (event: ServiceEvent) => void) {
    this.#onService = onService;
  }

  of(model: string): ModelHealth {
    const known = this.#models.get(model);
    if (known !== undefined) return known;
    const health = new ModelHealth({
      onHeld: ({ message }) => this.#onService?.({ status: "held", model, message }),
      onBack: (outageMs) => this.#onService?.({ status: "back", model, outageMs }),
      onStopped: (error) => this.#stop(model, error),
    });
    this.#models.set(model, health);
    return health;
  }

  /** Whether the trial's model can still be used. */
  isOpen({ model }: Pick<Trial, "model">): boolean {
    return this.#models.get(model)?.stoppedBy == null;
  }

  /** Trials that wait for a service to come back. */
  get held(): number {
    let held = 0;
    for (const health of this.#models.values()) held += health.held;
    return held;
  }

  /** The models with an early end of their trials, in order of time. */
  stopped(): readonly StoppedModel[] {
    return this.#stopped;
  }

  /** Errors: `MODEL_UNREACHABLE` where every one of the variants' models is stopped and none ever answered. */
  refuseSilence(variants: readonly Variant[]): void {
    const errors = variants.map(({ modelId }) => {
      const { hasAnswered = false, stoppedBy = null } = this.#models.get(modelId) ?? {};
      return hasAnswered ? null : stoppedBy;
    });
    const [first] = this.#stopped;
    if (first === undefined || errors.includes(null)) return;
    throw unusableModel(first.model, this.of(first.model).stoppedBy!);
  }

  /** Ends all waiting, now and in future. */
  close(): void {
    for (const health of this.#models.values()) health.close();
  }

  #stop(model: string, error: ModelError): void {
    const { kind, message } = error;
    const stopped = { model, kind, message, stoppedAt: new Date().toISOString() };
    this.#stopped.push(stopped);
    this.#onService?.({ status: "stopped", hint: remedyOf(error), ...stopped });
  }
}
