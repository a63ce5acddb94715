/** Minimum answers of a round: a median or a rate of fewer is unreliable. */
const LEAST_ROUND = 16;
/** Below this latency requests in flight keep no one waiting. */
const SLOW_MS = 100;
/** Medians beyond this multiple of the least one seen hint at a queue. */
const INFLATED = 1.5;
/** The factor of a smaller trial window, and the share of the rate that it must keep. */
const SMALLER = 3 / 4;
const KEPT = 0.95;
/** Rounds between a trial that failed and the next, doubled with each. */
const FIRST_PAUSE = 4;
const LONGEST_PAUSE = 512;
/** Rounds that a window is unchanged after it was found too large. */
const HOLD = 16;
/** Rounds after which a slow service is tried without a hint: it may have been crowded from the first request on. */
const LOOK_AFTER = 100;

export interface AnswerTime {
  readonly latencyMs: number;
  readonly now: number;
  /** Whether this window, and no other limit, decides how many are in flight. */
  readonly isBinding: boolean;
}

interface Trial {
  readonly size: number;
  readonly rate: number;
  /** Whether a smaller window did as well in the trial right before. */
  readonly isContinued: boolean;
  isSettled: boolean;
}

/**
 * The number of requests that a service answers concurrently before they queue. Latency above its floor is
 * only a hint (as in TCP Vegas, and in the gradient limits of Netflix' concurrency-limits), because answers
 * differ in length. After a hint a smaller window is tried, and kept if it answers as many requests per
 * second: the other requests only waited (Little's law). This repeats until a window answers fewer; that one
 * is reverted. Later the window grows again step by step, slowly while the hint persists, and never above
 * `most`. Rounds last as long as most answers take, since the quick ones come first. A class because it has
 * state.
 */
export class LatencyWindow {
  readonly #most: number;
  #size: number;
  #floorMs = Infinity;
  #latencies: number[] = [];
  #roundStart: number | null = null;
  #leastRoundMs = 0;
  /** Answers arrive in groups, and only the first of a group ends while all requests of the window are in flight. */
  #wasBinding = false;
  /** Rounds since the last trial ended. */
  #rounds = 0;
  #pause = FIRST_PAUSE;
  #hold = 0;
  #trial: Trial | null = null;

  constructor(most: number) {
    this.#most = most;
    this.#size = most;
  }

  get size(): number {
    return Math.floor(this.#size);
  }

  /** Counts an answer; refusals and failures say nothing about the latency of answers. */
  count({ latencyMs, now, isBinding }: AnswerTime): void {
    this.#roundStart ??= now - latencyMs;
    this.#latencies.push(latencyMs);
    this.#wasBinding ||= isBinding;
    const { length } = this.#latencies;
    const elapsedMs = now - this.#roundStart;
    if (length < Math.max(2 * this.size, 2 * LEAST_ROUND) || elapsedMs < this.#leastRoundMs) return;
    const sorted = this.#latencies.toSorted((left, right) => left - right);
    const medianMs = sorted[length >> 1]!;
    this.#floorMs = Math.min(this.#floorMs, median(this.#latencies.slice(0, LEAST_ROUND)));
    this.#leastRoundMs = sorted[Math.floor(0.95 * length)]!;
    this.#latencies = [];
    this.#roundStart = now;
    const rate = this.size / (sorted.reduce((sum, ms) => sum + ms, 0) / length);
    const wasBinding = this.#wasBinding;
    this.#wasBinding = false;
    if (this.#trial !== null) this.#judge(this.#trial, rate);
    else this.#adapt({ rate, medianMs }, wasBinding);
  }

  #adapt({ rate, medianMs }: { readonly rate: number; readonly medianMs: number }, isBinding: boolean): void {
    this.#rounds++;
    const isInflated = medianMs >= SLOW_MS && medianMs > INFLATED * this.#floorMs;
    if (this.#rounds > this.#hold) this.#grow(isInflated ? 1 / 128 : 1 / 32);
    if (medianMs < SLOW_MS || !isBinding || this.size < 2) return;
    if (this.#rounds >= this.#pause + (isInflated ? 0 : LOOK_AFTER)) this.#try(rate, { isContinued: false });
  }

  #grow(share: number): void {
    this.#size = Math.min(this.#most, this.#size + share * Math.max(32, this.#most));
  }

  #try(rate: number, { isContinued }: Pick<Trial, "isContinued">): void {
    this.#trial = { size: this.#size, rate, isContinued, isSettled: false };
    this.#size = Math.max(1, this.#size * SMALLER);
  }

  /** The first round of a trial still has the larger window's requests in it; the second one decides. */
  #judge(trial: Trial, rate: number): void {
    if (!trial.isSettled) {
      trial.isSettled = true;
      return;
    }
    if (rate >= KEPT * trial.rate && this.size > 1) {
      this.#try(Math.max(rate, trial.rate), { isContinued: true });
      return;
    }
    this.#trial = null;
    this.#rounds = 0;
    this.#size = trial.size;
    this.#hold = trial.isContinued ? HOLD : 0;
    this.#pause = trial.isContinued ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, 2 * this.#pause);
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[sorted.length >> 1]!;
}
