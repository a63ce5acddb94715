import { type Completion, type Model, ModelError, type ModelRequest, type Row, type Trial } from "@sameseed/core";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { budgetMeter } from "./budget.ts";
import type { Budget, BudgetMeter } from "./budget-meter.ts";
import { fake } from "../models/fake.ts";
import { run } from "../run.ts";

const trial = (index: number): Trial => ({
  index,
  order: index,
  case: { id: `c${index}`, vars: {} },
  repeat: 0,
  variant: "p/m",
  prompt: "p",
  model: "m",
  seed: 1,
});

async function* trials(count: number): AsyncGenerator<Trial> {
  for (let index = 0; index < count; index++) yield trial(index);
}

interface Ran {
  readonly rows: Row[];
  readonly asked: number;
  readonly meter: BudgetMeter;
}

type AtMost = Parameters<BudgetMeter["metered"]>[2];

/** Runs `count` trials of a model within a budget, through the real runner. */
async function runWithin(
  budget: Budget,
  reply: (request: ModelRequest) => Partial<Completion> | Promise<Partial<Completion>>,
  { count = 100, concurrency = 8, now = (): number => 0, atMost = undefined as AtMost } = {},
): Promise<Ran> {
  const meter = budgetMeter(budget, now);
  let asked = 0;
  const model: Model = fake("fake:m", async (request) => {
    asked++;
    return { text: "x", ...(await reply(request)) };
  });
  const variant = {
    id: "p/m",
    prompt: { id: "p", source: "", messages: () => [] },
    modelId: "m",
    model: meter.metered(model, "m", atMost),
    params: {},
  };
  const rows: Row[] = [];
  for await (const result of run(meter.within(trials(count)), [variant], { concurrency, maxRetries: 0 })) {
    const row = { ...result, scores: {} };
    meter.settle(row);
    rows.push(row);
  }
  return { rows, asked, meter };
}

const costing = (costUsd: number) => () => ({ costUsd });
const taking = (tokens: number) => () => ({ usage: { promptTokens: tokens - 1, completionTokens: 1 } });

test("runs all trials if no limit is reached", async () => {
  const { rows, meter } = await runWithin({ maxCostUsd: 100, maxTokens: 1e6, maxDurationMs: 1e6 }, () => ({
    ...costing(0.5)(),
    ...taking(10)(),
  }));
  expect(rows).toHaveLength(100);
  expect(meter.stoppedBy()).toBeNull();
});

test.each<[string, Budget, () => Partial<Completion>, number, string]>([
  [
    "cost",
    { maxCostUsd: 10 },
    costing(0.3),
    33,
    "`budget.maxCostUsd`: $9.9 of $10 are spent, and an answer of m took up to $0.3",
  ],
  [
    "tokens",
    { maxTokens: 1000 },
    taking(30),
    33,
    "`budget.maxTokens`: 990 tokens of 1000 tokens are spent, and an answer of m took up to 30 tokens",
  ],
])(
  "uses the limit of %s as far as whole answers fit, at any concurrency",
  async (...[, budget, reply, fitting, reason]) => {
    for (const concurrency of [1, 8, 50]) {
      const { rows, meter } = await runWithin(budget, reply, { concurrency });
      expect(rows).toHaveLength(fitting);
      expect(meter.stoppedBy()).toBe(reason);
    }
  },
);

test("a limit is exceeded by at most one answer's excess over all before it, for any sizes and order", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 50, max: 1000 }),
      fc.integer({ min: 1, max: 9 }),
      async (scheduler, sizes, maxTokens, concurrency) => {
        const reply = (request: ModelRequest) =>
          scheduler.schedule(Promise.resolve(taking(sizes[Number(request.case.slice(1))]!)()));
        const { rows } = await scheduler.waitFor(runWithin({ maxTokens }, reply, { count: sizes.length, concurrency }));
        const used = rows.map(({ trial: { index } }) => sizes[index]!);
        const total = used.reduce((sum, size) => sum + size, 0);
        // In flight together with a record size there may be others that were let in on the smaller estimate.
        expect(total).toBeLessThanOrEqual(
          maxTokens + concurrency * (Math.max(...sizes) - Math.min(...sizes)) + (rows.length === 1 ? used[0]! : 0),
        );
        if (new Set(sizes).size === 1 && rows.length > 1) expect(total).toBeLessThanOrEqual(maxTokens);
      },
    ),
    { numRuns: 60 },
  );
});

test("a limit is never exceeded with answers of bounded size, for any sizes and order", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 1, max: 40 }),
      async (scheduler, sizes, maxTokens, concurrency) => {
        const reply = (request: ModelRequest) =>
          scheduler.schedule(
            Promise.resolve({ usage: { promptTokens: 0, completionTokens: sizes[Number(request.case.slice(1))]! } }),
          );
        const atMost: AtMost = (promptTokens) => ({ usage: { promptTokens, completionTokens: 100 }, costUsd: null });
        const { rows } = await scheduler.waitFor(
          runWithin({ maxTokens }, reply, { count: sizes.length, concurrency, atMost }),
        );
        const total = rows.reduce((sum, { trial: { index } }) => sum + sizes[index]!, 0);
        expect(total).toBeLessThanOrEqual(maxTokens);
      },
    ),
    { numRuns: 60 },
  );
});

test("keeps one trial in flight until an answer's size is known", async () => {
  let inFlight = 0;
  let most = 0;
  let answered = 0;
  await runWithin({ maxCostUsd: 1000 }, async () => {
    inFlight++;
    if (answered === 0) most = Math.max(most, inFlight);
    await new Promise((resolve) => setImmediate(resolve));
    inFlight--;
    answered++;
    return { costUsd: 1 };
  });
  expect(most).toBe(1);
});

test("each model has its own size: a cheap one's answers do not count for an expensive one's", async () => {
  const meter = budgetMeter({ maxCostUsd: 10 });
  const models = { cheap: 0.01, dear: 2 };
  const variants = Object.entries(models).map(([id, costUsd]) => ({
    id: `p/${id}`,
    prompt: { id: "p", source: "", messages: () => [] },
    modelId: id,
    model: meter.metered(
      fake(id, () => ({ costUsd })),
      id,
    ),
    params: {},
  }));
  async function* both(): AsyncGenerator<Trial> {
    for (let index = 0; index < 40; index++)
      yield {
        ...trial(index),
        model: index % 2 === 0 ? "cheap" : "dear",
        variant: index % 2 === 0 ? "p/cheap" : "p/dear",
      };
  }
  let costUsd = 0;
  for await (const { outcome } of run(meter.within(both()), variants, { concurrency: 20 }))
    costUsd += ("costUsd" in outcome && outcome.costUsd) || 0;
  expect(costUsd).toBeLessThanOrEqual(10);
  expect(costUsd).toBeGreaterThan(8);
});

test("the costs of earlier sessions count", async () => {
  const meter = budgetMeter({ maxCostUsd: 1 });
  const { rows } = await runWithin({ maxCostUsd: 1 }, costing(0.1), { concurrency: 1 });
  expect(rows).toHaveLength(10);
  for (const row of rows) meter.spend(row);
  expect(await Array.fromAsync(meter.within(trials(5)))).toEqual([]);
  expect(meter.stoppedBy()).toContain("`budget.maxCostUsd`: $1 of $1");
});

describe("spends nothing for", () => {
  test.each<[string, Partial<Completion>]>([
    ["answers from a cache", { cached: true, costUsd: 5 }],
    ["recordings", { latencyMs: null, costUsd: null }],
  ])("%s", async (_, completion) => {
    const { rows, meter } = await runWithin({ maxCostUsd: 1 }, () => completion, { count: 20 });
    expect(rows).toHaveLength(20);
    expect(meter.stoppedBy()).toBeNull();
  });

  test.each([1, 4])("failed trials, which never stop the run (concurrency %i)", async (concurrency) => {
    const { rows, meter } = await runWithin(
      { maxCostUsd: 1 },
      ({ case: id }) =>
        Number(id.slice(1)) % 2 === 0 ? Promise.reject(new ModelError("bad_request", "no")) : { costUsd: 0.01 },
      { count: 40, concurrency },
    );
    expect(rows).toHaveLength(40);
    expect(meter.stoppedBy()).toBeNull();
  });
});

test.each<[Budget, string]>([
  [{ maxCostUsd: 1 }, "`budget.maxCostUsd` cannot be enforced: m reports no cost"],
  [{ maxTokens: 10 }, "`budget.maxTokens` cannot be enforced: m reports no token counts"],
])("a limit that cannot be enforced ends the run after the first answer: %j", async (budget, reason) => {
  const { rows, meter } = await runWithin(budget, () => ({ costUsd: null, usage: null }));
  expect(rows).toHaveLength(1);
  expect(meter.stoppedBy()).toBe(reason);
});

test("ends the run before an answer as slow as the slowest would exceed the time", async () => {
  let clock = 0;
  const { rows, meter } = await runWithin({ maxDurationMs: 1000 }, () => ((clock += 90), {}), {
    concurrency: 1,
    now: () => clock,
  });
  expect(rows).toHaveLength(11);
  expect(meter.stoppedBy()).toBe("`budget.maxDurationMs`: 0.99 s of 1 s are over, and an answer took up to 0.09 s");
});

test("names only the time limit after it has passed", async () => {
  let clock = 0;
  const { meter } = await runWithin({ maxDurationMs: 1000 }, () => ((clock += 600), {}), {
    concurrency: 1,
    now: () => clock,
  });
  expect(meter.stoppedBy()).toBe("`budget.maxDurationMs`: 0.6 s of 1 s are over, and an answer took up to 0.6 s");
  const late = await runWithin({ maxDurationMs: 1000 }, () => ((clock += 1000), {}), {
    concurrency: 1,
    now: () => clock,
  });
  expect(late.rows).toHaveLength(1);
  expect(late.meter.stoppedBy()).toBe("`budget.maxDurationMs`: 1 s are over");
});

test("when the time is over, waiting trials end, and the reason names the time", () => {
  vi.useFakeTimers();
  try {
    const meter = budgetMeter({ maxDurationMs: 3000 });
    vi.advanceTimersByTime(2999);
    expect([meter.timeUp.aborted, meter.stoppedBy()]).toEqual([false, null]);
    vi.advanceTimersByTime(1);
    expect([meter.timeUp.aborted, meter.stoppedBy()]).toEqual([true, "`budget.maxDurationMs`: 3 s are over"]);
  } finally {
    vi.useRealTimers();
  }
});

test("a trial that fails unsent admits the next one", async () => {
  const meter = budgetMeter({ maxTokens: 100 });
  expect(await meter.admit("m")).toBe(true);
  const next = meter.admit("m");
  meter.settle({
    trial: trial(0),
    outcome: {
      status: "failed",
      error: { kind: "bad_request", message: "not sent" },
      latencyMs: null,
      attempts: 0,
      startedAt: "2026-01-01T00:00:00.000Z",
    },
  });
  const late = new Promise((resolve) => setTimeout(resolve, 1000, "waits for ever"));
  expect(await Promise.race([next, late])).toBe(true);
});
