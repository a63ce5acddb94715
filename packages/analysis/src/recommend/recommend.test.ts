import type { Report } from "@sameseed/core";
import { expect, test } from "vitest";
import { ReportBuilder } from "../summary/report-builder.ts";
import { manifestOf, rowOf, variant } from "../testing/sample-run.ts";

interface VariantTrials {
  readonly rate: number;
  readonly costUsd?: number | null;
  readonly latencyMs?: number;
}

/** A report on variants that pass a known share of 200 cases; the easier cases are passed by all. */
function reportOf(arms: Readonly<Record<string, VariantTrials>>): Report {
  const names = Object.keys(arms);
  const manifest = manifestOf({
    variants: names.map((name) => variant(name)),
    baseline: `${names[0]}/m`,
    cases: { dataset: "d", count: 200, hash: "0", hashes: null, varNames: [] },
  });
  const builder = new ReportBuilder(manifest);
  for (let number = 0; number < 200; number++) {
    for (const [place, name] of names.entries()) {
      const { rate, costUsd = null, latencyMs = 100 } = arms[name]!;
      // A tenth of the cases have separate luck, so that variants of one rate differ in places.
      const ease = number % 10 === place % 10 ? (number * 7919 + place * 104_729) % 200 : number;
      const index = number * names.length + place;
      builder.add(
        rowOf({
          case: { id: `c${number}` },
          index,
          prompt: name,
          score: ease < 200 * rate ? 1 : 0,
          outcome: { costUsd, latencyMs },
        }),
      );
    }
  }
  return builder.report();
}

test("names the best variants, those indistinguishable from the best, and the cheapest and fastest of them", () => {
  const { recommendation } = reportOf({
    small: { rate: 0.5, costUsd: 0.00001, latencyMs: 50 },
    large: { rate: 0.9, costUsd: 0.001, latencyMs: 900 },
    rival: { rate: 0.89, costUsd: 0.0004, latencyMs: 400 },
    poor: { rate: 0.3, costUsd: 0.002, latencyMs: 900 },
  });
  expect(recommendation).toMatchObject({ best: ["large/m", "rival/m"], cheapest: "rival/m", fastest: "rival/m" });
  expect(recommendation?.choices.map(({ standing }) => standing)).toEqual(["best", "best", "frontier", "dominated"]);
});

test("one variant that beats all others is the only one", () => {
  const { recommendation } = reportOf({ a: { rate: 0.4 }, b: { rate: 0.9 }, c: { rate: 0.5 } });
  expect(recommendation).toMatchObject({ best: ["b/m"], cheapest: null });
});

test("without a distinguishable variant all are in the set", () => {
  const { recommendation } = reportOf({ a: { rate: 0.5 }, b: { rate: 0.5 }, c: { rate: 0.51 } });
  expect(recommendation?.best).toHaveLength(3);
});

test("two variants have a verdict and need no recommendation", () => {
  expect(reportOf({ a: { rate: 0.4 }, b: { rate: 0.9 } }).recommendation).toBeUndefined();
});
