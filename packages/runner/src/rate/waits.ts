import { ModelError } from "@sameseed/core";
import { LONGEST_TIMER_MS } from "./longest-timer.ts";

/** A timer that fires later than this was held up: the process was suspended (Ctrl-Z, a laptop's sleep), or busy. */
const HELD_UP_MS = 500;

/**
 * All that a run waits for, so that it can end: pauses between attempts end with `stop`, requests in flight with
 * `drop`. One controller an attempt costs less than joining signals. A class because the state is the point.
 */
export class Waits {
  readonly #pauses = new Map<NodeJS.Timeout, (isOver: boolean) => void>();
  readonly #drops = new Set<(error: ModelError) => void>();
  #areOver = false;
  #suspendedMs = 0;
  #countedUntil = Number.NEGATIVE_INFINITY;
  #second = Number.NaN;
  #secondText = "";

  /** Milliseconds on a clock that stands still while the process is suspended; for differences only. */
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
   * The work's value, or a `ModelError` `timeout` when it takes too long, whether or not it heeds its signal. Time in which
   * the process was suspended is given back: what arrived meanwhile has not been read yet.
   */
  within<T>(timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const controller = new AbortController();
      const end = (): void => {
        clearTimeout(timer);
        this.#drops.delete(drop);
      };
      const drop = (error: ModelError): void => {
        end();
        reject(error);
        controller.abort(error);
      };
      let timer: NodeJS.Timeout;
      const wait = (forMs: number): void => {
        const waitMs = Math.min(forMs, LONGEST_TIMER_MS);
        const dueAt = performance.now() + waitMs;
        timer = setTimeout(() => {
          const heldUpMs = performance.now() - dueAt;
          if (heldUpMs < HELD_UP_MS) return drop(new ModelError("timeout", `No answer within ${timeoutMs / 1000} s.`));
          this.#suspended(dueAt);
          wait(Math.min(heldUpMs, timeoutMs));
        }, waitMs);
      };
      wait(timeoutMs);
      this.#drops.add(drop);
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

  /** Counts the time since then, once for all timers that were due in it. */
  #suspended(since: number): void {
    const now = performance.now();
    this.#suspendedMs += now - Math.max(since, this.#countedUntil);
    this.#countedUntil = now;
  }

  /** Ends all pauses, now and for good. */
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
    for (const drop of this.#drops) drop(new ModelError("aborted", "The run was stopped."));
  }
}
