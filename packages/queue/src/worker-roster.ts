import type { WorkerRecord } from "@sameseed/core";
import { readNotice, WorkerNotice } from "./notices.ts";

/** A worker without a notice for this time is silent: killed, frozen or cut off. */
const SILENT_MS = 5000;
/** Throughput is that of the last seconds. */
const RATE_MS = 5000;

/** A worker as the coordinator sees it. */
export interface WorkerStanding extends WorkerRecord {
  readonly id: string;
  /** Rows a second over the last seconds. */
  readonly perSecond: number;
}

interface Seen {
  notice: WorkerNotice;
  readonly firstMs: number;
  /** When its notice last changed, by the coordinator's clock: clocks of machines need not agree. */
  changedMs: number;
  rows: number;
  failed: number;
  /** Where the rate counts from. */
  mark: { readonly ms: number; readonly rows: number };
  perSecond: number;
  hasEnded: boolean;
}

/** Number of requests that the present workers may have in flight. */
export function inFlightOf(workers: readonly WorkerStanding[]): number {
  return workers.filter(({ state }) => state === "working").reduce((sum, { concurrency }) => sum + concurrency, 0);
}

/**
 * The workers of a run, from the notices that they send once a second. A class because it remembers workers
 * that left.
 */
export class WorkerRoster {
  readonly #seen = new Map<string, Seen>();
  /** Rows of workers without a notice so far. */
  readonly #early = new Map<string, { rows: number; failed: number }>();

  /** Counts a row that a worker sent. */
  count(id: string, hasFailed: boolean): void {
    const counts = this.#seen.get(id) ?? this.#early.get(id) ?? { rows: 0, failed: 0 };
    counts.rows++;
    if (hasFailed) counts.failed++;
    if (!this.#seen.has(id)) this.#early.set(id, counts);
  }

  /** Reads all present notices: JSON by worker id. A notice of another form is ignored. */
  look(texts: Readonly<Record<string, string>>, nowMs: number): void {
    for (const [id, text] of Object.entries(texts)) {
      const notice = readNotice(WorkerNotice, text);
      if (notice !== null) this.#take(id, notice, nowMs);
    }
    for (const [id, seen] of this.#seen) {
      if (!(id in texts)) seen.hasEnded = true;
      const passedMs = nowMs - seen.mark.ms;
      if (passedMs < RATE_MS && (seen.perSecond > 0 || passedMs === 0)) continue;
      seen.perSecond = ((seen.rows - seen.mark.rows) / passedMs) * 1000;
      seen.mark = { ms: nowMs, rows: seen.rows };
    }
  }

  /** All workers, in order of arrival. */
  standings(nowMs: number): readonly WorkerStanding[] {
    return [...this.#seen].map(([id, seen]) => {
      const { notice, firstMs, changedMs, perSecond, hasEnded, rows, failed } = seen;
      const { host, pid, concurrency } = notice;
      const state = hasEnded ? "ended" : nowMs - changedMs >= SILENT_MS ? "silent" : "working";
      const seconds = (changedMs - firstMs) / 1000;
      return {
        id,
        host,
        pid,
        concurrency,
        rows,
        failed,
        seconds,
        state,
        perSecond: state === "working" ? perSecond : 0,
      };
    });
  }

  #take(id: string, notice: WorkerNotice, nowMs: number): void {
    const before = this.#seen.get(id);
    if (before !== undefined) {
      if (notice.at !== before.notice.at) Object.assign(before, { notice, changedMs: nowMs, hasEnded: false });
      return;
    }
    const counts = this.#early.get(id) ?? { rows: 0, failed: 0 };
    this.#early.delete(id);
    const mark = { ms: nowMs, rows: counts.rows };
    this.#seen.set(id, { notice, firstMs: nowMs, changedMs: nowMs, ...counts, mark, perSecond: 0, hasEnded: false });
  }
}
