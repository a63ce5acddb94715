import { SameseedError } from "@sameseed/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { steadily, unless } from "./steady.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const refusal = (message: string): Error => Object.assign(new Error(message), { name: "ReplyError" });
const refuses = (times: number) => {
  let left = times;
  return async () => {
    if (left-- > 0) throw refusal("OOM command not allowed when used memory > 'maxmemory'. script: 08f, on @user:8.");
    return "taken";
  };
};

test("repeats a refused command until it is accepted, and reports it once", async () => {
  const said: string[] = [];
  const steady = steadily({ onWarning: (sentence) => said.push(sentence) });
  const both = Promise.all([steady(refuses(3)), steady(refuses(2))]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(await both).toEqual(["taken", "taken"]);
  expect(said).toEqual([
    "Redis rejects commands: OOM command not allowed when used memory > 'maxmemory'. Retrying every second.",
    "Redis accepts commands again.",
  ]);
});

test("a command that a full server takes does not end the refusal of others", async () => {
  const said: string[] = [];
  const steady = steadily({ onWarning: (sentence) => said.push(sentence) });
  const refused = steady(refuses(3));
  for (let second = 0; second < 2; second++) {
    await vi.advanceTimersByTimeAsync(700);
    expect(await steady(refuses(0))).toBe("taken");
    void steady(refuses(1));
    await vi.advanceTimersByTimeAsync(300);
  }
  await vi.advanceTimersByTimeAsync(5000);
  expect(await refused).toBe("taken");
  expect(said.map((sentence) => sentence.split(":")[0])).toEqual([
    "Redis rejects commands",
    "Redis accepts commands again.",
  ]);
});

test("throws a refusal once no caller waits for the command", async () => {
  const giveUp = new AbortController();
  giveUp.abort();
  await expect(steadily({ giveUp: giveUp.signal })(refuses(1))).rejects.toThrow("OOM");
});

test("a permanent refusal ends the run with a remedy, but never loses a paid answer", async () => {
  let times = 0;
  const denied = async () => {
    if (times++ < 2) throw refusal("NOPERM this user has no permissions to run the 'xadd' command");
    return "taken";
  };
  await expect(steadily({})(denied)).rejects.toThrow("Redis rejects a command of the queue: NOPERM this user has no");
  const paid = steadily({ isPaid: true })(denied);
  await vi.advanceTimersByTimeAsync(2000);
  expect(await paid).toBe("taken");
});

test("repeats a command after its connection ended", async () => {
  let times = 0;
  const cut = async () => {
    if (times++ === 0)
      throw Object.assign(new Error("Command aborted due to connection close"), { name: "AbortError" });
    return "taken";
  };
  const answer = steadily({})(cut);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await answer).toBe("taken");
});

test("throws another error unchanged", async () => {
  await expect(steadily({})(() => Promise.reject(new TypeError("x")))).rejects.toThrow(TypeError);
  const mistake = new SameseedError("BAD_RUN", "x");
  await expect(steadily({ isPaid: true })(() => Promise.reject(mistake))).rejects.toBe(mistake);
});

test("a wait ends with a signal, and with its time", async () => {
  const never = new Promise<never>(() => {});
  const stop = new AbortController();
  const [bySignal, byTime] = [unless(never, { signal: stop.signal }), unless(never, { withinMs: 2000 })];
  stop.abort();
  expect(await bySignal).toBeNull();
  await vi.advanceTimersByTimeAsync(2000);
  expect(await byTime).toBeNull();
  expect(await unless(Promise.resolve(7), { signal: stop.signal, withinMs: 10 })).toBe(7);
});
