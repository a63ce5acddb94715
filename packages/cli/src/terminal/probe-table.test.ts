import type { SeedReportEntry, SeedSpread } from "@sameseed/core";
import { expect, test } from "vitest";
import { probeTable } from "./probe-table.ts";

const SPREAD: SeedSpread = {
  exactMatch: 1,
  exactMatchLow: 0.438,
  exactMatchHigh: 1,
  distinct: 1,
  firstDivergence: null,
  distance: null,
  distanceLow: null,
  distanceHigh: null,
} as SeedSpread;

test("percentages are whole from 10 %, and missing values are dashes", () => {
  const entry = {
    model: "openai:x",
    params: {},
    verdict: "honoured",
    conclusion: "Equal seeds gave equal texts.",
    cases: 3,
    calls: 5,
    sameSeed: SPREAD,
    otherSeeds: { ...SPREAD, exactMatch: 0.467, exactMatchLow: 0.00304, distinct: 2.7, firstDivergence: 16 },
    p: null,
    distance: "edit",
  } as unknown as SeedReportEntry;
  expect(probeTable(entry)).toMatchInlineSnapshot(`
    "openai:x at the service's own temperature: honoured
    Equal seeds gave equal texts.

                      one seed         other seeds
    exact match       100 % [44, 100]  47 % [0.3, 100]
    distinct texts    1 of 5           2.7 of 5
    first difference  –                character 17
    edit distance     –                –

    3 cases, 5 calls each under one seed and under other seeds; means over cases with 95 % intervals; p = –"
  `);
});
