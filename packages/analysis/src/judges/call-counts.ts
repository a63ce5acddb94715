import { backendKey, backendOf, type JudgeAudit, type JudgeBackend, type JudgeCall } from "@sameseed/core";
import { ExactSum } from "../columns/exact-sum.ts";
import type { JudgedItem } from "./judged-items.ts";

/** Parts of the run that the timeline of a backend has. */
const TIMELINE_PARTS = 24;

interface Backend extends Omit<JudgeBackend, "calls" | "timeline"> {
  readonly timeline: number[];
}

/** Counts a judge's calls: their cost, the failed ones, and the backends over time. */
export class CallCounts {
  readonly #planned: number;
  readonly #backends = new Map<string, Backend>();
  readonly #prompt = new ExactSum();
  readonly #completion = new ExactSum();
  readonly #cost = new ExactSum();
  #calls = 0;
  #failed = 0;
  #cached = 0;

  /** `planned` trials: a call's place on the timeline is that of its trial in the order of execution. */
  constructor(planned: number) {
    this.#planned = planned;
  }

  add({ row, judgement, isSeen }: JudgedItem): void {
    if (isSeen) return;
    for (const call of judgement.calls) this.#addCall(call, row.trial.order);
  }

  /** Adds a judge request that is sent once for the whole run, before any trial. */
  addOnce(call: JudgeCall): void {
    this.#addCall(call, 0);
  }

  figures(): Pick<
    JudgeAudit,
    "calls" | "failedCalls" | "cachedCalls" | "promptTokens" | "completionTokens" | "costUsd" | "backends"
  > {
    return {
      calls: this.#calls,
      failedCalls: this.#failed,
      cachedCalls: this.#cached,
      promptTokens: this.#prompt.total(),
      completionTokens: this.#completion.total(),
      costUsd: this.#cost.total(),
      backends: [...this.#backends.values()].map((backend) => ({
        ...backend,
        calls: backend.timeline.reduce((sum, calls) => sum + calls, 0),
      })),
    };
  }

  #addCall(call: JudgeCall, order: number): void {
    this.#calls++;
    if (call.error !== undefined) {
      this.#failed++;
      return;
    }
    if (call.cached) this.#cached++;
    this.#prompt.add(call.promptTokens);
    this.#completion.add(call.completionTokens);
    this.#cost.add(call.costUsd);
    const { modelVersion, systemFingerprint } = call;
    const key = backendKey(backendOf(call));
    const backend = this.#backends.get(key) ?? {
      modelVersion,
      systemFingerprint,
      timeline: Array.from({ length: TIMELINE_PARTS }, () => 0),
    };
    this.#backends.set(key, backend);
    const part = Math.floor((order / Math.max(1, this.#planned)) * TIMELINE_PARTS);
    backend.timeline[Math.min(part, TIMELINE_PARTS - 1)]!++;
  }
}
