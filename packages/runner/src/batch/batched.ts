import { randomUUID } from "node:crypto";
import { type BatchAnswer, type BatchService, type Model, ModelError, type ModelRequest } from "@sameseed/core";
import { LONGEST_TIMER_MS } from "../rate/longest-timer.ts";
import { onAbort } from "../rate/on-abort.ts";
import { wrapModel } from "../models/wrap-model.ts";
import type { BatchLog, OpenBatch } from "./batch-log.ts";
import { isUnreadable, lasting, mayHaveArrived, mayPass, modelError } from "./batch-errors.ts";
import { drop, idOf, partsOf, put, take, type Waiting } from "./waiting-requests.ts";

/** Requests that arrive within this time form one batch. */
const GATHER_MS = 500;
const POLL_MS = 30_000;
/** Number of polls while a service is unavailable, with up to `POLL_MS` in between. */
const MOST_FAILURES = 100;
/** The same for a response of another form: a file may have come in part. */
const MOST_UNREADABLE = 2;
/**
 * Waits before the searches for a batch with a lost response: a new batch may be missing from the list for a
 * moment.
 */
const LOOK_AGAIN_MS = [0, 2000, 8000];

/** An event of a batch, for the terminal. */
export type BatchEvent =
  | { readonly status: "sent" | "found"; readonly model: string; readonly batch: string; readonly requests: number }
  | {
      readonly status: "running";
      readonly model: string;
      readonly batch: string;
      readonly done: number;
      readonly total: number;
    }
  | {
      readonly status: "over";
      readonly model: string;
      readonly batch: string;
      readonly answers: number;
      readonly requests: number;
    };

export interface BatchedOptions {
  /** Opened once the run has its folder. */
  readonly log: Promise<BatchLog>;
  readonly onBatch?: ((event: BatchEvent) => void) | undefined;
  /** Time between two looks at a batch. Default 30 s. */
  readonly pollMs?: number | undefined;
  /** Stops waiting; the batches continue. */
  readonly stop?: AbortSignal | undefined;
}

/**
 * The model over its service's batch API. `complete` waits until the batch with its request has ended, which
 * may take a day: many requests have to be in flight at a time. A request in a batch of an earlier process is
 * not sent again. Errors of single requests are those that a request alone would have had.
 */
export function batched(
  model: Model,
  service: BatchService,
  { log, onBatch, pollMs = POLL_MS, stop }: BatchedOptions,
): Model {
  const waiting = new Map<string, Waiting[]>();
  /** Requests of batches that were sent, by name. */
  const sent = new Map<string, Waiting[]>();
  const closed = new AbortController();
  let gathering: NodeJS.Timeout | undefined;
  onAbort(stop, () => {
    closed.abort();
    clearTimeout(gathering);
    for (const one of [...waiting.values(), ...sent.values()].flat()) one.reject(aborted());
    waiting.clear();
    sent.clear();
  });
  let begun: Promise<ReadonlySet<string>> | undefined;

  /** Takes up the batches of an earlier process; gives the names of their requests. */
  async function takeUp(): Promise<ReadonlySet<string>> {
    const ids = new Set<string>();
    for (const one of (await log).open) {
      if (one.model !== model.id) continue;
      const batch = one.batch ?? (await persistently(() => service.find(one.key)));
      if (batch === null) {
        await (await log).over(one.key);
        continue;
      }
      if (one.batch === null) await (await log).submitted(one.key, batch);
      for (const id of one.ids) ids.add(id);
      onBatch?.({ status: "found", model: model.id, batch, requests: one.ids.length });
      void follow({ ...one, batch }, true);
    }
    return ids;
  }

  async function complete(request: ModelRequest, signal?: AbortSignal) {
    const id = idOf(model.id, request);
    const line = service.lineOf({ id, request });
    const isSent = (await (begun ??= takeUp().catch(forgetBegun))).has(id) && !wasAnswered.has(id);
    if (signal?.aborted || closed.signal.aborted) throw aborted();
    const answer = await new Promise<BatchAnswer>((resolve, reject) => {
      const one: Waiting = { id, line, resolve, reject };
      const onAbort = (): void => {
        drop(waiting, one);
        reject(aborted());
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      put(isSent ? sent : waiting, one);
      if (!isSent) gather();
    });
    if (answer.status === "failed") throw answer.error;
    return {
      ...answer.completion,
      serviceTier: answer.completion.serviceTier ?? "batch",
      latencyMs: null,
      ttftMs: null,
    };
  }
  /** The next request tries again. The batches of the log are open as before. */
  function forgetBegun(error: unknown): never {
    begun = undefined;
    throw error;
  }
  /** Names whose answers an earlier batch returned or omitted: requested again, they are sent in a new batch. */
  const wasAnswered = new Set<string>();

  function gather(): void {
    clearTimeout(gathering);
    if (waiting.size >= service.mostRequests) void submitAll();
    else gathering = setTimeout(() => void submitAll(), GATHER_MS);
  }

  async function submitAll(): Promise<void> {
    const all = [...waiting.values()].flat();
    waiting.clear();
    for (const part of partsOf(all, service)) await submit(part);
  }

  async function submit(part: readonly Waiting[]): Promise<void> {
    const key = randomUUID();
    const ids = part.map(({ id }) => id);
    for (const one of part) put(sent, one);
    try {
      await (await log).submitting({ key, model: model.id, ids });
      const batch = await sendBatch(
        part.map(({ line }) => line),
        key,
      );
      await (await log).submitted(key, batch);
      onBatch?.({ status: "sent", model: model.id, batch, requests: part.length });
      void follow({ key, model: model.id, ids, batch }, false);
    } catch (error) {
      fail(ids, error);
    }
  }

  /**
   * Sends a batch. If its response is lost, the service is asked whether it has the batch, which must not be
   * sent and paid for twice. If the service cannot answer, the batch stays open in the log, and the next
   * process looks for it.
   */
  async function sendBatch(lines: readonly string[], key: string): Promise<string> {
    try {
      return await service.submit(lines, key);
    } catch (error) {
      const batch = mayHaveArrived(error) ? await foundAfter(error, key) : null;
      if (batch !== null) return batch;
      await (await log).over(key).catch(() => {}); // the error of the batch matters more
      throw error;
    }
  }

  async function foundAfter(error: unknown, key: string): Promise<string | null> {
    try {
      for (const waitMs of LOOK_AGAIN_MS) {
        await pause(Math.min(pollMs, waitMs), closed.signal);
        const batch = await service.find(key);
        if (batch !== null) return batch;
      }
      return null;
    } catch (cause) {
      throw lasting(error, cause);
    }
  }

  async function follow(
    { key, ids, batch }: OpenBatch & { readonly batch: string },
    isEarlier: boolean,
  ): Promise<void> {
    try {
      for (;;) {
        const state = await persistently(() => service.poll(batch));
        if (closed.signal.aborted) return;
        if (state.status === "refused") {
          await (await log).over(key);
          return refuse(ids, state);
        }
        if (state.status === "ended") break;
        onBatch?.({ ...state, model: model.id, batch });
        await pause(pollMs, closed.signal);
      }
      let answers = 0;
      const left = new Set(ids);
      await persistently(async () => {
        for await (const answer of service.collect(batch)) {
          if (!left.delete(answer.id)) continue;
          if (answer.status === "answered") answers++;
          settle(answer);
        }
      });
      onBatch?.({ status: "over", model: model.id, batch, answers, requests: ids.length });
      await (await log).over(key);
      fail([...left], new ModelError("timeout", "The batch ended without an answer to this request."));
    } catch (error) {
      if (closed.signal.aborted) return;
      // Two processes could not read the answers: only now may the requests be sent and paid for again.
      if (isEarlier && isUnreadable(error)) await (await log).over(key);
      fail(ids, lasting(error));
    }
  }

  /** A batch survives a temporary outage of the service: its requests are retried. */
  async function persistently<T>(ask: () => Promise<T>): Promise<T> {
    for (let failures = 1; ; failures++) {
      try {
        return await ask();
      } catch (error) {
        const mostFailures = isUnreadable(error) ? MOST_UNREADABLE : mayPass(error) ? MOST_FAILURES : 0;
        if (failures > mostFailures || closed.signal.aborted) throw error;
        await pause(Math.min(pollMs, 1000 * failures), closed.signal);
      }
    }
  }

  /** Requests that the service names are mistakes; the others are sent again without them. */
  function refuse(
    ids: readonly string[],
    {
      message,
      lines,
    }: { readonly message: string; readonly lines: readonly { readonly place: number; readonly message: string }[] },
  ): void {
    const named = new Map(lines.map((line) => [ids[line.place], line.message]));
    for (const id of ids) {
      const own = named.get(id);
      if (named.size > 0 && own === undefined) resend(id);
      else fail([id], new ModelError("bad_request", `The service refused the batch: ${own ?? message}`));
    }
  }

  function resend(id: string): void {
    for (const one of take(sent, id)) put(waiting, one);
    gather();
  }

  function settle(answer: BatchAnswer): void {
    wasAnswered.add(answer.id);
    for (const one of take(sent, answer.id)) one.resolve(answer);
  }

  function fail(ids: readonly string[], thrown: unknown): void {
    const error = modelError(thrown);
    for (const id of ids) {
      wasAnswered.add(id);
      for (const one of take(sent, id)) one.reject(error);
    }
  }

  const wrapped = wrapModel(model, () => complete);
  return {
    ...wrapped,
    get identity() {
      return model.identity;
    },
    /** A batch has separate limits. */
    quota: undefined as never,
    timeoutMs: LONGEST_TIMER_MS,
    releasesSignal: false,
    async close() {
      closed.abort();
      clearTimeout(gathering);
      await model.close?.();
    },
  };
}

function aborted(): ModelError {
  return new ModelError("aborted", "The run was stopped; its batches continue, and resuming the run collects them.");
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
