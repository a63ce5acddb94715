import { expect, test } from "vitest";
import { caveats } from "./caveats.ts";

const comparison = (...reasons: string[]) => ({
  fairness: { verdict: "fair with caveats" as const, reasons, factors: [] },
});

test("lists a reason that all comparisons share once, and the rest with each", () => {
  const [one, two] = [comparison("drift", "failed"), comparison("drift")];
  const { shared, of } = caveats([one, two]);
  expect(shared).toEqual(["drift"]);
  expect([of(one), of(two)]).toEqual([["failed"], []]);
});

test("the caveats of a lone comparison are its own", () => {
  const one = comparison("drift");
  expect(caveats([one]).shared).toEqual([]);
  expect(caveats([one]).of(one)).toEqual(["drift"]);
  expect(caveats([]).shared).toEqual([]);
});
