import { expect, test } from "vitest";
import { type DesignSource, plannedDesigns } from "./designs.ts";
import { assumedScenarios, type PowerSetting, pilotScenarios } from "./plan-power.ts";

const setting: PowerSetting = {
  cases: 200,
  repeats: 1,
  variants: 2,
  comparisons: 1,
  alpha: 0.05,
  power: 0.8,
  detect: 0.05,
};
const row = { repeats: 1, mde: 0.07, cases: 469, requests: 938, noiseShare: null };
const source: DesignSource = { power: [row], variances: [0.16, 0.1275], saved: 0.29 };

test("sorts designs by their average number of requests, the cheapest first", () => {
  const designs = plannedDesigns(setting, source);
  expect(designs.map(({ kind, cases, meanRequests, requests }) => [kind, cases, meanRequests, requests])).toEqual([
    ["covariate", 333, 666, 666],
    ["detect", 535, 685, 1070],
    ["sequential", 530, 704, 1060],
    ["paired", 469, 938, 938],
    ["unpaired", 903, 1806, 1806],
  ]);
});

test("without a difference a sequential run needs at most its cases", () => {
  for (const { requests, withoutDifference } of plannedDesigns(setting, source))
    expect(withoutDifference).toBeLessThanOrEqual(requests);
});

test("leaves out unknown parts: no pilot, no past run, few cases, many variants, no requested difference", () => {
  const kinds = (change: Partial<PowerSetting>, other: Partial<DesignSource> = {}) =>
    plannedDesigns({ ...setting, ...change }, { ...source, ...other }).map(({ kind }) => kind);
  expect(kinds({}, { variances: null, saved: null })).toEqual(["detect", "sequential", "paired"]);
  expect(kinds({ variants: 3, comparisons: 2 }, { saved: -0.02 })).toEqual(["prune", "paired", "unpaired"]);
  expect(kinds({ variants: 17, comparisons: 16 }, { saved: null })).not.toContain("prune");
  expect(kinds({ variants: 3, comparisons: 2, isFixedSize: true }, { saved: null })).not.toContain("prune");
  expect(kinds({}, { power: [{ ...row, cases: 30, requests: 60 }], variances: null })).toEqual(["paired"]);
  expect(kinds({ isFixedSize: true }, { saved: null })).toEqual(["paired", "unpaired"]);
  expect(kinds({ detect: null })).toEqual([]);
  expect(kinds({}, { power: [{ ...row, cases: null, requests: null }], variances: null })).toEqual([]);
});

test("no design is below a verdict's minimum, and constant scores give no unpaired design", () => {
  const constant = plannedDesigns(setting, { ...source, variances: [0, 0] });
  expect(constant.map(({ kind }) => kind)).not.toContain("unpaired");
  const power = [{ ...row, cases: 8, requests: 16 }];
  const small = plannedDesigns({ ...setting, detect: 0.5 }, { power, variances: [0.0001, 0], saved: 0.99 });
  expect(small.map(({ kind, cases }) => [kind, cases])).toEqual([
    ["unpaired", 6],
    ["paired", 8],
  ]);
  const covariate = plannedDesigns(setting, { ...source, saved: 1 }).find(({ kind }) => kind === "covariate");
  expect(covariate!.cases).toBe(50); // fewer have no adjusted difference
  const pilot = {
    runId: "p",
    cases: 40,
    repeats: 1,
    variants: [
      {
        variant: "v",
        scores: Array.from({ length: 40 }, () => [1]),
        baseline: Array.from({ length: 40 }, () => [0]),
      },
    ],
    clusters: null,
    answerTokens: new Map(),
  };
  const [opposite] = pilotScenarios(setting, pilot);
  expect(opposite!.designs.filter(({ cases }) => cases < 6)).toEqual([]);
});

test("a pilot with repeats shows a fixed design for each number of repeats", () => {
  const scores = (offset: number): number[][] =>
    Array.from({ length: 60 }, (_, place) => [0, 1].map((repeat) => (((place + offset) * 7 + repeat * 3) % 10) / 10));
  const pilot = {
    runId: "p",
    cases: 60,
    repeats: 2,
    variants: [{ variant: "v", scores: scores(4), baseline: scores(0) }],
  };
  const [scenario] = pilotScenarios({ ...setting, repeats: 2 }, { ...pilot, clusters: null, answerTokens: new Map() });
  const fixed = scenario!.designs.filter(({ kind }) => kind === "paired");
  expect(fixed.map(({ repeats }) => repeats).toSorted()).toEqual([1, 2, 4, 8]);
  expect(scenario!.designs.some(({ kind }) => kind === "unpaired")).toBe(true);
  expect(assumedScenarios(setting, 0.15)[0]!.designs.at(-1)!.kind).toBe("paired");
});

test("the A/A control costs requests, and leaves the choice of a design alone", () => {
  const kinds = plannedDesigns({ ...setting, variants: 3 }, source).map(({ kind }) => kind);
  expect(kinds).toEqual(plannedDesigns(setting, source).map(({ kind }) => kind));
  const paired = plannedDesigns({ ...setting, variants: 3 }, source).find(({ kind }) => kind === "paired");
  expect(paired!.requests).toBe(3 * 469);
});

test("cases in shared clusters of a pilot count as fewer: four copies of a case are one", () => {
  const draw = (number: number): number => ((number * 37) % 11) / 10;
  const column = (offset: number, copies: number): number[][] =>
    Array.from({ length: 240 }, (_, place) => [draw(Math.floor(place / copies) + offset)]);
  const sizeOf = (copies: number, clusters: readonly number[] | null): number => {
    const variants = [{ variant: "v", scores: column(5, copies), baseline: column(0, copies) }];
    const pilot = { runId: "p", cases: 240, repeats: 1, variants, clusters, answerTokens: new Map<string, number>() };
    return pilotScenarios(setting, pilot)[0]!.power[0]!.cases!;
  };
  const ids = (size: number): number[] => Array.from({ length: 240 }, (_, place) => Math.floor(place / size));
  expect(sizeOf(4, ids(4)) / sizeOf(4, null)).toBeCloseTo(4, 1);
  expect(sizeOf(1, ids(1))).toBe(sizeOf(1, null));
});

test("pruning is sized by the number of variants, and its control runs to the end", () => {
  const pruned = (change: Partial<PowerSetting>) =>
    plannedDesigns({ ...setting, ...change }, { ...source, saved: null }).find(({ kind }) => kind === "prune")!;
  const three = pruned({ variants: 3, comparisons: 2 });
  expect(three).toMatchObject({
    cases: Math.ceil(469 * 0.93),
    requests: 3 * 437,
    meanRequests: Math.round(3 * 469 * 0.65),
  });
  expect(pruned({ variants: 5, comparisons: 4 }).cases).toBe(Math.ceil(469 * 0.97)); // as with 6: never too few
  const control = pruned({ variants: 4, comparisons: 2 });
  expect(control.meanRequests).toBe(three.meanRequests + 437);
  for (const { meanRequests, withoutDifference, requests } of [three, control])
    expect(meanRequests < withoutDifference && withoutDifference <= requests).toBe(true);
});
