import { ModelError } from "@sameseed/core";
import { LONGEST_TIMER_MS } from "./longest-timer.ts";

/** A timer that fires later than this was delayed: the process was suspended (Ctrl-Z, a laptop's sleep), or busy. */
const HELD_UP_MS = 500;

/** Work in progress with a deadline. */
interface Work {
  readonly timeoutMs: number;
  readonly controller: AbortController;
  readonly reject: (error: ModelError) => void;
  dueAt: number;
}

interface WorkOptions {
  readonly releasesSignal?: boolean | undefined;
}

/**
 * Everything that a run waits for, so that it can end: pauses between attempts end with `stop`, requests in
 * flight with `drop`. One controller per attempt costs less than joining signals. A class because it has
 * state.
 */
export class Waits {
  readonly #pauses = new Map<NodeJS.Timeout, (isOver: boolean) => void>();
  readonly #works = new Set<Work>();
  readonly #unused: AbortController[] = [];
  #timer: NodeJS.Timeout | undefined;
  #timerDueAt = Number.POSITIVE_INFINITY;
  #areOver = false;
  #suspendedMs = 0;
  #countedUntil = Number.NEGATIVE_INFINITY;
  #second = Number.NaN;
  #secondText = "";

  /** Milliseconds on a clock that stops while the process is suspended; for differences only. */
  now(): number {
    return performance.now() - this.#suspendedMs;
  }

  /** The time of day as `Date.toISOString` writes it. Within a second only its milliseconds are written again. */
  timeOfDay(): string {
    const now = Date.now();
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#secondText = new Date(second * 1000).toISOString().slice(0, -"000Z".length);
    }
    return `${this.#secondText}${String(now - second * 1000).padStart(3, "0")}Z`;
  }

  /** True once no pause may begin. */
  get areOver(): boolean {
    return this.#areOver;
  }

  /** False when it was cut short. */
  pause(milliseconds: number): Promise<boolean> {
    if (this.#areOver) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (): void => {
        this.#pauses.delete(timer);
        resolve(true);
      };
      const timer = setTimeout(end, Math.min(milliseconds, LONGEST_TIMER_MS));
      this.#pauses.set(timer, resolve);
    });
  }

  /**
   * The work's value, or a `ModelError` `timeout` when it takes too long, even if it ignores its signal. Time
   * in which the process was suspended does not count, since data that arrived meanwhile has not been read
   * yet. One timer serves all work in progress. `releasesSignal`: no listener of the work remains on the
   * signal after its end, which lets later work share it.
   */
  within<T>(
    timeoutMs: number,
    work: (signal: AbortSignal) => Promise<T>,
    { releasesSignal = false }: WorkOptions = {},
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const controller = (releasesSignal ? this.#unused.pop() : undefined) ?? new AbortController();
      const dueAt = performance.now() + Math.min(timeoutMs, LONGEST_TIMER_MS);
      const begun: Work = { timeoutMs, controller, reject, dueAt };
      this.#works.add(begun);
      if (dueAt < this.#timerDueAt) this.#wakeAt(dueAt);
      const end = (): void => {
        if (!this.#works.delete(begun)) return; // it was dropped
        if (releasesSignal) this.#unused.push(controller);
        if (this.#works.size === 0) this.#wakeAt(Number.POSITIVE_INFINITY);
      };
      work(controller.signal).then(
        (value) => {
          end();
          resolve(value);
        },
        (error: unknown) => {
          end();
          reject(error);
        },
      );
    });
  }

  #wakeAt(dueAt: number): void {
    clearTimeout(this.#timer);
    this.#timerDueAt = dueAt;
    if (dueAt === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => this.#dropOverdue(), Math.max(0, Math.ceil(dueAt - performance.now())));
  }

  /** Ends overdue work, and schedules the next wake-up. */
  #dropOverdue(): void {
    const now = performance.now();
    let suspendedAt = Number.POSITIVE_INFINITY;
    let nextDueAt = Number.POSITIVE_INFINITY;
    for (const work of this.#works) {
      const heldUpMs = now - work.dueAt;
      if (heldUpMs >= HELD_UP_MS) {
        suspendedAt = Math.min(suspendedAt, work.dueAt);
        work.dueAt = now + Math.min(heldUpMs, work.timeoutMs, LONGEST_TIMER_MS);
      } else if (heldUpMs >= 0) {
        this.#drop(work, new ModelError("timeout", `No answer within ${work.timeoutMs / 1000} s.`));
        continue;
      }
      nextDueAt = Math.min(nextDueAt, work.dueAt);
    }
    if (suspendedAt < now) this.#suspended(suspendedAt);
    this.#wakeAt(nextDueAt);
  }

  #drop(work: Work, error: ModelError): void {
    this.#works.delete(work);
    work.reject(error);
    work.controller.abort(error);
  }

  /** Counts the time since then, once for all timers that were due in it. */
  #suspended(since: number): void {
    const now = performance.now();
    this.#suspendedMs += now - Math.max(since, this.#countedUntil);
    this.#countedUntil = now;
  }

  /** Ends all pauses, now and in future. */
  stop(): void {
    this.#areOver = true;
    for (const [timer, resolve] of this.#pauses) {
      clearTimeout(timer);
      resolve(false);
    }
    this.#pauses.clear();
  }

  /** Ends the requests in flight as well. */
  drop(): void {
    this.stop();
    for (const work of this.#works) this.#drop(work, new ModelError("aborted", "The run was stopped."));
    this.#wakeAt(Number.POSITIVE_INFINITY);
  }
}
