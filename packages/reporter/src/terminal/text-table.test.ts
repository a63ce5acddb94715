import { expect, test } from "vitest";
import { tableLines, wrapped } from "./text-table.ts";
import { verdictPaint } from "./verdict-paint.ts";

test("does not separate a number from its percent sign", () => {
  expect(wrapped("a difference of 12 points (80 % power)", 30)).toEqual(["a difference of 12 points", "(80 % power)"]);
});

test("coloured cells keep their position", () => {
  const lines = tableLines([
    { title: "variant", cells: ["better", "b"] },
    {
      title: "verdict",
      cells: ["worse", "inconclusive"],
      paint: verdictPaint((format, text) => `<${format}>${text}</>`),
    },
    { title: "n", align: "right", cells: ["20", "5"] },
  ]);
  expect(lines).toEqual([
    "variant  verdict        n",
    "better   <red><bold>worse</></>         20",
    "b        <bold>inconclusive</>   5",
  ]);
});
