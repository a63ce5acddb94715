import { expect, test } from "vitest";
import { differenceAxis, differenceAxisLabel, differenceBar } from "./difference-bar.ts";

test.each([
  [
    { mean: 0.027, low: 0.003, high: 0.052 },
    { low: 0, high: 0.06 },
  ],
  [
    { mean: -0.129, low: -0.155, high: -0.103 },
    { low: -0.16, high: 0 },
  ],
  [
    { mean: 0, low: -0.3, high: 0.29 },
    { low: -0.3, high: 0.3 },
  ],
  [
    { mean: null, low: null, high: null },
    { low: 0, high: 0.01 },
  ],
])("the axis of %j is round and contains 0", (estimate, axis) => {
  expect(differenceAxis([estimate])).toEqual(axis);
});

test("a bar has a line at 0, which shows its side", () => {
  const estimates = [
    { mean: 0.027, low: 0.003, high: 0.052 },
    { mean: -0.1, low: -0.128, high: -0.072 },
    { mean: 0.01, low: -0.03, high: 0.05 },
  ];
  const axis = differenceAxis(estimates);
  expect([differenceAxisLabel(axis, 31), ...estimates.map((estimate) => differenceBar(estimate, axis, 31))])
    .toMatchInlineSnapshot(`
    [
      "-15               0         +10",
      "                  ├──●──┤",
      "   ├──●──┤        │",
      "              ├───┼●────┤",
    ]
  `);
});
