import {
  type Benchmark,
  type Completion,
  type Model,
  ModelError,
  plan,
  resolveBenchmark,
  type Result,
} from "@sameseed/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { textCompletion } from "@sameseed/core";
import { run, type RunOptions } from "../run.ts";
import { RunHealth, type ServiceEvent } from "./run-health.ts";

const fine: Completion = textCompletion("fine");

interface Service {
  /** Requests so far. */
  calls: number;
  readonly complete: Model["complete"];
}

/** A model whose n-th request, from 1, fails with the error of `errorOf`, if any. */
function service(errorOf: (call: number) => ModelError | null): Service {
  const made: Service = {
    calls: 0,
    async complete() {
      const error = errorOf(++made.calls);
      if (error !== null) throw error;
      return fine;
    },
  };
  return made;
}

async function benchmarkOf(services: Readonly<Record<string, Service>>, cases: number): Promise<Benchmark> {
  return resolveBenchmark(
    {
      name: "b",
      cases: Array.from({ length: cases }, (_, number) => ({ id: `c${number}`, vars: { q: `q${number}` } })),
      prompts: [{ id: "p", text: "{{q}}" }],
      models: Object.entries(services).map(([id, { complete }]) => ({ id, complete })),
      scorers: [{ name: "none", score: () => null }],
    },
    () => ({ id: "none", complete: async () => fine }),
  );
}

interface Ran {
  readonly all: readonly Result[];
  readonly events: readonly ServiceEvent[];
  readonly skipped: number;
}

const failed = (all: readonly Result[]) => all.filter(({ outcome }) => outcome.status === "failed");
const of = (model: string, all: readonly Result[]) => all.filter(({ trial }) => trial.model === model);

describe("the health of models", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  async function ran(benchmark: Benchmark, options: RunOptions = {}): Promise<Ran> {
    const events: ServiceEvent[] = [];
    let skipped = 0;
    const all = Array.fromAsync(
      run(plan(benchmark), benchmark.variants, {
        ...options,
        onService: (event) => void events.push(event),
        onSkip: () => skipped++,
      }),
    );
    all.catch(() => {});
    await vi.runAllTimersAsync();
    return { all: await all, events, skipped };
  }

  test.each([
    ["a quota that is spent", new ModelError("insufficient_quota", "nothing left", { status: 429 })],
    ["a key that is revoked", new ModelError("authentication", "401 no", { status: 401 })],
  ])("%s in mid-run ends that model's trials after five errors; the others continue", async (_, error) => {
    const spent = service((call) => (call > 20 ? error : null));
    const benchmark = await benchmarkOf({ spent, well: service(() => null) }, 200);
    const { all, events, skipped } = await ran(benchmark, { concurrency: 4 });
    expect(of("well", all)).toHaveLength(200);
    expect(of("spent", all).filter(({ outcome }) => outcome.status !== "failed")).toHaveLength(20);
    expect(spent.calls).toBeLessThanOrEqual(20 + 5 + 4);
    expect(failed(all)).toHaveLength(spent.calls - 20);
    expect(skipped).toBe(200 - spent.calls);
    expect(events).toEqual([
      expect.objectContaining({ status: "stopped", model: "spent", kind: error.kind, message: error.message }),
    ]);
    expect(events[0]).toHaveProperty("hint", expect.stringMatching(/key|billing/));
  });

  test.each(["invalid_response", "not_found"] as const)(
    "a service that begins to answer only %s ends that model's trials after twenty errors",
    async (kind) => {
      const portal = service((call) => (call > 10 ? new ModelError(kind, "<html>Sign in</html>") : null));
      const benchmark = await benchmarkOf({ portal, well: service(() => null) }, 200);
      const { all, events } = await ran(benchmark, { concurrency: 4, maxRetries: 0 });
      expect(of("well", all)).toHaveLength(200);
      expect(failed(all).length).toBeLessThanOrEqual(20 + 4);
      expect(events).toEqual([expect.objectContaining({ status: "stopped", model: "portal", kind })]);
    },
  );

  test("single refusals between answers do not end the run", async () => {
    const moody = service((call) => (call % 5 === 1 ? null : new ModelError("authentication", "403 not this one")));
    const { all, events } = await ran(await benchmarkOf({ moody }, 50), { concurrency: 1 });
    expect(all).toHaveLength(50);
    expect(failed(all)).toHaveLength(40);
    expect(events).toEqual([]);
  });

  test.each(["authentication", "unreachable", "not_found", "insufficient_quota", "connection"] as const)(
    "one model of three that answers nothing but %s is skipped, and has no rows; the others finish",
    async (kind) => {
      const dead = service(() => new ModelError(kind, "no"));
      const benchmark = await benchmarkOf({ dead, a: service(() => null), b: service(() => null) }, 30);
      const { all, events, skipped } = await ran(benchmark);
      expect(of("dead", all)).toEqual([]);
      expect(all).toHaveLength(60);
      expect(skipped).toBe(30);
      expect(events).toEqual([expect.objectContaining({ status: "stopped", model: "dead", kind })]);
    },
  );

  test("refuses the run if no model can be used", async () => {
    const dead = () => service(() => new ModelError("unreachable", "nobody there"));
    const benchmark = await benchmarkOf({ a: dead(), b: dead() }, 30);
    await expect(ran(benchmark)).rejects.toThrowError(
      expect.objectContaining({
        code: "MODEL_UNREACHABLE",
        message: expect.stringContaining("nobody there") as string,
      }),
    );
  });

  test.each<[string, ModelError, number]>([
    ["refuses connections", new ModelError("unreachable", "connect ECONNREFUSED"), 64],
    ["refuses connections", new ModelError("unreachable", "connect ECONNREFUSED"), 1],
    ["says 503", new ModelError("server", "503", { status: 503 }), 64],
    ["says 502", new ModelError("server", "502", { status: 502 }), 8],
    ["resets", new ModelError("connection", "reset"), 64],
  ])("a service that %s for 20 s costs no trial (%s, %i at a time)", async (_, error, concurrency) => {
    let goneFrom = Number.POSITIVE_INFINITY;
    const gone = service((call) => {
      if (call === 100) goneFrom = performance.now();
      const isGone = performance.now() >= goneFrom && performance.now() < goneFrom + 20_000;
      return isGone ? error : null;
    });
    const { all, events } = await ran(await benchmarkOf({ gone }, 2000), { concurrency });
    expect(all).toHaveLength(2000);
    expect(failed(all)).toEqual([]);
    expect(events.map(({ status }) => status)).toEqual(["held", "back"]);
    expect(gone.calls).toBeLessThan(2000 + 4 * 64);
  });

  test("other models continue during a service's outage", async () => {
    let backAt = Number.POSITIVE_INFINITY;
    const away = service((call) => {
      if (call === 10) backAt = performance.now() + 20_000;
      return call >= 10 && performance.now() < backAt ? new ModelError("unreachable", "no") : null;
    });
    let lastAt = 0;
    const well = service(() => {
      lastAt = performance.now();
      return null;
    });
    const { all } = await ran(await benchmarkOf({ away, well }, 1000), { concurrency: 4 });
    expect(failed(all)).toEqual([]);
    expect(all).toHaveLength(2000);
    expect(lastAt).toBeLessThan(backAt - 15_000);
  });

  test("a long outage ends its model's trials after five minutes without failed rows", async () => {
    const gone = service((call) => (call > 50 ? new ModelError("unreachable", "connect ECONNREFUSED") : null));
    const start = performance.now();
    const { all, events, skipped } = await ran(await benchmarkOf({ gone, well: service(() => null) }, 500));
    expect(of("well", all)).toHaveLength(500);
    expect(of("gone", all)).toHaveLength(50);
    expect(failed(all)).toEqual([]);
    expect(skipped).toBe(450);
    expect(events.map(({ status }) => status)).toEqual(["held", "stopped"]);
    expect(performance.now() - start).toBeLessThan(400_000);
  });

  test("one case that breaks a service does not stop the others", async () => {
    const picky: Model["complete"] = async ({ case: id }) => {
      if (id === "c7") throw new ModelError("connection", "reset");
      return fine;
    };
    const { all, events } = await ran(await benchmarkOf({ picky: { calls: 0, complete: picky } }, 300), {
      concurrency: 1,
    });
    expect(all).toHaveLength(300);
    expect(failed(all)).toHaveLength(1);
    expect(events).toEqual([]);
  });

  test("uses a service that fails two of five requests at random to the end", async () => {
    let state = 7;
    const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const flaky = service(() => (random() < 0.4 ? new ModelError("server", "500", { status: 500 }) : null));
    const { all, events } = await ran(await benchmarkOf({ flaky }, 1000), { concurrency: 16 });
    expect(all).toHaveLength(1000);
    expect(events.filter(({ status }) => status === "stopped")).toEqual([]);
    expect(failed(all).length).toBeLessThan(30);
  });

  test("makes no retries that the user forbids during an outage", async () => {
    const gone = service((call) => (call > 5 ? new ModelError("unreachable", "no") : null));
    const { all } = await ran(await benchmarkOf({ gone }, 100), { maxRetries: 0, concurrency: 2 });
    expect(all.every(({ outcome }) => outcome.attempts === 1)).toBe(true);
    expect(gone.calls).toBe(all.length);
    expect(gone.calls).toBeLessThan(100);
  });

  test("stop ends the wait for a service and leaves those trials for a resumed run", async () => {
    const gone = service((call) => (call > 5 ? new ModelError("unreachable", "no") : null));
    const benchmark = await benchmarkOf({ gone }, 100);
    const stop = new AbortController();
    const all = Array.fromAsync(run(plan(benchmark), benchmark.variants, { concurrency: 4, stop: stop.signal }));
    await vi.advanceTimersByTimeAsync(3000);
    stop.abort();
    expect(failed(await all)).toEqual([]);
    expect(await all).toHaveLength(5);
  });

  test("the state of a model's service passes from a warm-up to the run", async () => {
    const dead = service(() => new ModelError("authentication", "401"));
    const benchmark = await benchmarkOf({ dead, well: service(() => null) }, 20);
    const health = new RunHealth();
    const first = await Array.fromAsync(run(plan(benchmark), benchmark.variants, { health, concurrency: 1 }));
    const calls = dead.calls;
    const second = await Array.fromAsync(run(plan(benchmark), benchmark.variants, { health, concurrency: 1 }));
    expect([first.length, second.length]).toEqual([20, 20]);
    expect(dead.calls).toBe(calls);
  });
});
