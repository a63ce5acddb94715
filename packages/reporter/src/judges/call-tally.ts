import type { JudgeAudit, JudgeBackend, JudgeCall } from "@sameseed/core";
import type { JudgedItem } from "./judged-items.ts";

/** Parts of the run that the timeline of a backend has. */
const TIMELINE_PARTS = 24;

interface Backend extends Omit<JudgeBackend, "calls" | "timeline"> {
  readonly timeline: number[];
}

/** Counts a judge's calls: what they cost, which failed, which backend answered when. */
export class CallTally {
  readonly #planned: number;
  readonly #backends = new Map<string, Backend>();
  #calls = 0;
  #failed = 0;
  #cached = 0;
  #prompt: number | null = 0;
  #completion: number | null = 0;
  #cost: number | null = 0;

  /** `planned` trials: a call's place on the timeline is that of its trial in the order of execution. */
  constructor(planned: number) {
    this.#planned = planned;
  }

  add({ row, judgement, isSeen }: JudgedItem): void {
    if (isSeen) return;
    for (const call of judgement.calls) this.#addCall(call, row.trial.order);
  }

  /** What a judge was asked once for the whole run, before any trial of it. */
  addOnce(call: JudgeCall): void {
    this.#addCall(call, 0);
  }

  figures(): Pick<
    JudgeAudit,
    "calls" | "failedCalls" | "cachedCalls" | "promptTokens" | "completionTokens" | "costUsd" | "backends"
  > {
    const isEmpty = this.#calls === this.#failed;
    return {
      calls: this.#calls,
      failedCalls: this.#failed,
      cachedCalls: this.#cached,
      promptTokens: isEmpty ? null : this.#prompt,
      completionTokens: isEmpty ? null : this.#completion,
      costUsd: isEmpty ? null : this.#cost,
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
    this.#prompt = sum(this.#prompt, call.promptTokens);
    this.#completion = sum(this.#completion, call.completionTokens);
    this.#cost = sum(this.#cost, call.costUsd);
    const { modelVersion, systemFingerprint } = call;
    const key = JSON.stringify([modelVersion, systemFingerprint]);
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

/** One unknown makes a sum unknown: half a price is no price. */
function sum(total: number | null, value: number | null): number | null {
  return total === null || value === null ? null : total + value;
}
