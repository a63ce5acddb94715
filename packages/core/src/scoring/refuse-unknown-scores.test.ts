import { expect, test } from "vitest";
import type { SameseedError } from "../error.ts";
import { refuseUnknownScores } from "./refuse-unknown-scores.ts";

type Given = Parameters<typeof refuseUnknownScores>[0][number];

const plain = { name: "equals" };
const asserted = { name: "assert" };
const ofParts = { name: "tone", derived: true, ofParts: true, reads: ["assert"] } as const;
const highest = { name: "max-score", derived: true, reads: ["assert"], scoreBlock: () => [] } as const;
const reading = (name: string, ...reads: string[]): Given => ({ name, derived: true, reads });

test.each<[string, Given[], string, string]>([
  ["misspelt", [plain, reading("d", "equal")], 'reads the score "equal", and no scorer', 'Did you mean "equals"?'],
  [
    "a name that a formula quotes",
    [{ name: "Rouge-L" }, reading("d", "rouge-l")],
    'reads the score "rouge-l"',
    `Did you mean "Rouge-L"? In a formula, write it in quotes: 'Rouge-L'.`,
  ],
  ["the second", [plain, reading("d", "equals", "tone")], '"tone", and no scorer', "needs a scorer assert-metric"],
  ["itself", [plain, reading("d", "d")], '"d", which is derived too', "write its formula out"],
  ["another derived", [plain, reading("d", "equals"), reading("e", "d")], 'Scorer "e" reads', "Known: equals."],
  ["parts of a missing assert", [plain, ofParts], 'Scorer "tone" reads the score "assert"', "add an assert"],
  ["the highest of a missing assert", [plain, highest], 'Scorer "max-score" reads', "in of. Known: equals."],
  ["the highest of nothing", [highest], 'Scorer "max-score" reads', "name a scorer with parts in of."],
])("refuses %s", (_, scorers, message, hint) => {
  const refused = (): void => refuseUnknownScores(scorers);
  expect(refused).toThrow(message);
  try {
    refused();
  } catch (error) {
    expect((error as SameseedError).hint).toContain(hint);
    expect((error as SameseedError).hint).not.toContain("Known: .");
  }
});

test.each([
  [0, true],
  [1, false],
  [undefined, false],
])("the hint offers to remove a scorer of weight %s: %s", (weight, isOffered) => {
  const refused = (): void => refuseUnknownScores([plain, { ...reading("d", "equal"), weight }]);
  const hint = expect.stringContaining("Or remove the scorer: its weight is 0");
  expect(refused).toThrow(expect.objectContaining({ hint: isOffered ? hint : expect.not.stringContaining("remove") }));
});

test("a scorer reads scorers that are called before it, in any order of the list", () => {
  const reader = reading("d", "equals", "tone", "max-score");
  expect(() => refuseUnknownScores([reader, ofParts, highest, asserted, plain])).not.toThrow();
});
