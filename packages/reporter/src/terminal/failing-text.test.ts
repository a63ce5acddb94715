import { expect, test } from "vitest";
import { failingText } from "./failing-text.ts";
import { textWidth } from "./text-width.ts";

const answer = (
  variant: string,
  got: string | null,
  reason: string | null = null,
  expected: string | null = "Billing",
) => ({
  variant,
  repeat: 0,
  scorer: "equals",
  expected,
  got,
  reason,
});

test("a failing case names the expected answer and each variant's answer with the reason", () => {
  const shown = [
    {
      id: "t-102",
      answers: [
        answer("terse/m", "Technical issue"),
        answer("long/m", "I think\nit is a technical issue.", "the answer differs"),
      ],
    },
    { id: "t-107", answers: [answer("terse/m", null, "timeout: no answer within 120 s", null)] },
  ];
  expect(failingText({ count: 9, cases: 40, shown }, { width: 60 })).toMatchInlineSnapshot(`
    "9 of 40 cases have a failing answer. 2 of them:
    ✗ t-102
      expected  Billing
      terse/m
      got       Technical issue
      long/m  the answer differs
      got       I think it is a technical issue.
    ✗ t-107
      terse/m  timeout: no answer within 120 s"
  `);
});

test("no line is wider than the terminal, nothing of the data moves the cursor, and many variants are counted", () => {
  const answers = Array.from({ length: 16 }, (_, place) =>
    answer(`variant-with-a-long-name-${place}/model`, `\u001B[2J${"word ".repeat(200)}end`, "r".repeat(300)),
  );
  const text = failingText({ count: 1, cases: 1, shown: [{ id: "x".repeat(200), answers }] }, { width: 60 });
  expect(text.split("\n").filter((line) => textWidth(line) > 60)).toEqual([]);
  expect(text).not.toContain("\u001B");
  expect(text).toContain("end");
  expect(text).toContain("… and 13 more variants");
});

test("prints nothing where nothing failed", () => {
  expect(failingText({ count: 0, cases: 40, shown: [] })).toBe("");
});
