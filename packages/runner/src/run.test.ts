import {
  type Benchmark,
  type Completion,
  type ErrorKind,
  type Model,
  ModelError,
  plan,
  resolveBenchmark,
  type Result,
  messageText,
} from "@sameseed/core";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { wrapModel } from "./models/wrap-model.ts";
import { run, type RunOptions } from "./run.ts";

const answer = (text: string, changes: Partial<Completion> = {}): Completion => ({
  text,
  finishReason: "stop",
  refusal: null,
  systemFingerprint: "fp",
  modelVersion: "v",
  usage: { promptTokens: 1, completionTokens: 1 },
  costUsd: null,
  ttftMs: null,
  ...changes,
});

async function benchmarkOf(complete: Model["complete"], cases = 4, changes: Partial<Model> = {}): Promise<Benchmark> {
  const model: Model = { id: "m", complete, ...changes };
  return resolveBenchmark(
    {
      name: "b",
      cases: Array.from({ length: cases }, (_, number) => ({ id: `c${number}`, vars: { q: `q${number}` } })),
      prompts: [
        { id: "p", text: "{{q}}" },
        { id: "loud", text: "{{q}}!" },
      ],
      models: [model],
      scorers: [{ name: "none", score: () => null }],
    },
    () => model,
  );
}

async function results(benchmark: Benchmark, options?: RunOptions): Promise<Result[]> {
  return Array.fromAsync(run(plan(benchmark), benchmark.variants, options));
}

test("each trial becomes one result with the answer to its own prompt and seed", async () => {
  const benchmark = await benchmarkOf(async ({ messages, seed }) => answer(`${messages[0]!.content} ${seed}`));
  for (const { trial, outcome } of await results(benchmark)) {
    expect(outcome).toMatchObject({ status: "completed", attempts: 1, cached: false });
    expect("text" in outcome && outcome.text).toBe(
      `${String(trial.case.vars["q"])}${trial.prompt === "loud" ? "!" : ""} ${trial.seed}`,
    );
  }
});

test("results are the same at any concurrency and in any order of completion", async () => {
  const strip = (all: Result[]) =>
    all
      .map(({ trial, outcome }) => ({ trial, text: "text" in outcome && outcome.text }))
      .toSorted((left, right) => left.trial.index - right.trial.index);
  const expected = strip(
    await results(await benchmarkOf(async ({ seed }) => answer(String(seed)), 12), { concurrency: 1 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 30 }), async (scheduler, concurrency) => {
      const benchmark = await benchmarkOf(
        (request) => scheduler.schedule(Promise.resolve(answer(String(request.seed)))),
        12,
      );
      const all = await scheduler.waitFor(results(benchmark, { concurrency }));
      expect(strip(all)).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

test.each<[string, Partial<Completion>, string]>([
  ["length", { finishReason: "length" }, "truncated"],
  ["a refusal", { refusal: "I cannot", text: null }, "refused"],
  ["a content filter", { finishReason: "content_filter" }, "refused"],
])("%s gives its own status", async (_, changes, status) => {
  const [first] = await results(await benchmarkOf(async () => answer("x", changes), 1));
  expect(first!.outcome.status).toBe(status);
});

test("a permanent error is a failed result that counts its attempts, and the run continues", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 1000 });
  const benchmark = await benchmarkOf(async ({ messages }) => {
    if (messages[0]!.content === "q1") throw new ModelError("server", "broken", { status: 500, retryAfterMs: 1 });
    return answer("fine");
  });
  const all = await results(benchmark, { maxRetries: 2 });
  vi.useRealTimers();
  expect(all).toHaveLength(8);
  const failed = all.filter(({ outcome }) => outcome.status === "failed");
  expect(failed).toHaveLength(1);
  expect(failed[0]!.outcome).toMatchObject({ attempts: 3, error: { kind: "server", message: "broken" } });
});

test("retries a transient error but not a permanent one", async () => {
  let calls = 0;
  const passing = await benchmarkOf(async () => {
    if (++calls === 2) throw new ModelError("rate_limited", "slow down", { retryAfterMs: 0 });
    return answer("fine");
  });
  const attempts = (await results(passing, { concurrency: 1 })).map(({ outcome }) => outcome.attempts);
  expect(attempts.toSorted()).toEqual([1, 1, 1, 1, 1, 1, 1, 2]);

  const refusing = await benchmarkOf(async () => {
    throw new ModelError("bad_request", "too long");
  });
  for (const { outcome } of await results(refusing)) expect(outcome).toMatchObject({ status: "failed", attempts: 1 });
});

test.each(["authentication", "not_found", "unreachable"] as const)(
  "a model that answers nothing but %s ends the run at once",
  async (kind) => {
    let calls = 0;
    const benchmark = await benchmarkOf(async () => {
      calls++;
      throw new ModelError(kind, "no");
    });
    await expect(results(benchmark, { concurrency: 2 })).rejects.toThrowError(
      expect.objectContaining({ code: "MODEL_UNREACHABLE" }),
    );
    expect(calls).toBeLessThanOrEqual(2);
  },
);

test("after a model's first answer the same error is a failed trial", async () => {
  let calls = 0;
  const benchmark = await benchmarkOf(async () => {
    if (++calls % 2 === 0) throw new ModelError("authentication", "the key was revoked");
    return answer("fine");
  });
  const all = await results(benchmark, { concurrency: 1 });
  expect(all.filter(({ outcome }) => outcome.status === "failed")).toHaveLength(4);
});

test("stop lets the requests in flight finish and starts no more", async () => {
  const stop = new AbortController();
  let calls = 0;
  const benchmark = await benchmarkOf(async () => {
    if (++calls === 3) stop.abort();
    return answer("fine");
  }, 50);
  const all = await results(benchmark, { concurrency: 2, stop: stop.signal });
  expect(all.length).toBe(calls);
  expect(calls).toBeLessThan(8);
});

test("after a stop no trial is read from the plan", async () => {
  const stop = new AbortController();
  const benchmark = await benchmarkOf(async () => {
    stop.abort();
    return answer("fine");
  }, 500);
  let read = 0;
  const trials = (async function* () {
    for await (const trial of plan(benchmark)) {
      read++;
      yield trial;
    }
  })();
  await Array.fromAsync(run(trials, benchmark.variants, { concurrency: 1, stop: stop.signal }));
  expect(read).toBeLessThan(100);
});

test("abort drops the requests in flight: unanswered ones have no result", async () => {
  const abort = new AbortController();
  const benchmark = await benchmarkOf(
    (_, signal) =>
      new Promise((_resolve, reject) => signal!.addEventListener("abort", () => reject(new Error("gone")))),
  );
  setImmediate(() => abort.abort());
  expect(await results(benchmark, { abort: abort.signal })).toEqual([]);
});

describe("retries", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Runs on the virtual clock to the end. */
  async function virtually(benchmark: Benchmark, options?: RunOptions): Promise<Result[]> {
    const all = results(benchmark, options);
    all.catch(() => {});
    await vi.runAllTimersAsync();
    return all;
  }

  test("a trial that waits for its next attempt holds no slot", async () => {
    const asked: string[] = [];
    const benchmark = await benchmarkOf(async ({ messages }) => {
      const text = messageText(messages[0]!);
      const isFirst = !asked.includes(text);
      asked.push(text);
      if (isFirst && text === asked[0])
        throw new ModelError("rate_limited", "slow down", { status: 429, retryAfterMs: 60_000 });
      return answer("fine");
    });
    const all = await virtually(benchmark, { concurrency: 1 });
    expect(asked).toHaveLength(9);
    expect(asked.at(-1)).toBe(asked[0]); // the others were sent meanwhile
    expect(all).toHaveLength(8);
    const late = all.find(({ outcome }) => outcome.attempts === 2)!;
    expect(late.outcome.retries).toEqual([{ kind: "rate_limited", status: 429, waitMs: expect.any(Number) as number }]);
    expect(late.outcome.retries![0]!.waitMs).toBeGreaterThanOrEqual(60_000);
    expect(all.filter(({ outcome }) => outcome.retries !== undefined)).toHaveLength(1);
  });

  test("limits the trials in progress while everything is refused", async () => {
    let planned = 0;
    const benchmark = await benchmarkOf(async () => {
      throw new ModelError("rate_limited", "no", { retryAfterMs: 1000 });
    }, 5000);
    const trials = (async function* () {
      for await (const trial of plan(benchmark)) {
        planned++;
        yield trial;
      }
    })();
    const stop = new AbortController();
    const all = Array.fromAsync(run(trials, benchmark.variants, { concurrency: 16, stop: stop.signal }));
    await vi.advanceTimersByTimeAsync(5000);
    expect(planned).toBeLessThanOrEqual(16 * 8 + 1);
    stop.abort();
    expect(await all).toEqual([]);
  });

  test("refusals get more retries than failures, unless the user sets the number", async () => {
    const failing = (kind: ErrorKind, until: number) => {
      let calls = 0;
      return benchmarkOf(async () => {
        if (++calls <= until) throw new ModelError(kind, "no");
        return answer("fine");
      }, 1);
    };
    const attemptsOf = async (benchmark: Benchmark, options?: RunOptions) =>
      (await virtually(benchmark, { concurrency: 1, ...options }))
        .map(({ outcome }) => `${outcome.status} ${outcome.attempts}`)
        .toSorted();
    expect(await attemptsOf(await failing("rate_limited", 15))).toEqual(
      expect.arrayContaining([expect.stringContaining("completed")]),
    );
    expect((await attemptsOf(await failing("server", 1000)))[0]).toBe("failed 5");
    expect((await attemptsOf(await failing("server", 1000), { maxRetries: 0 }))[0]).toBe("failed 1");
    expect((await attemptsOf(await failing("rate_limited", 1000), { maxRetries: 2 }))[0]).toBe("failed 3");
    expect((await attemptsOf(await failing("bad_request", 1000)))[0]).toBe("failed 1");
  });

  test("a hanging attempt ends at its deadline, with or without its signal; a trial at its own", async () => {
    const signals: AbortSignal[] = [];
    const benchmark = await benchmarkOf((_, signal) => {
      signals.push(signal!);
      return new Promise(() => {});
    }, 1);
    const start = performance.now();
    const all = await virtually(benchmark, { timeoutMs: 1000, maxRetries: 1 });
    for (const { outcome } of all)
      expect(outcome).toMatchObject({
        status: "failed",
        attempts: 2,
        latencyMs: 1000,
        error: { kind: "timeout", message: "No answer within 1 s." },
      });
    expect(signals.every((signal) => signal.aborted)).toBe(true);
    const waits = all.map(({ outcome }) => outcome.retries![0]!.waitMs);
    expect(performance.now() - start).toBeLessThan(2000 + Math.max(...waits) + 100);
    const short = await virtually(benchmark, { timeoutMs: 1000, trialTimeoutMs: 1200, maxRetries: 9 });
    for (const { outcome } of short) expect(outcome.attempts).toBe(1);
  });

  test("an attempt without a timeout ends with its trial, and gets a signal", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const never: Model["complete"] = (_, signal) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    const benchmark = await benchmarkOf(never, 1, { timeoutMs: Number.POSITIVE_INFINITY });
    for (const { outcome } of await virtually(benchmark, { trialTimeoutMs: 1200 }))
      expect(outcome).toMatchObject({ status: "failed", attempts: 1, error: { kind: "timeout" } });
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
  });

  test("a model with immediate answers gets no signal, not even inside another model", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const benchmark = await benchmarkOf(async () => answer("fine"), 1);
    const model = wrapModel({ ...benchmark.variants[0]!.model, isImmediate: true }, (inner) => (request, signal) => {
      signals.push(signal);
      return inner.complete(request, signal);
    });
    const variants = benchmark.variants.map((variant) => ({ ...variant, model }));
    for (const { outcome } of await results({ ...benchmark, variants })) expect(outcome.status).toBe("completed");
    expect(signals).toEqual([undefined, undefined]);
  });

  test("a service that asks to wait beyond the trial's deadline is not waited for", async () => {
    const benchmark = await benchmarkOf(async () => {
      throw new ModelError("rate_limited", "tomorrow", { retryAfterMs: 86_400_000 });
    });
    const start = performance.now();
    for (const { outcome } of await virtually(benchmark))
      expect(outcome).toMatchObject({
        status: "failed",
        attempts: 1,
        error: { message: "tomorrow (another attempt in 86400 s would be beyond the timeout of the trial)" },
      });
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("does not send a trial again if its turn comes after its deadline", async () => {
    let calls = 0;
    const benchmark = await benchmarkOf(async () => {
      const isFirst = calls++ === 0;
      await new Promise((resolve) => setTimeout(resolve, isFirst ? 500 : 900));
      if (isFirst) throw new ModelError("server", "no", { retryAfterMs: 100 });
      return answer("fine");
    });
    const all = await virtually(benchmark, { concurrency: 1, trialTimeoutMs: 1000, maxRetries: 9 });
    expect(all.map(({ outcome }) => outcome.status).toSorted()).toEqual([
      ...Array<string>(7).fill("completed"),
      "failed",
    ]);
    expect(calls).toBe(8);
  });

  test.each([0, 1])(
    "a service that asks for a wait of %s ms and refuses for a minute loses no trial",
    async (retryAfterMs) => {
      const start = performance.now();
      const benchmark = await benchmarkOf(async () => {
        if (performance.now() < start + 60_000) throw new ModelError("rate_limited", "slow down", { retryAfterMs });
        return answer("fine");
      });
      const all = await virtually(benchmark);
      expect(all.map(({ outcome }) => outcome.status)).toEqual(Array(8).fill("completed"));
      for (const { outcome } of all) expect(outcome.attempts).toBeLessThan(21);
    },
  );

  test("a deadline beyond the longest timer has no effect", async () => {
    const slow = await benchmarkOf(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return answer("fine");
    }, 1);
    for (const { outcome } of await virtually(slow, { timeoutMs: 1e12 })) expect(outcome.status).toBe("completed");
  });

  test("the seed spreads the waits, equally in each run", async () => {
    const waitsOf = async (seed: number) => {
      let calls = 0;
      const benchmark = await benchmarkOf(async () => {
        if (calls++ % 2 === 0) throw new ModelError("server", "no");
        return answer("fine");
      });
      return (await virtually(benchmark, { concurrency: 1, seed })).flatMap(({ outcome }) =>
        (outcome.retries ?? []).map(({ waitMs }) => waitMs),
      );
    };
    const first = await waitsOf(1);
    expect(await waitsOf(1)).toEqual(first);
    expect(await waitsOf(2)).not.toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(1);
    for (const waitMs of first) expect(waitMs).toBeGreaterThanOrEqual(250);
  });

  test("stop ends the wait of trials without an answer and leaves them for a resumed run", async () => {
    const stop = new AbortController();
    const benchmark = await benchmarkOf(async () => {
      throw new ModelError("server", "no", { retryAfterMs: 100_000 });
    });
    const all = results(benchmark, { stop: stop.signal });
    await vi.advanceTimersByTimeAsync(10);
    stop.abort();
    expect(await all).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("models of one quota share its limits", async () => {
    const times: number[] = [];
    const complete = async () => {
      times.push(performance.now());
      return answer("fine");
    };
    const benchmark = await benchmarkOf(complete);
    const variants = benchmark.variants.map((variant) => ({
      ...variant,
      model: { id: variant.id, quota: "q", complete },
    }));
    const all = Array.fromAsync(run(plan(benchmark), variants, { maxRequestsPerMinute: 60 }));
    await vi.runAllTimersAsync();
    expect(await all).toHaveLength(8);
    expect(times.at(-1)! - times[0]!).toBeGreaterThanOrEqual(6900);
  });
});
