import { expect, test } from "vitest";
import { armTable, textTable } from "./arm-table.ts";

test("an answer is one wrapped row, with the service's fields next to it", () => {
  const response = "The crew said on Monday that the small probe had reached Mars after seven months.";
  const draws = [
    { response, systemFingerprint: "fp_1", promptTokens: 28, completionTokens: 17 },
    { response: "", systemFingerprint: null },
  ];
  expect(armTable(draws)).toMatchInlineSnapshot(`
    "#  system fingerprint  prompt tokens  completion tokens  response
    1  fp_1                28             17                 The crew said on Monday that the small probe had reached Mars
                                                             after seven months.
    2  none                –              –"
  `);
});

test("columns are as wide as their widest cell, without blanks at the end", () => {
  expect(
    textTable([
      ["a", "bb"],
      ["ccc", ""],
    ]),
  ).toBe("a    bb\nccc");
});
