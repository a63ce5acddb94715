import {
  type Answered,
  type Gate,
  mapConcurrent,
  type Model,
  ModelError,
  type ModelRequest,
  promptedCase,
  type Result,
  SameseedError,
  type Trial,
  type Variant,
} from "@sameseed/core";
import { ChainTurns, type StoredResult } from "./chain-turns.ts";
import { attempt, DEFAULT_TIMEOUT_MS } from "./attempt.ts";
import { RunHealth, type ServiceEvent } from "./health/run-health.ts";
import { wrapModel } from "./models/wrap-model.ts";
import { onAbort } from "./rate/on-abort.ts";
import { outcomeOf, unsentOutcome } from "./outcome-of.ts";
import { Slots } from "./rate/slots.ts";
import { Traffic } from "./rate/traffic.ts";
import { isUnusable } from "./health/unusable-model.ts";

export interface RunOptions {
  /** Requests in flight at most. Default 8. */
  readonly concurrency?: number;
  /**
   * Retries for transient errors: rate limits, server errors, resets, timeouts, broken answers. Default: 4,
   * and 20 for rate limits.
   */
  readonly maxRetries?: number | undefined;
  /** Deadline of one attempt, for models without their own. Default 120,000. */
  readonly timeoutMs?: number | undefined;
  /** Deadline of a trial with all its attempts. Default: ten attempts. */
  readonly trialTimeoutMs?: number | undefined;
  /** For each provider and key. Default: the service's quota. */
  readonly maxRequestsPerMinute?: number | undefined;
  readonly maxTokensPerMinute?: number | undefined;
  /** Called when a model's service allows no requests for a while (a quota used up, all refused), with the time. */
  readonly onHold?: ((modelId: string, waitMs: number) => void) | undefined;
  /** Called with each result as soon as it exists. The consumer of the results may receive it later. */
  readonly onResult?: ((result: Result) => void) | undefined;
  /**
   * Resolves when a result is stored and survives a kill of this process. Until then it counts as a request in flight.
   * Undefined if it is already stored. Default: the consumer stores each result at once.
   */
  readonly whenStored?: ((index: number) => Promise<void> | undefined) | undefined;
  /** Seeds the jitter of the waits between attempts. */
  readonly seed?: number;
  /** Ends the run after the requests in flight; it can be resumed. */
  readonly stop?: AbortSignal | undefined;
  /** Drops the requests in flight as well; their trials are not in the results. */
  readonly abort?: AbortSignal | undefined;
  /** Called when a model's service becomes unavailable or available, or ends the model's trials. */
  readonly onService?: ((event: ServiceEvent) => void) | undefined;
  /** Called with each trial that is not sent because its model's trials ended. */
  readonly onSkip?: ((trial: Trial) => void) | undefined;
  /** The models' health, shared with other stages of the run, such as a warm-up; its owner closes it. Default: its own. */
  readonly health?: RunHealth | undefined;
  /** Existing results: a trial of a chain may follow one of them. Default: none. */
  readonly stored?: StoredResult | undefined;
  /** The answer of an earlier run to a turn of a chain, which is then not sent; null without one. Default: none. */
  readonly knownTurn?: ((trial: Trial) => Promise<Answered | null>) | undefined;
  /** Limits shared with other requests of the run, such as a judge's; their owner ends them, also on `stop` and `abort`. Default: its own. */
  readonly traffic?: Traffic | undefined;
}

/** Trials that wait for another attempt hold no slot; this multiple of the slots may wait. */
const UNDER_WAY_PER_SLOT = 8;
const LEAST_UNDER_WAY = 64;
/** Trials that wait for a service to come back while the other models continue. */
const MOST_HELD = 10_000;

/**
 * Stage 2, the only one with network access: trials to results, in order of completion. A failed trial is a
 * result like any other. A model that cannot be used (key refused, quota spent, not found, unavailable) loses
 * the rest of its trials: they have no result, and the other models continue. Errors: `MODEL_UNREACHABLE`
 * where no model can be used and none gave an answer.
 */
export async function* run(
  trials: AsyncIterable<Trial>,
  variants: readonly Variant[],
  options: RunOptions = {},
): AsyncGenerator<Result> {
  const {
    concurrency = 8,
    maxRetries,
    timeoutMs = DEFAULT_TIMEOUT_MS,
    trialTimeoutMs = 10 * timeoutMs,
    seed = 0,
    onResult,
    whenStored,
    stop,
    abort,
    health = new RunHealth(options.onService),
    traffic = new Traffic({ ...options, concurrency }),
  } = options;
  const byId = new Map(variants.map((variant) => [variant.id, variant]));
  const gate: Gate = {
    isOpen: () => slots.isFree && underWay - Math.min(health.held + waiting, MOST_HELD) < mostUnderWay,
    isOver: () => hasEnded, // trials that were not started are left for a resumed run
    onOpen: () => {},
  };
  const slots = new Slots(concurrency, () => gate.onOpen());
  const mostUnderWay = Math.max(LEAST_UNDER_WAY, UNDER_WAY_PER_SLOT * concurrency);
  let underWay = 0;
  /** Whether `stop` or `abort` was aborted. Their own getters take longer than the rest of the gate. */
  let hasEnded = false;
  /** Trials of chains that wait for the answer before theirs. */
  let waiting = 0;
  const unsent = new WeakSet<Result>();

  const chains = new ChainTurns({
    stored: options.stored ?? (async () => null),
    variantOf: (trial) => byId.get(trial.variant)!,
  });

  /** A trial of a chain is in progress, without a slot, while it waits for the answer before it. */
  const complete = (planned: Trial): Promise<Result | null> => {
    underWay++;
    if (planned.case.chain === undefined) return send(planned);
    const { promise, resolve } = Promise.withResolvers<Result | null>();
    const isWaiting = planned.after !== undefined;
    if (isWaiting) waiting++;
    const sent = chains.begin(planned, promise).then((begun) => {
      if (isWaiting) waiting--;
      if (begun === null) return skipped(planned);
      return begun instanceof SameseedError ? fail(planned, begun) : take(begun);
    });
    sent.then(resolve, () => resolve(null));
    return sent;
  };

  /** The trial before has no answer: its model ended, or the run. */
  const skipped = (trial: Trial): null => {
    underWay--;
    if (health.of(trial.model).stoppedBy !== null) options.onSkip?.(trial);
    return null;
  };

  /** A turn that cannot be sent, which says nothing about its model's service. */
  const fail = ({ after: _, ...trial }: Trial, problem: SameseedError): Result | null => {
    if (gate.isOver?.() === true || health.of(trial.model).stoppedBy !== null) return skipped(trial);
    return withoutRequest({ trial, outcome: unsentOutcome(problem) });
  };

  /** A turn that an earlier run has the answer to, or that is sent. */
  const take = async (trial: Trial): Promise<Result | null> => {
    const answer = (await options.knownTurn?.(trial).catch(() => null)) ?? null; // a prompt that fails, fails when it is sent
    if (answer === null) return send(trial);
    options.onSkip?.(trial);
    return withoutRequest({ trial, outcome: answer });
  };

  /** It takes no slot. */
  const withoutRequest = (result: Result): Result => {
    underWay--;
    unsent.add(result);
    onResult?.(result);
    return result;
  };

  const send = async (trial: Trial): Promise<Result | null> => {
    const variant = byId.get(trial.variant)!;
    const { model, modelId } = variant;
    const service = health.of(modelId);
    const made = requestOf(trial, variant);
    const tries = await attempt(
      made instanceof Promise ? await made : made,
      {
        maxRetries,
        timeoutMs,
        trialTimeoutMs,
        jitter: `retry/1|${seed}|${trial.index}`,
        order: trial.order,
        isRetryable: (kind) => kind !== "unreachable" || service.hasAnswered,
      },
      { slots, limiter: traffic.limiterOf(model), waits: traffic.waits, health: service },
    );
    underWay--;
    if (tries === null) {
      if (service.stoppedBy !== null) options.onSkip?.(trial);
      return null;
    }
    if (tries.status === "failed" && !service.hasAnswered && isUnusable(tries.error)) {
      service.stop(tries.error);
      slots.leave();
      options.onSkip?.(trial);
      health.refuseSilence(variants);
      return null;
    }
    if (tries.status === "failed") service.seeFinal(tries.error);
    const result = { trial, outcome: outcomeOf(tries) };
    onResult?.(result);
    return result;
  };
  const end = (): void => {
    hasEnded = true;
    slots.close();
    health.close();
  };
  const unlisten = [stop, abort].map((signal) => onAbort(signal, end));
  try {
    for await (const result of mapConcurrent(trials, gate, complete)) {
      if (result === null) continue;
      yield result;
      if (unsent.has(result)) continue; // it holds no slot
      // Not before the consumer has it: a kill loses only results in flight.
      const stored = whenStored?.(result.trial.index);
      if (stored === undefined) slots.leave();
      else void stored.then(() => slots.leave());
    }
  } finally {
    for (const undo of unlisten) undo();
    slots.close();
    if (options.health === undefined) health.close(); // a shared one serves the next stage
    if (options.traffic === undefined) traffic.end();
  }
}

/** The trial's request; a prompt that fails for its case fails the trial, and no request is sent. */
function requestOf(trial: Trial, variant: Variant): Request | Promise<Request> {
  const { prompt, model } = variant;
  const testCase = promptedCase(trial);
  const request = (): Request => {
    try {
      const made = asked(trial, variant, prompt.messages(testCase));
      return { model, request: testCase.chain === undefined ? made : { ...made, vars: testCase.vars } };
    } catch (cause) {
      return refusedRequest(trial, variant, cause);
    }
  };
  if (trial.case.chain === undefined || prompt.prepare === undefined) return request();
  // Other cases were prepared before the run; this one is known only now.
  return prompt.prepare(testCase).then(request, (cause: unknown) => refusedRequest(trial, variant, cause));
}

interface Request {
  readonly model: Model;
  readonly request: ModelRequest;
}

export function asked(
  { seed, repeat, case: { id } }: Trial,
  { params }: Variant,
  messages: ModelRequest["messages"],
): ModelRequest {
  return { messages, params, seed, case: id, repeat };
}

/** A request that fails without being sent. Errors: rethrows any error that is not limited to one case. */
function refusedRequest(trial: Trial, variant: Variant, cause: unknown): Request {
  const refused = refusalOf(trial, cause);
  return { model: wrapModel(variant.model, () => () => Promise.reject(refused)), request: asked(trial, variant, []) };
}

/**
 * The error of a trial with a prompt that fails for its case. Errors: rethrows any error that is not limited
 * to one case.
 */
export function refusalOf(trial: Trial, cause: unknown): ModelError {
  if (!(cause instanceof SameseedError) || !isOfCase(cause, trial)) throw cause;
  return new ModelError("bad_request", cause.message, { cause });
}

/** In a chain a prompt may fail because of an earlier answer, which no check before the run could know. */
const OF_CHAINED: ReadonlySet<string> = new Set(["TEMPLATE", "BAD_DATASET", "NOT_FOUND"]);

function isOfCase({ code }: SameseedError, { case: { chain } }: Trial): boolean {
  return code === "PROMPT" || (chain !== undefined && OF_CHAINED.has(code));
}
