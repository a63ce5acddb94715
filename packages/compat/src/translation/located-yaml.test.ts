import { expect, test } from "vitest";
import { yamlMistake } from "./located-yaml.ts";

const NINE = (name: string): string => `[${Array.from({ length: 9 }, () => `*${name}`).join(", ")}]`;

test.each([
  ["an alias without an anchor", "prompts: [p]\nproviders:\n  - *nope\n", /^c\.yaml:3:5: Unresolved alias .*nope\.$/],
  ["a merge of an alias without an anchor", "a: 1\nx:\n  <<: *base\n", /^c\.yaml:3:7: /],
  ["a value that contains itself", "a: 1\np: &p\n  - echo\n  - *p\n", /^c\.yaml:4:5: the value contains itself\.$/],
  [
    "aliases that repeat each other",
    `a: &a ${NINE("z").replaceAll("*z", "1")}\nb: &b ${NINE("a")}\nc: &c ${NINE("b")}\nd: &d ${NINE("c")}\ne: ${NINE("d")}\n`,
    /^c\.yaml:5:\d+: Excessive alias count/,
  ],
  ["a bracket that is not closed", "prompts: [p\nproviders: [echo]\n", /^c\.yaml:2:1: /],
])("an error names the place of %s", (_, text, message) => {
  expect(yamlMistake(text, "c.yaml")).toMatchObject({
    code: "BAD_BENCHMARK",
    message: expect.stringMatching(message) as string,
    hint: expect.stringMatching(/\.$/) as string,
  });
});

test("anchors, aliases and merges with values are valid", () => {
  expect(yamlMistake("a: &a {x: 1}\nb: *a\nc:\n  <<: *a\n", "c.yaml")).toBeUndefined();
});
