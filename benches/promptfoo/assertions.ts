/** One test of the comparison. */
export interface Asserted {
  /** Under which it is counted. */
  readonly type: string;
  readonly assert: readonly object[];
  /** Keys of the test next to `assert`. */
  readonly test?: object;
  /** For assertions that start a process, which get a few of the answers. */
  readonly isSlow?: boolean;
  /** It gets each answer of this number. Default 1: all. */
  readonly each?: number;
}

type Row = readonly [type: string, ...members: readonly object[]];

const values = (type: string, given: readonly unknown[], more: object = {}): Row => [
  type,
  ...given.map((value) => ({ value, ...more })),
];

const SCHEMA = { type: "object", required: ["a"], properties: { a: { type: "number" } } };
const WORDS = [
  "Hello",
  "hello",
  "42",
  "quick",
  "é",
  "日本",
  "\n",
  " ",
  ",",
  '{"a": 1}',
  "{{name}}",
  "{{count}}",
  "{{empty}}x",
];
const ODD = [42, 3, -7, 0, true, false, null, [], {}];
const LISTS = [
  ["Hello"],
  ["quick", "fox"],
  ["a", "b", "c"],
  ["42", 42],
  [1, 2],
  [true, "x"],
  "a, b",
  "Hello,World",
  'a,"b, c"',
  "{{list}}",
  [],
];
const REFERENCES = [
  "The quick brown fox jumps over the lazy dog",
  "Hello",
  "The fox",
  "line one line two line three",
  "日本語のテキスト",
  ["Hello", "The quick brown fox"],
  "{{name}} World",
];

const TEXT: readonly Row[] = [
  values("equals", [
    ...WORDS,
    ...ODD,
    "",
    " ",
    '{"a":1}',
    '{ "a" : 1 }',
    "[1,2,3]",
    { a: 1 },
    { a: "x", nested: [1, { b: 2 }] },
    [1, 2, 3],
    "{{object}}",
    "{{list}}",
    "true",
    "null",
    "3.0",
    "{{object | dump}}",
  ]),
  ...["contains", "icontains", "starts-with"].map((type) =>
    values(type, [...WORDS, ...ODD, "THE QUICK", "ÅNGSTRÖM", "ångström", "STRASSE", "{", "$&", ["Hello"]]),
  ),
  ...["contains-all", "contains-any", "icontains-all", "icontains-any"].map((type) =>
    values(type, [...LISTS, "HELLO", ["QUICK", "The"], 42, null, ""]),
  ),
  values("regex", [
    "^Hello",
    "hello",
    "\\d+",
    "^\\s*$",
    "(?<n>fox|dog)",
    "[",
    "(?i)hello",
    "/hello/i",
    "^.*$",
    "\\bcafé\\b",
    "\\p{L}",
    "日本",
    "a.b",
    "{{name}}",
    "^{{count}}$",
    "line one\\nline",
    "[😀]",
    "\\{\\{",
    42,
    null,
    "",
  ]),
  values("levenshtein", [
    "Hello",
    "hello",
    "",
    "The quick brown fox jumps over the lazy cat",
    "café été",
    "{{name}}",
    42,
  ]),
  ["levenshtein", ...[0, 1, 3, 10, 0.5].map((threshold) => ({ value: "Hello!", threshold }))],
  ...["rouge-n", "bleu", "gleu"].map((type): Row => [
    type,
    ...REFERENCES.flatMap((value) => [{ value }, { value, threshold: 0.1 }, { value, threshold: 0.95 }]),
  ]),
  values("word-count", [
    1,
    2,
    9,
    "2",
    { min: 2 },
    { max: 3 },
    { min: 2, max: 8 },
    { min: 9, max: 2 },
    0,
    "x",
    null,
    "{{count}}",
  ]),
];

const FORMATS: readonly Row[] = [
  values("is-json", [
    undefined,
    SCHEMA,
    JSON.stringify(SCHEMA),
    "type: array",
    { type: "array", items: { type: "number" } },
    { type: "string" },
    { type: "integer" },
    { type: "nonsense" },
    { required: "a" },
    { $schema: "http://json-schema.org/draft-07/schema#", ...SCHEMA },
    { $schema: "https://json-schema.org/draft/2020-12/schema", type: "array", prefixItems: [{ const: 1 }] },
    { type: "object", additionalProperties: false },
    { properties: { a: { format: "email" } } },
  ]),
  values("contains-json", [
    undefined,
    SCHEMA,
    JSON.stringify(SCHEMA),
    { type: "array" },
    { type: "object", required: ["b"] },
    { required: ["missing"] },
    { type: "nonsense" },
  ]),
  values("is-xml", [undefined, "a.b", "a,a.c", ["a.b", "a.d"], { requiredElements: ["a.b"] }, "p"]),
  values("contains-xml", [undefined, "a.b", "a", { requiredElements: ["a"] }]),
  values("is-html", [undefined]),
  values("contains-html", [undefined]),
  values("is-sql", [
    undefined,
    { databaseType: "PostgreSQL" },
    { databaseType: "MySQL", allowedTables: ["select::null::t"] },
  ]),
  values("contains-sql", [undefined, { databaseType: "Postgresql" }]),
  values("is-refusal", [undefined]),
];

const RESPONSES: readonly Row[] = [
  values("finish-reason", ["stop", "length", "content_filter", "STOP", "tool_calls", "", null, "{{name}}"]),
  ["cost", { threshold: 0.01 }, { threshold: 0 }, { threshold: 10 }, {}],
  ["latency", { threshold: 1e6 }, {}],
  ["perplexity", { threshold: 2 }, { threshold: 100 }, {}],
  ["perplexity-score", { threshold: 0.5 }, { threshold: 0.01 }, {}],
  ["is-valid-openai-tools-call", {}],
  ["is-valid-openai-function-call", {}],
  ["is-valid-function-call", {}],
  values("tool-call-f1", ["add", ["add"], ["add", "sub"], "add, sub", []]),
  ["tool-call-f1", { value: ["add", "sub"], threshold: 0.5 }],
  ["guardrails", {}],
];

const CODE: readonly Row[] = [
  values("javascript", [
    "output.length > 3",
    "output === 'Hello'",
    "output.includes(context.vars.name)",
    "typeof output === 'string'",
    "JSON.parse(output).a === 1",
    "output.a === 1",
    "output.length / 10",
    "0.5",
    "1",
    "0",
    "true",
    "'yes'",
    "null",
    "undefined",
    "({pass: true, score: 0.4, reason: 'x'})",
    "({pass: false, score: 1, reason: 'x'})",
    "({pass: true, reason: 'x'})",
    "({score: 0.8, reason: 'x'})",
    "return output.length > 3",
    "const n = output.length;\nreturn n > 3;",
    "const n = String(output).length; n > 3",
    "if (output === 'Hello') { return true; }\nreturn { pass: false, score: 0.2, reason: 'no' };",
    "(output, context) => output === 'Hello'",
    "async (output) => true",
    "throw new Error('x')",
    "output ===",
    "Promise.resolve(true)",
    "await Promise.resolve(output === 'Hello')",
    "context.test.vars.count === 42",
    "context.prompt.startsWith('o')",
    "process.exit === undefined",
    "{{count}} === 42",
    "output == '{{name}}'",
    "new Set([...String(output)]).size > 4",
    "NaN",
    "Infinity",
    "-1",
    "2",
    "[true]",
    "",
    "file://score.cjs",
    "file://score.cjs:named",
    "file://none.cjs",
    42,
    null,
    { a: 1 },
  ]),
  ["javascript", ...[0, 0.3, 0.5, 1].map((threshold) => ({ value: "String(output).length / 10", threshold }))],
  [
    "javascript",
    { value: "({pass: true, score: 0.4, reason: 'x'})", threshold: 0.5 },
    { value: "true", threshold: 0.5 },
  ],
];

const PYTHON: Row = values("python", [
  "len(output) > 3",
  "output == 'Hello'",
  "0.7",
  "{'pass': True, 'score': 0.4, 'reason': 'x'}",
  "{'pass': False, 'score': 1.0, 'reason': 'x'}",
  "import json\nreturn json.loads(output)['a'] == 1",
  "context['vars']['name'] == output",
  "None",
  "1/0",
]);

const TRANSFORMS: readonly Row[] = [
  [
    "equals",
    ...[
      "output.trim()",
      "output.toUpperCase()",
      "output.length",
      "JSON.parse(output).a",
      "({a: 1})",
      "null",
      "output.missing.x",
    ].map((transform) => ({ value: "1", transform })),
  ],
  [
    "equals",
    { value: { a: 1 }, transform: "({a: 1})" },
    { value: "5", transform: "output.length" },
    { value: 1, transform: "JSON.parse(output).a" },
  ],
  ["contains", { value: "HELLO", transform: "output.toUpperCase()" }, { value: "x", transform: "file://upper.cjs" }],
  [
    "javascript",
    { value: "output === 5", transform: "output.length" },
    { value: "output.a === 1", transform: "JSON.parse(output)" },
  ],
];

const HELLO = { type: "contains", value: "Hello" };
const SHORT = { type: "javascript", value: "String(output).length < 6" };
const HALF = { type: "javascript", value: "0.5" };

const SETS: readonly Asserted[] = [
  ...[undefined, 0, 0.5, 0.67, 1].flatMap((threshold) =>
    [1, 2, 0].map((weight) => ({
      type: "assert-set",
      assert: [
        { type: "assert-set", ...(threshold !== undefined && { threshold }), assert: [{ ...HELLO, weight }, SHORT] },
      ],
    })),
  ),
  { type: "assert-set", assert: [{ type: "assert-set", weight: 3, assert: [HELLO] }, SHORT], test: { threshold: 0.5 } },
  { type: "assert-set", assert: [{ type: "assert-set", threshold: 0.6, assert: [HELLO, HALF] }] },
  { type: "assert-set", assert: [{ type: "assert-set", assert: [] }] },
];

/** Several assertions, with weights and the threshold of a test. */
const TESTS: readonly Asserted[] = [
  ...[undefined, 0, 0.3, 0.5, 1].flatMap((threshold) =>
    [
      [1, 1],
      [2, 1],
      [1, 3],
      [0, 1],
      [0, 0],
    ].map(([first, second]) => ({
      type: "several",
      assert: [
        { ...HELLO, weight: first },
        { ...SHORT, weight: second },
      ],
      ...(threshold !== undefined && { test: { threshold } }),
    })),
  ),
  { type: "several", assert: [HALF, HELLO], test: { threshold: 0.7 } },
  { type: "several", assert: [HELLO, { type: "regex", value: "[" }], test: { threshold: 0.4 } },
  { type: "several", assert: [{ ...HELLO, weight: 0 }] },
  { type: "several", assert: [{ ...HELLO, metric: "{{name}}" }, SHORT] },
  { type: "several", assert: [HELLO], test: { options: { transform: "String(output).toLowerCase()" } } },
  {
    type: "several",
    assert: [{ ...HELLO, transform: "output + 'Hello'" }],
    test: { options: { transform: "String(output).toLowerCase()" } },
  },
];

/** Types with many members share the answers among them. */
function ofRow([type, ...members]: Row, isSlow = false): readonly Asserted[] {
  const each = members.length < 5 ? 2 : 5;
  return [type, `not-${type}`].flatMap((name) =>
    members.map((member) => ({
      type: name,
      assert: [{ type: name, ...member }],
      isSlow,
      each: name === type ? each : 2 * each,
    })),
  );
}

/** Every assertion that needs no judge and no service, with its `not-`. */
export const ASSERTED: readonly Asserted[] = [
  ...[...TEXT, ...FORMATS, ...RESPONSES, ...CODE, ...TRANSFORMS].flatMap((row) => ofRow(row)),
  ...ofRow(PYTHON, true),
  ...SETS,
  ...TESTS,
];

/** Scripts that assertions name. */
export const SCRIPTS: Readonly<Record<string, string>> = {
  "score.cjs":
    "module.exports = (output) => String(output).length > 3;\nmodule.exports.named = (output) => ({pass: output === 'Hello', score: 0.9, reason: 'r'});\n",
  "upper.cjs": "module.exports = (output) => String(output).toUpperCase() + 'x';\n",
};
