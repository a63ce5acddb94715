import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { codeWithLiterals } from "./code-literals.ts";

const HOSTILE = [
  `"); globalThis.opened = true; ("`,
  `'); globalThis.opened = true; ('`,
  "`); globalThis.opened = true; (`",
  "${globalThis.opened = true}",
  "\n globalThis.opened = true \n",
  "*/ globalThis.opened = true /*",
  "/.test('') || (globalThis.opened = true) || /",
  "\\",
  '\\"); globalThis.opened = true; ("',
  "[",
  "globalThis.opened = true",
  "\u2028globalThis.opened = true",
];

function runs(code: string): unknown {
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- runs the code as a scorer does
    return (new Function("output", `return (${code}\n)`) as (output: string) => unknown)("x");
  } catch {
    return "throws";
  }
}

describe("a value of a dataset never becomes JavaScript", () => {
  test.each([
    'output === "{{v}}"',
    "output === '{{v}}'",
    "output === `{{v}}`",
    "output === `${'{{v}}'} {{v}}`",
    "[`a ${ {a: {{v}}}.a } b`, {{v}}]",
    "output === {{v}}",
    "output /* {{v}} */ === 1",
    "output // {{v}}\n === 1",
    "/{{v}}/.test(output)",
    "4 / 2 + '{{v}}'",
    "{% for x in [v] %}output === '{{x}}' || {% endfor %}false",
    "{% macro m(x) %}'{{x}}'{% endmacro %}output === {{ m(v) }}",
  ])("%s", (code) => {
    for (const v of HOSTILE) runs(codeWithLiterals(code, { language: "javascript", vars: { v } }));
    expect(Reflect.get(globalThis, "opened")).toBeUndefined();
  });
});

test.each<[string, unknown, unknown]>([
  ['"{{v}}"', 'say "hi"\n', 'say "hi"\n'],
  ["'{{v}}'", "it's", "it's"],
  ["`{{v}}`", "`${x}`", "`${x}`"],
  ["{{v}} + 1", "4", 5],
  ["{{v}}", "Oslo", "Oslo"],
  ["{{v}}", ["a", "b"], "a,b"],
  ["{{ v | dump }}[1]", ["a", "b"], "b"],
  ["'{{ v | upper }}'", "oslo", "OSLO"],
  ["/^{{v}}$/.test('a/b')", "a/b", true],
  ["/^{{v}}$/.test('aaa')", "a+", true],
])("%s with %j is the value", (code, v, wanted) => {
  expect(runs(codeWithLiterals(code, { language: "javascript", vars: { v } }))).toEqual(wanted);
});

test("nor Python", ({ skip }) => {
  if (spawnSync("python3", ["--version"]).status !== 0) skip("needs python3");
  const values = [
    '"',
    "'",
    '""" + exit(9) + """',
    "\\",
    "\n",
    "exit(9)",
    "{exit(9)}",
    '" + str(exit(9)) + "',
    "true",
    "3",
  ];
  const codes = [
    '"{{v}}"',
    "'{{v}}'",
    '"""{{v}}"""',
    'r"{{v}}"',
    'f"{{v}}"',
    "f\"{str('{{v}}')}\"",
    "{{v}}",
    "1 # {{v}}",
  ];
  const made = codes.flatMap((code) => values.map((v) => codeWithLiterals(code, { language: "python", vars: { v } })));
  const program = `import json
for code in json.loads(${JSON.stringify(JSON.stringify(made))}):
    try: print(json.dumps(eval("(" + code + "\\n)")))
    except (SyntaxError, NameError): print("null")`;
  const { status, stdout, stderr } = spawnSync("python3", ["-c", program], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const shown = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
  for (const at of [0, 1, 2, 3, 4, 6])
    expect(shown.slice(at * values.length, (at + 1) * values.length)).toEqual(
      at === 6 ? expect.arrayContaining([true, 3]) : values,
    );
});
