import { createHmac } from "node:crypto";
import type { SharedLimits, SharedPace } from "@sameseed/core";
import type { Redis } from "ioredis";
import { TAKE_LEASE } from "./answer-script.ts";
import type { Control } from "./notices.ts";
import type { QueueKeys } from "./queue-keys.ts";

/** A lease is worth this much time of the limit: few calls to Redis, and little is lost with a worker. */
const LEASE_MS = 250;
/** How long a request waits for a lease in progress before it checks again. */
const LOOK_AGAIN_MS = 5;

/** Limits that the workers of a run share through Redis, which sees an HMAC of the quota's name alone. */
export interface QueueLimits extends SharedLimits {
  /** Takes a message of the control channel. */
  hear(control: Extract<Control, { readonly type: "hold" }>): void;
  close(): void;
}

interface Options {
  readonly redis: Redis;
  readonly keys: QueueKeys;
  readonly workerId: string;
  /** Keys the HMAC: the same provider and key have other names in other runs. */
  readonly token: string;
}

export function sharedLimits({ redis, keys, workerId, token }: Options): QueueLimits {
  const names = new Map<string, string>();
  const holders = new Map<string, (waitMs: number) => void>();
  let isClosed = false;
  const nameOf = (quota: string): string => {
    const name = names.get(quota) ?? createHmac("sha256", token).update(quota).digest("hex").slice(0, 32);
    names.set(quota, name);
    return name;
  };

  return {
    pace(quota, unit, perMinute) {
      return leasedPace(perMinute, async (units) => {
        if (isClosed) return { units: 0, waitMs: Number.POSITIVE_INFINITY };
        const [granted, waitMs] = (await redis.eval(
          TAKE_LEASE,
          1,
          `${keys.quota(nameOf(quota))}:${unit}`,
          perMinute,
          units,
          LEASE_MS,
        )) as [number, number];
        return { units: granted, waitMs };
      });
    },
    hold(quota, waitMs) {
      const control: Control = { type: "hold", quota: nameOf(quota), waitMs, from: workerId };
      void redis.publish(keys.control, JSON.stringify(control)).catch(() => {});
    },
    onHold(quota, hold) {
      holders.set(nameOf(quota), hold);
    },
    hear({ quota, waitMs, from }) {
      if (from !== workerId) holders.get(quota)?.(waitMs);
    },
    close() {
      isClosed = true;
    },
  };
}

interface Lease {
  readonly units: number;
  /** Time until units are available, if none were granted. */
  readonly waitMs: number;
}

/**
 * A pace that is filled by leases. Usage beyond them (an answer of unexpected length) is deducted from the
 * next ones.
 */
function leasedPace(perMinute: number, lease: (units: number) => Promise<Lease>): SharedPace {
  const portion = Math.max(1, Math.floor((perMinute * LEASE_MS) / 60_000));
  let credit = 0;
  let isAsking = false;
  let askAgainAt = 0;

  function ask(now: number): void {
    if (isAsking || now < askAgainAt) return;
    isAsking = true;
    const units = Math.max(portion, Math.ceil(-credit));
    lease(units).then(
      ({ units: granted, waitMs }) => {
        isAsking = false;
        credit += granted;
        askAgainAt = granted > 0 ? 0 : performance.now() + waitMs;
      },
      () => {
        isAsking = false;
        askAgainAt = performance.now() + LEASE_MS;
      },
    );
  }

  return {
    waitMs(now) {
      if (credit > 0) return 0;
      ask(now);
      return Math.max(LOOK_AGAIN_MS, askAgainAt - now);
    },
    take(amount) {
      credit -= amount;
    },
    give(amount) {
      credit += amount;
    },
  };
}
