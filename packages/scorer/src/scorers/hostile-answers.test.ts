import type { Answer, Score } from "@sameseed/core";
import { expect, test } from "vitest";
import { sentenceMeteor } from "../text-metrics/meteor.ts";
import { containsHtml, containsXml, isHtml, isXml } from "./is-markup.ts";

const answer = (output: string): Answer =>
  ({ output, case: { id: "c", vars: {} }, outcome: { status: "completed" } }) as unknown as Answer;
const DEEP = 100_000;

test.each([
  ["is-xml, never closed", isXml({ elements: ["a.b"] }), "<a>".repeat(DEEP), 0],
  ["contains-xml, never closed", containsXml(), "<a>".repeat(DEEP), 0],
  ["is-xml, deep and sound", isXml({ elements: ["a.a"] }), "<a>".repeat(20_000) + "</a>".repeat(20_000), 1],
  ["contains-xml, in a fence", containsXml(), `\`\`\`xml\n${"<a>".repeat(20_000)}\n\`\`\``, 0],
] as const)("%s takes linear time", (_, scorer, output, value) => {
  expect((scorer.score(answer(output)) as Score).value).toBe(value);
});

test.each([
  ["is-html", isHtml()],
  ["contains-html", containsHtml()],
] as const)("%s of elements that are nested deeply ends without an error", (_, scorer) => {
  const output = "<div>".repeat(20_000) + "</div>".repeat(20_000);
  expect((scorer.score(answer(output)) as Score).value).not.toBeNull();
});

test("meteor of one repeated word takes linear time", () => {
  const text = "(A) ".repeat(DEEP);
  expect(sentenceMeteor(text, [text])).toBeCloseTo(1, 5);
  expect(sentenceMeteor(text, ["(B) ".repeat(DEEP)])).toBe(0);
});
