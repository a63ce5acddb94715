import type { Completion, ErrorKind, ModelError } from "@sameseed/core";

/** Errors of an unavailable service. They are transient, and say nothing about the request. */
const ABSENT: ReadonlySet<ErrorKind> = new Set(["unreachable", "connection", "server"]);
/** Errors of an unusable account: five in a row end the model's trials. */
const LOCKED: ReadonlySet<ErrorKind> = new Set(["authentication", "insufficient_quota"]);
/** Errors that one request alone may meet: more of them are needed. */
const GONE: ReadonlySet<ErrorKind> = new Set([
  "unreachable",
  "connection",
  "server",
  "timeout",
  "not_found",
  "invalid_response",
]);
const MOST_LOCKED = 5;
const MOST_GONE = 20;

/** A service counts as unavailable after this many trials in a row without a connection, or fewer over a period. */
const MANY_STRIKES = 16;
const FEW_STRIKES = 5;
const STRIKE_TIME_MS = 500;
const FIRST_PROBE_MS = 500;
const LONGEST_PROBE_MS = 5000;
/** How long an absent service is waited for. */
const LONGEST_OUTAGE_MS = 300_000;

export interface ModelHealthOptions {
  /** Called when requests are held because the service is unavailable. */
  readonly onHeld?: (error: ModelError) => void;
  /** Called when the service answers again, with the length of the outage. */
  readonly onBack?: (outageMs: number) => void;
  /** Called once, when the model's trials end. */
  readonly onStopped?: (error: ModelError) => void;
}

interface Waiting {
  readonly order: number;
  readonly resolve: (mayGo: boolean) => void;
}

/** The outcome of one attempt. */
type AttemptEnd = { readonly completion: Completion } | { readonly error: ModelError };

/**
 * Whether a model's service can be used: a circuit breaker (Nygard, Release It!). While the service is
 * unavailable, its requests wait and single ones probe it; after five minutes, or a few final errors in a row
 * without an answer, the model's trials end. A class because it has state.
 */
export class ModelHealth {
  readonly #options: ModelHealthOptions;
  /** Trials, by their position in the plan, without a connection since the last response. */
  readonly #strikes = new Set<number>();
  #firstStrikeAt = 0;
  #finals = { locked: 0, gone: 0 };
  #heldSince: number | null = null;
  #lastError: ModelError | null = null;
  #waiting: Waiting[] = [];
  /** The trial that probes the service now. */
  #probe: number | null = null;
  #lastProbe = -1;
  #probes = 0;
  #timer: NodeJS.Timeout | undefined;
  #hasAnswered = false;
  #stoppedBy: ModelError | null = null;
  #isClosed = false;

  constructor(options: ModelHealthOptions = {}) {
    this.#options = options;
  }

  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /** Why the model's trials ended; null as long as they have not. */
  get stoppedBy(): ModelError | null {
    return this.#stoppedBy;
  }

  /** Trials that wait for the service to come back. */
  get held(): number {
    return this.#waiting.length;
  }

  get isHeld(): boolean {
    return this.#heldSince !== null;
  }

  /** Whether a request may be sent now: at once, or when the service is back. False when it never will. */
  pass(order: number): boolean | Promise<boolean> {
    if (this.#stoppedBy !== null || this.#isClosed) return false;
    if (this.mayGo(order)) return true;
    return new Promise((resolve) => {
      const place = this.#waiting.findLastIndex((other) => other.order <= order) + 1;
      this.#waiting.splice(place, 0, { order, resolve });
      this.#plan();
    });
  }

  /** Whether a request that passed may still be sent, after it waited for its turn. */
  mayGo(order: number): boolean {
    return this.#stoppedBy === null && (this.#heldSince === null || this.#probe === order);
  }

  /** Reports that a successful trial sent no request. */
  unsent(order: number): void {
    if (this.#probe !== order) return;
    this.#probe = null;
    this.#plan();
  }

  /** Looks at the end of an attempt. */
  see(order: number, end: AttemptEnd): void {
    if ("completion" in end) {
      if (end.completion.cached !== true) this.#alive(); // a cached answer says nothing about the service
      this.#hasAnswered = true;
      this.#finals = { locked: 0, gone: 0 };
      this.unsent(order);
      return;
    }
    const { error } = end;
    if (error.kind === "aborted") return;
    const isAbsent = ABSENT.has(error.kind) || (this.isHeld && error.kind === "timeout");
    if (isAbsent) this.#strike(order, error);
    else if (error.kind !== "timeout") this.#alive();
    this.unsent(order);
  }

  /** Looks at an error that no retry follows. */
  seeFinal(error: ModelError): void {
    if (LOCKED.has(error.kind)) this.#finals.locked++;
    else if (GONE.has(error.kind)) this.#finals.gone++;
    else return;
    const { locked, gone } = this.#finals;
    if (locked >= MOST_LOCKED || gone >= MOST_GONE) this.stop(error);
  }

  /** Ends the model's trials: no more requests are sent. */
  stop(error: ModelError): void {
    if (this.#stoppedBy !== null) return;
    this.#stoppedBy = error;
    this.#settle(false);
    this.#options.onStopped?.(error);
  }

  /** Ends all waiting, now and in future. */
  close(): void {
    this.#isClosed = true;
    this.#settle(false);
  }

  #strike(order: number, error: ModelError): void {
    const now = performance.now();
    if (this.#strikes.size === 0) this.#firstStrikeAt = now;
    this.#strikes.add(order);
    this.#lastError = error;
    if (this.isHeld || !this.#hasAnswered || this.#stoppedBy !== null) return;
    const { size } = this.#strikes;
    const areMany = size >= MANY_STRIKES || (size >= FEW_STRIKES && now - this.#firstStrikeAt >= STRIKE_TIME_MS);
    if (!areMany && error.kind !== "unreachable") return; // without a listening service no request is to blame
    this.#heldSince = this.#firstStrikeAt;
    this.#probes = 0;
    this.#options.onHeld?.(error);
  }

  /** The service said something. */
  #alive(): void {
    this.#strikes.clear();
    if (this.#heldSince === null) return;
    const outageMs = performance.now() - this.#heldSince;
    this.#heldSince = null;
    this.#settle(true);
    this.#options.onBack?.(outageMs);
  }

  /** Sends the next probe after a while. */
  #plan(): void {
    if (!this.isHeld || this.#probe !== null || this.#waiting.length === 0) return;
    clearTimeout(this.#timer);
    const waitMs = Math.min(LONGEST_PROBE_MS, FIRST_PROBE_MS * 2 ** this.#probes);
    this.#timer = setTimeout(() => this.#sendProbe(), waitMs);
  }

  /** Uses a different trial each time, if there is one: the service may be unable to handle a single request. */
  #sendProbe(): void {
    if (this.#heldSince === null || this.#probe !== null) return;
    if (performance.now() - this.#heldSince >= LONGEST_OUTAGE_MS) {
      this.stop(this.#lastError!);
      return;
    }
    const other = this.#waiting.findIndex(({ order }) => order !== this.#lastProbe);
    const [next] = this.#waiting.splice(Math.max(0, other), 1);
    if (next === undefined) return;
    this.#probes++;
    this.#probe = next.order;
    this.#lastProbe = next.order;
    next.resolve(true);
  }

  #settle(mayGo: boolean): void {
    clearTimeout(this.#timer);
    this.#probe = null;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { resolve } of waiting) resolve(mayGo);
  }
}
