import { ModelError } from "@sameseed/core";
import { LONGEST_TIMER_MS } from "./longest-timer.ts";

/**
 * All that a run waits for, so that it can end: pauses between attempts end with `stop`, requests in flight with
 * `drop`. One controller an attempt costs less than joining signals. A class because the state is the point.
 */
export class Waits {
  readonly #pauses = new Map<NodeJS.Timeout, (isOver: boolean) => void>();
  readonly #drops = new Set<(error: ModelError) => void>();
  #areOver = false;

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

  /** The work's value, or a `ModelError` `timeout` when it takes too long, whether or not it heeds its signal. */
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
      const timer = setTimeout(
        () => drop(new ModelError("timeout", `No answer within ${timeoutMs / 1000} s.`)),
        Math.min(timeoutMs, LONGEST_TIMER_MS),
      );
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
