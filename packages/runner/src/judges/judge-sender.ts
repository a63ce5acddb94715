import { type Judge, type JudgeQuestion, ModelError, type ModelParams, type ModelRequest } from "@sameseed/core";
import { type Attempts, attempt, DEFAULT_TIMEOUT_MS } from "../attempt.ts";
import { RunHealth } from "../health/run-health.ts";
import { onAbort } from "../rate/on-abort.ts";
import { Slots } from "../rate/slots.ts";
import type { Traffic } from "../rate/traffic.ts";
import type { RunOptions } from "../run.ts";
import { isUnusable, unusableModel } from "../health/unusable-model.ts";

export interface JudgeSenderOptions extends Pick<
  RunOptions,
  "concurrency" | "maxRetries" | "timeoutMs" | "trialTimeoutMs" | "stop" | "onService"
> {
  /** The limits that the judges share with the models they judge. */
  readonly traffic: Traffic;
  /** Waits until the budget has room for a request of the judge; false when it never will. */
  readonly admit?: ((judgeId: string) => Promise<boolean>) | undefined;
  /** Reports that an admitted request had no answer. */
  readonly release?: ((judgeId: string) => void) | undefined;
}

/** One request to a judge. */
export interface JudgeRequest {
  readonly request: Omit<ModelRequest, "params">;
  readonly schema: JudgeQuestion["schema"];
  /** Place in the plan of the trial that is judged. */
  readonly order: number;
  /** Label of the random stream that spreads the waits between attempts. */
  readonly jitter: string;
}

export interface JudgeSender {
  /** Errors: `ModelError` `aborted` when the run ended first, `MODEL_UNREACHABLE` for a judge that cannot be used (any more). */
  send(judge: Judge, request: JudgeRequest): Promise<Attempts>;
  /** Ends all waiting; the traffic's owner ends requests in flight. */
  close(): void;
}

/**
 * Sends judge requests as `run` sends trials: with the same attempts, deadlines and limits, and with a
 * separate concurrency. After a service refuses a JSON Schema, its requests have none.
 */
export function judgeSender(options: JudgeSenderOptions): JudgeSender {
  const { concurrency = 8, maxRetries, timeoutMs = DEFAULT_TIMEOUT_MS, traffic, stop } = options;
  const { trialTimeoutMs = 10 * timeoutMs } = options;
  const slots = new Slots(concurrency, () => {});
  const health = new RunHealth(options.onService);
  const schemaless = new Set<Judge>();
  const end = (): void => {
    slots.close();
    health.close();
  };
  const unlisten = onAbort(stop, end);

  const sendOnce = async (judge: Judge, params: ModelParams, sent: JudgeRequest): Promise<Attempts> => {
    if (options.admit !== undefined && !(await options.admit(judge.id))) throw aborted();
    const { model } = judge;
    const { order, jitter } = sent;
    const service = health.of(`the judge ${judge.id}`);
    const isRetryable = (kind: string): boolean => kind !== "unreachable" || service.hasAnswered;
    const tries = await attempt(
      { model, request: { ...sent.request, params } },
      { maxRetries, timeoutMs, trialTimeoutMs, jitter, order, isRetryable },
      { slots, limiter: traffic.limiterOf(model), waits: traffic.waits, health: service },
    );
    if (tries?.status !== "answered") options.release?.(judge.id);
    if (tries !== null) slots.leave();
    if (tries?.status === "failed") {
      if (!service.hasAnswered && isUnusable(tries.error)) service.stop(tries.error);
      service.seeFinal(tries.error);
    }
    if (service.stoppedBy !== null) throw unusableModel(judge.id, service.stoppedBy);
    if (tries === null) throw aborted();
    return tries;
  };

  return {
    async send(judge, sent) {
      const { schema } = sent;
      const isPromised = schema !== undefined && judge.model.hasJsonSchema === true && !schemaless.has(judge);
      if (!isPromised || judge.params.responseFormat !== undefined) return sendOnce(judge, judge.params, sent);
      const tries = await sendOnce(judge, { ...judge.params, responseFormat: formatOf(schema) }, sent);
      if (tries.status === "answered" || tries.error.kind !== "bad_request") return tries;
      const again = await sendOnce(judge, judge.params, sent);
      if (again.status === "answered") schemaless.add(judge);
      return again;
    },
    close() {
      unlisten();
      end();
    },
  };
}

function formatOf(schema: NonNullable<JudgeQuestion["schema"]>): NonNullable<ModelParams["responseFormat"]> {
  return {
    type: "json_schema",
    json_schema: { name: "judgement", schema: schema as Record<string, never>, strict: true },
  };
}

function aborted(): ModelError {
  return new ModelError("aborted", "The run was stopped.");
}
