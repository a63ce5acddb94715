import { expect, test } from "vitest";
import { nestingProblem } from "./nesting.ts";
import { type YamlAlias, yamlValue } from "./yaml-value.ts";

const SOURCE = { file: "c.yaml", at: (offset: number) => `c.yaml:1:${offset + 1}` };

const circle: unknown[] = [];
circle.push({ inside: circle });

function nested(levels: number): unknown {
  let value: unknown = "x";
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

test.each<[string, unknown, string | null]>([
  ["a flat value", { a: 1, b: ["x", null] }, null],
  ["200 levels", nested(200), null],
  ["201 levels", nested(201), "the value is nested more than 200 levels deep"],
  ["100,000 levels", nested(100_000), "the value is nested more than 200 levels deep"],
  ["a value that contains itself", circle, "the value contains itself"],
  ["one value in several places", { a: Object.freeze([1]), b: [circle.length, [1]] }, null],
])("%s: %s", (_, value, problem) => {
  expect(nestingProblem(value)).toBe(problem);
});

test("aliases that double twenty times are a mistake and use no memory", () => {
  let value: unknown = ["x"];
  for (let level = 0; level < 30; level++) value = [value, value];
  expect(nestingProblem(value)).toMatch(/^the value has more than 2000000 lists and objects$/);
});

test("an error of the YAML document is a mistake that names the file", () => {
  const document = {
    toJS(): never {
      throw new ReferenceError("Excessive alias count indicates a resource exhaustion attack");
    },
  };
  expect(() => yamlValue(document, { ...SOURCE, aliases: () => [] })).toThrowError(
    expect.objectContaining({
      code: "BAD_BENCHMARK",
      message: expect.stringMatching(/^c\.yaml: Excessive alias/) as string,
    }),
  );
});

const FAULTS: readonly (readonly [string, readonly YamlAlias[], string])[] = [
  [
    "an alias without a value",
    [
      { offset: 3, target: [0, 2] },
      { offset: 7, target: undefined },
    ],
    "c.yaml:1:8",
  ],
  [
    "an alias inside its own value",
    [
      { offset: 3, target: [0, 9] },
      { offset: 12, target: [0, 9] },
    ],
    "c.yaml:1:4",
  ],
  [
    "aliases that repeat each other",
    [
      { offset: 3, target: [0, 2] },
      { offset: 5, target: [3, 4] },
    ],
    "c.yaml:1:6",
  ],
];
test.each(FAULTS)("an error names the place of %s", (_, aliases, place) => {
  const document = { toJS: () => circle };
  expect(() => yamlValue(document, { ...SOURCE, aliases: () => aliases })).toThrowError(
    expect.objectContaining({ message: `${place}: the value contains itself.` }),
  );
});
