import type { Row } from "@sameseed/core";
import { Redis } from "ioredis";
import { afterAll, describe, expect, test } from "vitest";
import { AnswerStream } from "./answer-stream.ts";
import { queueKeys } from "./queue-keys.ts";
import { fakePlan, fakeRow } from "./testing/fake-run.ts";
import { startRedis } from "./testing/redis-server.ts";

const server = await startRedis();
afterAll(() => server?.stop());

async function jsonOf(text: string): Promise<string> {
  const redis = new Redis(server!.url);
  const keys = queueKeys(`stream${Math.random()}`);
  await redis.xadd(keys.answers, "*", "r", text, "w", "worker");
  const stream = new AnswerStream({ blocking: redis, redis, keys, readRow: (json) => JSON.parse(json) as Row });
  const [entry] = await stream.next(100);
  redis.disconnect();
  return entry?.type === "row" ? entry.json : "";
}

describe.skipIf(server === null)("the JSON of a row in the stream (needs Redis)", async () => {
  const [trial] = await Array.fromAsync(fakePlan(1));
  const row = fakeRow(trial!, "two\nlines \u2028 and ü");
  const json = JSON.stringify(row);

  test.for([
    ["is kept as its worker wrote it", json],
    ["is put on one line", JSON.stringify(row, null, 1)],
    ["begins with its trial", `{"scores":{},${json.slice(1)}`.replace(/,"scores":\{\}\}$/, "}")],
    ["has one trial", `{"trial":{"index":5,"order":5},${json.slice(1)}`],
  ])("%s", async ([, text]) => {
    const stored = await jsonOf(text!);
    expect(JSON.parse(stored)).toEqual(row);
    expect(stored).not.toContain("\n");
    if (text === json) expect(stored).toBe(json);
    if (text!.startsWith('{"trial":{"index":5')) expect(stored).toBe(json);
  });
});
