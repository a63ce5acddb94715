/** An even pace of units a minute. */
export interface SharedPace {
  /** Milliseconds until a request may be sent; it may be of any amount. */
  waitMs(now: number): number;
  take(amount: number, now: number): void;
  /** Returns unused quota; a negative amount takes the quota that was used in addition. */
  give(amount: number): void;
}

/** Limits that several processes share, by quota (a provider and a key: see `Model.quota`). */
export interface SharedLimits {
  /** A pace of this many units a minute over all processes together. */
  pace(quota: string, unit: "requests" | "tokens", perMinute: number): SharedPace;
  /** Reports to the other processes that the service refused this one for this time. */
  hold(quota: string, waitMs: number): void;
  /** Calls back where the service refused another process. */
  onHold(quota: string, listener: (waitMs: number) => void): void;
}
