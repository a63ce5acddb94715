import fc from "fast-check";
import { expect, test } from "vitest";
import { SameseedError } from "../error.ts";
import { template } from "./template.ts";

test.each([
  ["{{a}}", { a: "x" }, "x"],
  ["{{ a }} and {{a}}", { a: 1 }, "1 and 1"],
  ["{{a.b[1].c}}", { a: { b: [0, { c: "deep" }] } }, "deep"],
  ["{{a}}", { a: { b: [1, null] } }, '{"b":[1,null]}'],
  ["{{First Name}}", { "First Name": "Ada" }, "Ada"],
  ["{{a.b}}", { "a.b": "a column with a dot" }, "a column with a dot"],
  ["no variable, {one brace}", {}, "no variable, {one brace}"],
  ['{"a": {"b": {{a}}}} and {x: {y}}', { a: 1 }, '{"a": {"b": 1}} and {x: {y}}'],
])("%s with %j reads %j", (source, vars, text) => {
  expect(template(source).render(vars, "here")).toBe(text);
});

test("the contents of a variable are never read as a template", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(template("<{{a}}>").render({ a: text, b: "no" }, "here")).toBe(`<${text}>`);
    }),
  );
  expect(template("{{a}}").render({ a: "{{b}} $& $1" }, "here")).toBe("{{b}} $& $1");
});

test("an error for a missing variable names the place, the variable and the known ones", () => {
  expect(() => template("{{qestion}}").render({ question: "?" }, 'Prompt "p", case "c1"')).toThrowError(
    expect.objectContaining({
      code: "TEMPLATE",
      message: 'Prompt "p", case "c1": the variable "qestion" is missing.',
      hint: "The case has: question.",
    }),
  );
});

test.each(["{{constructor}}", "{{__proto__}}", "{{a.length}}", "{{a.constructor}}"])(
  "%s reaches no prototype",
  (source) => {
    expect(() => template(source).render({ a: "text" }, "here")).toThrowError(SameseedError);
  },
);

test.each(["{{a}", "What is {{ a.b } to {{b}}?"])(
  "refuses %s, which lacks a brace, instead of sending it as text",
  (source) => {
    expect(() => template(source)).toThrowError(
      expect.objectContaining({
        code: "TEMPLATE",
        message: expect.stringContaining("which is missing a brace.") as string,
      }),
    );
  },
);

test.each(["{{ a | upper }}", "{{}}", "{{ f(a) }}", "{{# if a}}"])(
  "refuses %s instead of sending it as text",
  (source) => {
    expect(() => template(source)).toThrowError(expect.objectContaining({ code: "TEMPLATE" }));
  },
);
