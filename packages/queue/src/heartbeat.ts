import { LOCK_MS } from "./chunk-queue.ts";

/** BullMQ renews the locks of chunks within this time after a process continues, or learns that they are lost. */
const SETTLE_MS = LOCK_MS / 2;
const TOLERANCE_MS = 1000;

/** A worker's measurements of its own time. */
export interface Heartbeat {
  /** To be called once a second. */
  beat(): void;
  /**
   * True after the process was frozen longer than the lock of a chunk lasts, until it is known which chunks other workers
   * have: what they have is not sent here.
   */
  isDoubtful(): boolean;
  /** True while the clock shows an earlier time than before: BullMQ renews no lock then. */
  isSetBack(): boolean;
}

export interface Clocks {
  /** The time of day, which people and services may set. Continues while the machine is suspended. */
  readonly wallMs: () => number;
  /** Never set, but it may stop while the machine is suspended. */
  readonly steadyMs: () => number;
}

const CLOCKS: Clocks = { wallMs: () => Date.now(), steadyMs: () => performance.now() };

export function heartbeat({ wallMs, steadyMs }: Clocks = CLOCKS): Heartbeat {
  let last = { wall: wallMs(), steady: steadyMs() };
  let highest = last.wall;
  let doubtfulUntil = Number.NEGATIVE_INFINITY;
  const isLate = (): boolean => wallMs() - last.wall > LOCK_MS || steadyMs() - last.steady > LOCK_MS;
  return {
    beat() {
      if (isLate()) doubtfulUntil = steadyMs() + SETTLE_MS;
      last = { wall: wallMs(), steady: steadyMs() };
      highest = Math.max(highest, last.wall);
    },
    isDoubtful: () => steadyMs() < doubtfulUntil || isLate(),
    isSetBack: () => wallMs() + TOLERANCE_MS < highest,
  };
}
