import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, describe, expect, test } from "vitest";
import { queueKeys } from "./queue-keys.ts";
import { sharedLimits } from "./shared-limits.ts";
import { startRedis } from "./testing/redis-server.ts";

const server = await startRedis();
afterAll(() => server?.stop());

describe.skipIf(server === null)("limits that workers share (needs Redis)", () => {
  const url = server?.url ?? "";

  test("three workers together keep the pace of one", async () => {
    const token = randomBytes(8).toString("hex");
    const PER_MINUTE = 6000;
    const went: number[] = [];
    const begun = performance.now();
    const worker = async (workerId: string): Promise<void> => {
      const redis = new Redis(url);
      const limits = sharedLimits({ redis, keys: queueKeys(token), workerId, token });
      const pace = limits.pace("openai|sk-secret", "requests", PER_MINUTE);
      while (went.length < 150) {
        const now = performance.now();
        const waitMs = pace.waitMs(now);
        if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
        else {
          pace.take(1, now);
          went.push(now - begun);
        }
      }
      limits.close();
      redis.disconnect();
    };
    await Promise.all(["a", "b", "c"].map(worker));
    // 100 a second: at no time have more requests started than the limit allows, plus one lease of a quarter
    // of a second and the workers' leases.
    for (const [count, ms] of went.entries()) expect(count).toBeLessThanOrEqual(100 * (ms / 1000) + 25 + 3);
  });

  test("a refusal of one worker makes the others wait, and Redis never sees the key", async () => {
    const token = randomBytes(8).toString("hex");
    const keys = queueKeys(token);
    const redis = new Redis(url);
    const subscriber = new Redis(url);
    const one = sharedLimits({ redis, keys, workerId: "one", token });
    const other = sharedLimits({ redis, keys, workerId: "other", token });
    const held: [string, number][] = [];
    one.onHold("openai|sk-secret", (ms) => held.push(["one", ms]));
    other.onHold("openai|sk-secret", (ms) => held.push(["other", ms]));
    other.onHold("openai|sk-else", (ms) => held.push(["else", ms]));
    const heard = new Promise<string>((resolve) =>
      subscriber.once("message", (_, message: string) => resolve(message)),
    );
    await subscriber.subscribe(keys.control);
    one.hold("openai|sk-secret", 1500);
    const message = await heard;
    for (const limits of [one, other]) limits.hear(JSON.parse(message) as Parameters<typeof limits.hear>[0]);
    expect(held).toEqual([["other", 1500]]);
    expect(message).not.toContain("sk-secret");
    redis.disconnect();
    subscriber.disconnect();
  });
});
