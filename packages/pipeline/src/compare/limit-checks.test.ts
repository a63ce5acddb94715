import type { Manifest, Row } from "@sameseed/core";
import { expect, test } from "vitest";
import { type Limit, parseLimit, parseThreshold } from "../choices/threshold.ts";
import { checkTimes } from "./check-times.ts";
import { limitChecks } from "./limit-checks.ts";

const MANIFEST = { variants: [{ id: "p/m" }], repeats: 1 } as unknown as Manifest;

interface Answer {
  readonly case?: string;
  readonly latencyMs?: number | null;
  readonly costUsd?: number | null;
  readonly cached?: boolean;
  readonly status?: string;
}

async function* rowsOf(answers: readonly Answer[]): AsyncGenerator<Row> {
  for (const [place, { case: id = `c${place}`, status = "completed", ...outcome }] of answers.entries())
    yield {
      trial: { variant: "p/m", case: { id, vars: {} }, repeat: 0 },
      outcome: { status, latencyMs: 100, costUsd: 0.001, ttftMs: null, cached: false, ...outcome },
      scores: {},
    } as unknown as Row;
}

async function checkOf(answers: readonly Answer[], limit: string) {
  const limits: readonly Limit[] = [parseLimit(limit)!];
  const [check] = await limitChecks(MANIFEST, rowsOf(answers), { limits, exempt: [] });
  return check!;
}

/** 200 answers of 1 to 200 ms: the interval of the median is [87, 115], that of the 95th percentile [183, 196]. */
const SPREAD = Array.from({ length: 200 }, (_, place) => ({ latencyMs: place + 1 }));

test.each([
  ["an interval below the limit passes", SPREAD, "latency_p50_ms=120", "passed"],
  ["an interval above it fails", SPREAD, "latency_p50_ms=80", "failed"],
  ["an interval that contains it is undecided", SPREAD, "latency_p50_ms=101", "undecided"],
  ["few answers give no upper end for a high quantile", SPREAD.slice(0, 20), "latency_p95_ms=1000", "undecided"],
  ["few answers can still show that a limit is passed", SPREAD.slice(0, 20), "latency_p95_ms=10", "failed"],
  ["unknown times are undecided", SPREAD, "ttft_p50_ms=10", "undecided"],
  ["cached answers have no time", SPREAD.map((one) => ({ ...one, cached: true })), "latency_p50_ms=500", "undecided"],
  ["equal prices are known exactly", SPREAD, "cost_per_1000=1", "passed"],
  ["a price above the limit fails", SPREAD, "cost_per_1000=0.9", "failed"],
  ["an unknown price is undecided", [...SPREAD, { costUsd: null }], "cost_per_1000=100", "undecided"],
  ["failed trials have neither price nor time", [...SPREAD, { status: "failed" }], "cost_per_1000=1", "passed"],
  ["no answer is undecided", [{ status: "failed" }], "cost_per_1000=1", "undecided"],
] as const)("%s", async (_, answers, limit, result) => {
  expect((await checkOf(answers, limit)).result).toBe(result);
});

test("averages repeats inside their case, the independent unit", async () => {
  const answers = [...Array.from({ length: 99 }, () => ({ case: "a", costUsd: 0.001 })), { case: "b", costUsd: 0.003 }];
  expect((await checkOf(answers, "cost_per_1000=2")).message).toMatch(/\$2\.00 \[\$0\.00, .* over 2 cases/);
});

test("an undecided check gives the number of cases for a decision", async () => {
  const { message } = await checkOf(SPREAD.slice(0, 20), "latency_p95_ms=1000");
  expect(message).toContain("needs 72 answers or more");
});

test.each(["latency_p95_ms", "latency_p99.9_ms", "ttft_p50_ms", "cost_per_1000"])("%s is a limit", (name) => {
  expect(parseLimit(`${name}=500`)).toMatchObject({ metric: name, most: 500 });
});

test.each(["latency_p95_ms=", "latency_p95_ms=-1", "latency_p0_ms=5", "latency_p100_ms=5", "latency=5", "score=0.8"])(
  "%s is none",
  (text) => expect(parseLimit(text)).toBeNull(),
);

test("a threshold on a score is unchanged", () => {
  expect(parseThreshold("score=0.8")).toEqual({ metric: "score", least: 0.8 });
});

test("the time of a check is that of the requests of its variant or case", async () => {
  const check = { name: "x", group: "g", result: "passed" as const, message: "" };
  const answers = [{ latencyMs: 1500 }, { latencyMs: 500 }, { latencyMs: 9000, cached: true }, { latencyMs: null }];
  const checks = await checkTimes(
    [{ ...check, variant: "p/m [run 2]" }, { ...check, variant: "p/m", case: "c1" }, check],
    MANIFEST,
    rowsOf(answers),
  );
  expect(checks.map(({ seconds }) => seconds)).toEqual([2, 0.5, undefined]);
});
