/** What the provider of the comparison answers, as promptfoo's scripts return it. */
export interface Response {
  readonly output: unknown;
  readonly finishReason?: string;
  readonly cost?: number;
  readonly logProbs?: readonly number[];
}

const call = (name: string, args: string): object => ({
  id: "c1",
  type: "function",
  function: { name, arguments: args },
});

const TEXTS: readonly string[] = [
  "",
  " ",
  "Hello",
  "hello\n",
  "  Hello, World!  ",
  "The quick brown fox jumps over the lazy dog",
  "The fast brown fox jumps over the lazy dog.",
  "42",
  "3.0",
  "-7",
  "true",
  "null",
  "0",
  "Straße, naïve café, ÅNGSTRÖM",
  "cafe\u0301 e\u0301te\u0301",
  "日本語のテキスト 😀 👩‍👩‍👧",
  "line one\nline two\r\nline three",
  '{"a": 1}',
  '{"a":"x","b":[1,2,{"c":null}]}',
  "[1, 2, 3]",
  "[]",
  '"quoted"',
  '```json\n{"a": 1}\n```',
  'Here you are:\n```json\n{"b": 2}\n```\nand {"a": 1}.',
  'Cut off: {"a": 1, "b": [1',
  "{a: 1, 'b': 2,}",
  "<a><b>1</b><c/></a>",
  "text <a>1</a> text",
  "<!DOCTYPE html><html><body><p>Hi</p></body></html>",
  "<p>Hello <b>World</b></p>",
  "SELECT a, b FROM t WHERE id = 1",
  "```sql\nSELECT * FROM users;\n```",
  "I'm sorry, but I can't help with that.",
  "As an AI language model, I cannot do this.",
  "a, b, c",
  "$&{{name}}\\d+(x)",
  JSON.stringify([call("add", '{"a":1,"b":2}')]),
  JSON.stringify({ name: "add", arguments: '{"a":1,"b":"x"}' }),
];

/** Answers that are values, or come with more than their text. */
const RESPONSES: readonly Response[] = [
  { output: { a: 1 } },
  { output: { a: "x", nested: [1, { b: 2 }] } },
  { output: [1, 2, 3] },
  { output: [call("add", '{"a":1,"b":2}')] },
  { output: [call("sub", "{}")] },
  { output: [call("add", '{"a":"one"}')] },
  { output: { name: "add", arguments: '{"a":1,"b":2}' } },
  { output: 42 },
  { output: true },
  { output: "Hello", finishReason: "stop", cost: 0.002, logProbs: [-0.1, -0.2, -0.3] },
  { output: "Hello", finishReason: "length", cost: 0, logProbs: [-2, -3] },
  { output: "Hello", finishReason: "content_filter", cost: 1.5, logProbs: [] },
];

/** Every answer by its id. */
export const ANSWERS: Readonly<Record<string, Response>> = Object.fromEntries(
  [...TEXTS.map((output): Response => ({ output })), ...RESPONSES].map((answer, place) => [`o${place}`, answer]),
);

/** Answers for assertions that start a process each. */
export const FEW: readonly string[] = ["o0", "o2", "o7", "o17", "o23", `o${TEXTS.length}`, `o${TEXTS.length + 2}`];

const NUMBERS = { type: "object", properties: { a: { type: "number" }, b: { type: "number" } } };

/** What the provider's config says of tools. */
export const CONFIG = {
  tools: [{ type: "function", function: { name: "add", parameters: { ...NUMBERS, required: ["a", "b"] } } }],
  functions: [{ name: "add", parameters: { ...NUMBERS, required: ["a", "b"] } }],
};

/** Variables of every test. */
export const VARS = { name: "Hello", count: 42, list: ["Hello", "42"], object: { a: 1 }, empty: "", quote: '"{a}\\d"' };
