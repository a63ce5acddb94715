import { expect, test } from "vitest";
import { fittedLines, tableLines, wrapped } from "./text-table.ts";
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

test("a table that is too wide without its dispensable columns becomes blocks of all its figures", () => {
  const columns = [
    { title: "variant", cells: ["terse/model", "", "a-longer-name/with-a-model"] },
    { title: "cost", rank: 1, cells: ["$1.00", "$2.00", ""] },
    { title: "difference [95 % interval]", cells: ["-3.1 [-10.2, +4.0]", "0.0 [-1.0, +1.0]", "+1.0 [no interval]"] },
    { title: "verdict", cells: ["inconclusive", "equivalent", "insufficient"], paint: (text: string) => `<${text}>` },
  ];
  expect(fittedLines(columns, 24)).toMatchInlineSnapshot(`
    [
      "variant",
      "terse/model",
      "  cost: $1.00",
      "  difference [95 %",
      "    interval]: -3.1",
      "    [-10.2, +4.0]",
      "  verdict:",
      "    <inconclusive>",
      "  cost: $2.00",
      "  difference [95 %",
      "    interval]: 0.0",
      "    [-1.0, +1.0]",
      "  verdict: <equivalent>",
      "a-longer-name/with-a-m",
      "  odel",
      "  difference [95 %",
      "    interval]: +1.0 [no",
      "    interval]",
      "  verdict:",
      "    <insufficient>",
    ]
  `);
  expect(fittedLines(columns, 100)[0]).toBe("variant                     cost   difference [95 % interval]  verdict");
});
