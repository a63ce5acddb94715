import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { SameseedError } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import type { Redis } from "ioredis";
import { DELETE_OWN, RENEW_LEASE } from "./answer-script.ts";
import { readNotice } from "./notices.ts";
import type { QueueKeys } from "./queue-keys.ts";

/** A coordinator without a sign of life for this time has ended, or is frozen. */
const LEASE_MS = 15_000;
/** A living coordinator renews its lease at least once in this time. */
const LOOK_MS = 2500;

const Owner = z.object({ id: z.string(), home: z.string(), host: z.string(), pid: z.int() });

/** The right to read the rows of a run and to delete them: two coordinators would each get a part of them. */
export interface CoordinatorLease {
  /** Errors: `BAD_RUN` where another coordinator is alive. Waits for the lease of one that has ended. */
  take(): Promise<void>;
  /** To be called once a second. Errors: `BAD_RUN` where another coordinator took over. */
  renew(): Promise<void>;
  /** Deletes rows that are on disk. Errors: as `renew`. */
  deleteRows(ids: readonly string[]): Promise<void>;
  /** False once another coordinator has the run. */
  isOwn(): Promise<boolean>;
  release(): Promise<void>;
}

export interface LeaseOptions {
  readonly redis: Redis;
  readonly keys: QueueKeys;
  readonly runId: string;
  /** Identifies the folder of the run and its machine. The folder's lock allows only one process as coordinator. */
  readonly home: string;
  readonly onWarning?: ((sentence: string) => void) | undefined;
}

export function coordinatorLease({ redis, keys, runId, home, onWarning }: LeaseOptions): CoordinatorLease {
  const key = keys.coordinator;
  const own = JSON.stringify({ id: randomUUID(), home, host: hostname(), pid: process.pid });

  async function takenOver(): Promise<SameseedError> {
    const owner = readNotice(Owner, (await redis.get(key)) ?? "");
    const who = owner === null ? "another process" : `process ${owner.pid} on ${owner.host}`;
    return new SameseedError("BAD_RUN", `${runId} is coordinated by ${who}, which has a copy of its folder.`, {
      hint: "Stop one of the two. To continue both, delete queue.json in one folder: it then sends its missing trials itself.",
    });
  }

  return {
    async take() {
      for (let looks = 0; ; looks++) {
        if ((await redis.set(key, own, "PX", LEASE_MS, "NX")) !== null) return;
        const owner = readNotice(Owner, (await redis.get(key)) ?? "");
        if (owner?.home === home) return void (await redis.set(key, own, "PX", LEASE_MS));
        const leftMs = await redis.pttl(key);
        if (leftMs === -1) await redis.pexpire(key, LEASE_MS); // no coordinator wrote it so, and it would never end
        if (looks === 0) onWarning?.("Another coordinator has this run. Waiting up to 15 seconds for its end.");
        const waitMs = Math.min(LOOK_MS, Math.max(leftMs, 10));
        await new Promise((resolve) => setTimeout(resolve, waitMs));
        if (leftMs > 0 && (await redis.pttl(key)) > Math.max(0, leftMs - waitMs / 2)) throw await takenOver();
      }
    },
    async renew() {
      if ((await redis.eval(RENEW_LEASE, 1, key, own, LEASE_MS)) === 0) throw await takenOver();
    },
    async deleteRows(ids) {
      if (ids.length === 0) return;
      if ((await redis.eval(DELETE_OWN, 2, key, keys.answers, own, ...ids)) === -1) throw await takenOver();
    },
    isOwn: async () => [own, null].includes(await redis.get(key)),
    async release() {
      if ((await redis.get(key)) === own) await redis.del(key);
    },
  };
}
