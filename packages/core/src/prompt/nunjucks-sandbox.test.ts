import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { type NunjucksLibrary, nunjucksSandbox } from "./nunjucks-sandbox.ts";

// The library is a dependency of the runner, which gives it to the sandbox.
const library = createRequire(new URL("../../../runner/package.json", import.meta.url))("nunjucks") as NunjucksLibrary;
const rendered = (text: string, vars: object = {}, throwOnUndefined = false): string =>
  nunjucksSandbox(library, { throwOnUndefined })(text)(vars);

const CODE = "globalThis.opened = true";

describe("a template cannot reach JavaScript", () => {
  test.each([
    ["a global", `{{ range.constructor("${CODE}")() }}`],
    ["a global by brackets", `{{ range["const" + "ructor"]("${CODE}")() }}`],
    ["a name", `{{ constructor.constructor("${CODE}")() }}`],
    ["a text", `{{ "".constructor.constructor("${CODE}")() }}`],
    ["a text's method", `{{ "".trim.constructor("${CODE}")() }}`],
    ["a list", `{{ [].constructor.constructor("${CODE}")() }}`],
    ["a dictionary", `{{ {}.constructor.constructor("${CODE}")() }}`],
    ["a prototype", `{{ {}.__proto__.constructor.constructor("${CODE}")() }}`],
    ["a variable", `{{ q.constructor.constructor("${CODE}")() }}`],
    ["a cycler", `{{ cycler("a").next.constructor("${CODE}")() }}`],
    ["a joiner", `{{ joiner().constructor("${CODE}")() }}`],
    ["a macro", `{% macro m() %}{% endmacro %}{{ m.constructor("${CODE}")() }}`],
    ["a loop", `{% for x in [1] %}{{ loop.constructor.constructor("${CODE}")() }}{% endfor %}`],
    ["a block", `{% block b %}{{ range.constructor("${CODE}")() }}{% endblock %}`],
    ["a regular expression", `{{ r/a/.constructor.constructor("${CODE}")() }}`],
    ["a filter's name", `{{ "x" | constructor }}{{ (1 | valueOf).env.getFilter.constructor("${CODE}")() }}`],
    ["a test's name", `{{ 1 is constructor }}`],
    ["a filter's attribute", `{{ [range] | groupby("constructor") }}{{ ([range] | join("", "constructor"))() }}`],
    ["a definition", `{% set f = range %}{{ f.constructor("${CODE}")() }}`],
    ["a prototype that is set", `{% set __proto__ = range %}{{ constructor("${CODE}")() }}`],
    ["bind", `{{ range.bind.constructor("${CODE}")() }}`],
    ["a getter", `{{ q.__lookupGetter__("x") }}{{ q.toString.constructor("${CODE}")() }}`],
  ])("by %s", (_, text) => {
    expect(() => rendered(text, { q: {} })).toThrow(
      /undefined or falsey|not found|not a function|Template render error/,
    );
    expect(Reflect.get(globalThis, "opened")).toBeUndefined();
  });
});

test.each<[string, object, string]>([
  ["{{ name.toUpperCase() }} {{ name.length }}", { name: "ann" }, "ANN 3"],
  ['{{ list.join("-") }}{% for x in list %}{{ loop.index }}{{ x }}{% endfor %}', { list: ["a", "b"] }, "a-b1a2b"],
  ["{{ user.name | upper }} {{ user['name'] }}", { user: { name: "ann" } }, "ANN ann"],
  ["{% for key, value in user %}{{ key }}={{ value }}{% endfor %}", { user: { a: 1 } }, "a=1"],
  ["{% for i in range(3) %}{{ i }}{% endfor %}{{ price.toFixed(2) }}", { price: 1.5 }, "0121.50"],
  ["{{ ('{\"a\": 1}' | load).a }}{{ r/a+/.test('caat') }}", {}, "1true"],
  ["{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m('a') }}{% set y = 2 %}{{ y }}", {}, "<a>2"],
  ["{{ constructor }}", { constructor: "a column of this name" }, "a column of this name"],
  ["{{ q }}", { q: "{{ range(3) }}" }, "{{ range(3) }}"],
])("%s is still valid Nunjucks", (text, vars, wanted) => {
  expect(rendered(text, vars)).toBe(wanted);
});

test("the caller decides whether a missing variable is empty or an error", () => {
  expect(rendered("<{{ missing }}>")).toBe("<>");
  expect(() => rendered("<{{ missing }}>", {}, true)).toThrow("undefined");
});

test("a filter that returns a promise is an error, even if the promise is rejected", () => {
  const filters = { later: async () => "x", never: () => Promise.reject(new Error("y")), now: () => "z" };
  const compile = nunjucksSandbox(library, { throwOnUndefined: false, filters });
  expect(compile("{{ 1 | now }}")({})).toBe("z");
  expect(() => compile("{{ 1 | later }}")({})).toThrow("the filter later returns a promise");
  expect(() => compile("{{ 1 | never }}")({})).toThrow("the filter never returns a promise");
});
