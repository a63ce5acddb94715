import type { Answer, Score } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { codeExecution, type CodeExecutionOptions } from "./code-execution.ts";

async function judge(output: string, options: CodeExecutionOptions): Promise<Score | null> {
  const scorer = codeExecution(options);
  return scorer.score({ output, case: { id: "c", vars: {} }, outcome: { status: "completed" } } as unknown as Answer);
}

const ADD = "assertEqual(add(1, 2), 3)";
const MANY = "for (const [a, b, sum] of [[1, 2, 3], [4, 5, 9]]) assertEqual(add(a, b), sum)";
const EACH = "[[1, 2, 3], [4, 5, 9]].forEach(([a, b, sum]) => assert(add(a, b) === sum))";
const NEAR = "assert(Math.abs(add(0.1, 0.2) - 0.3) < 1e-9)";
const LIST = 'const made = list(); assert(made.every((one) => one > 0)); assert(JSON.stringify(made) === "[1,2]")';
const OBJECT = "assertEqual(add(1, 2), { sum: 3, of: [1, 2] })";

/** All define a wrong `add`, and something that would make the tests pass. */
const FORGERIES: readonly (readonly [name: string, code: string, tests: string])[] = [
  [
    "assertions that do nothing",
    'for (const n of ["assert","assertEqual"]) Object.defineProperty(globalThis,n,{value:()=>{},writable:false})',
    ADD,
  ],
  ["assertions declared", "function assert() {} function assertEqual() {}", ADD],
  ["assertions as constants", "const assert = () => {}; const assertEqual = assert", ADD],
  ["a promise that is always fulfilled", 'Promise.prototype.then = () => Promise.resolve("")', ADD],
  [
    "a then that is always fulfilled, defined",
    'Object.defineProperty(Promise.prototype, "then", { value: (ok) => ok("") })',
    ADD,
  ],
  ["its own Promise", "globalThis.Promise = class { then(ok) { ok('') } }", ADD],
  ["everything is the same", "Object.is = () => true", ADD],
  ["nothing has keys", "Object.keys = () => []; Reflect.ownKeys = () => []", OBJECT],
  ["every property is there", "Object.hasOwn = () => true; Array.isArray = () => true", OBJECT],
  ["loops that run never", "Array.prototype[Symbol.iterator] = function* () {}", MANY],
  ["an iterator that is done", "Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true })", MANY],
  ["forEach that does nothing", "Array.prototype.forEach = () => {}", EACH],
  ["forEach that does nothing, defined", 'Object.defineProperty(Array.prototype, "forEach", { value() {} })', EACH],
  [
    "forEach that is deleted and inherited",
    "delete Array.prototype.forEach; Object.prototype.forEach = () => {}",
    EACH,
  ],
  [
    "another prototype for lists",
    "Object.setPrototypeOf(Array.prototype, { forEach() {} }); delete Array.prototype.forEach",
    EACH,
  ],
  ["its own Math", "globalThis.Math = { abs: () => 0 }", NEAR],
  ["its own declared Math", "const Math = { abs: () => 0 }", NEAR],
  ["Math.abs", "Math.abs = () => 0", NEAR],
  ["every is true", "Array.prototype.every = () => true; function list() { return [-1, -2] }", LIST],
  ["JSON returns the wanted value", 'JSON.stringify = () => "[1,2]"; function list() { return [3] }', LIST],
  ["its own declared JSON", 'var JSON = { stringify: () => "[1,2]" }; function list() { return [3] }', LIST],
  ["fake errors", "globalThis.Error = function () { return {} }; Error.prototype = null", ADD],
  [
    "a setter for the tests",
    'Object.defineProperty(globalThis, "__tests", { get: () => Promise.resolve(""), set() {} })',
    ADD,
  ],
  [
    "bind and call",
    "Function.prototype.call = () => true; Function.prototype.apply = () => true; Function.prototype.bind = () => () => true",
    ADD,
  ],
  [
    "a proxy for all",
    "function add() { return new Proxy({}, { get: () => 3, has: () => true, ownKeys: () => ['sum', 'of'], getOwnPropertyDescriptor: () => ({ value: 3, enumerable: true, configurable: true }) }) }",
    OBJECT,
  ],
  ["an empty object in place of a map", "function add() { return {} }", "assertEqual(add(), new Map([[1, 2]]))"],
  ["a list that says it is shorter", "function add() { return [] }", "assertEqual(add(), [undefined])"],
  [
    "patching at the first call",
    "function list() { Array.prototype.every = () => true; JSON.stringify = () => '[1,2]'; return [-1] }",
    LIST,
  ],
  ["an error that ends the tests early", "function add() { throw undefined }", ADD],
  ["a script that ends before the tests", "throw 0", ADD],
  ["names of the tests' parameters", "var globalThis = {}; var undefined", ADD],
  ["strings that match", "String.prototype.includes = () => true", 'assert(String(add(1, 2)).includes("3"))'],
  ["its own symbol", "Array.prototype[Symbol.iterator] = undefined; Symbol.iterator = Symbol()", MANY],
  ["assertions that it exports", "module.exports = { assertEqual() {}, assert() {} }", ADD],
  ["a module that throws", "module.exports = { get other() { throw undefined } }", ADD],
  [
    "exports that have every name",
    "module.exports = new Proxy({}, { ownKeys: () => ['Math', 'assertEqual'], get: () => () => 3, getOwnPropertyDescriptor: () => ({ value: 3, enumerable: true, configurable: true }) })",
    ADD,
  ],
  ["exports that say nothing", "module.exports = null", ADD],
  [
    "a job that continues before the tests",
    "Promise.resolve().then(() => { Object.is = () => true; globalThis.assertEqual = () => {} })",
    ADD,
  ],
];

describe("the verdict of code-execution cannot be forged", () => {
  test.each(FORGERIES)("%s", async (_, code, tests) => {
    const score = await judge(`function add() { return 7 }\n${code}`, { tests, timeoutMs: 5000 });
    expect(score).toMatchObject({ value: 0 });
  });
});

describe("techniques of correct answers still pass", () => {
  test.each<readonly [string, string, string]>([
    ["the right function", "function add(a, b) { return a + b }", MANY],
    ["forEach, Math and JSON", "const add = (a, b) => a + b; const list = () => [1, 2]", `${EACH}; ${NEAR}; ${LIST}`],
    [
      "a polyfill",
      "Array.prototype.sum = function () { return this.reduce((a, b) => a + b, 0) }; const add = (...n) => n.sum()",
      ADD,
    ],
    ["its own assert", "function assert(x) { if (!x) throw 1 } function add(a, b) { assert(true); return a + b }", ADD],
    [
      "methods that override",
      "function Sum(n) { this.n = n } Sum.prototype.toString = function () { return `${this.n}` }; function add(a, b) { return +new Sum(a + b).toString() }",
      ADD,
    ],
    [
      "an old error class",
      "function Odd(m) { this.message = m } Odd.prototype = Object.create(Error.prototype); Odd.prototype.constructor = Odd; Odd.prototype.name = 'Odd'; function add() { throw new Odd('no') }",
      "let seen; try { add() } catch (e) { seen = e } assert(seen instanceof Error && seen.message === 'no' && seen.name === 'Odd')",
    ],
    [
      "its own list",
      "class Stack extends Array { push(x) { return super.push(x * 2) } } function add(a, b) { const s = new Stack(); s.push(a); s.push(b); return s.length + 1 }",
      ADD,
    ],
    [
      "a Set that it had to write",
      "class Set { constructor() { this.items = [] } add(x) { this.items.push(x); return this } get count() { return this.items.length } }",
      "assertEqual(new Set().add(1).count, 1)",
    ],
    ["an async function", "const add = async (a, b) => a + b", "assertEqual(await add(1, 2), 3)"],
    [
      "maps, sets and dates",
      "const add = () => ({ m: new Map([['a', [1]]]), s: new Set([1]), d: new Date(5) })",
      "assertEqual(add(), { m: new Map([['a', [1]]]), s: new Set([1]), d: new Date(5) })",
    ],
    ["an exported function", "export default function add(a, b) { return a + b }", ADD],
    ["a function exported at the end", "function add(a, b) { return a + b }\nexport default add;", ADD],
    ["functions exported in a list", "const add = (a, b) => a + b;\nexport {\n  add,\n  add as sum,\n};\n", ADD],
    ["a function that the module exports", "function add(a, b) { return a + b }\nmodule.exports = add;", ADD],
    ["members of the module", "module.exports = { add: (a, b) => a + b };", ADD],
    ["a named function of the module", "module.exports = function add(a, b) { return a + b }", ADD],
    ["a list of exports that renames", "const plus = (a, b) => a + b;\nexport { plus as default, plus as add };", ADD],
    [
      "code that checks whether it is the main program",
      "function add(a, b) { return a + b }\nif (require.main === module) { add.call(process.exit(1)) }",
      ADD,
    ],
    [
      "the same check with the module first",
      "function add(a, b) { return a + b }\nif (module === require.main) { add.call(process.exit(1)) }",
      ADD,
    ],
    [
      "code that checks whether it is not the main program",
      "function add(a, b) { return a + b }\nif (require.main !== module) { add.used = true }",
      ADD,
    ],
    ["members of exports", '"use strict";\nexports.add = (a, b) => a + b;', ADD],
    [
      "an export for where there are modules",
      "function add(a, b) { return a + b }\nif (typeof module !== 'undefined' && module.exports) { module.exports = { add } }",
      ADD,
    ],
    ["a call that prints", "function add(a, b) { return a + b }\nconsole.log(add(1, 2)); console.table([1])", ADD],
    ["printing inside", '"use strict"; function add(a, b) { console.debug(a); return a + b }', ADD],
    ["its own console", "const console = { log() {} }; const add = (a, b) => a + b", ADD],
    ["a program's first line", "#!/usr/bin/env node\nfunction add(a, b) { return a + b }", ADD],
    [
      "state that the tests change",
      "let state = 0; function add(a, b) { return state }",
      "state = 3; assertEqual(add(), 3)",
    ],
    [
      "an assertion about an error's type",
      "function add(a) { null.x }",
      "let seen; try { add() } catch (e) { seen = e } assert(seen instanceof TypeError)",
    ],
  ])("%s", async (_, code, tests) => {
    expect(await judge(code, { tests, timeoutMs: 5000 })).toEqual({ value: 1 });
  });

  test("helpers before the answer may use the assertions", async () => {
    const before = "function check(a, b) { assertEqual(a, b) }";
    expect(await judge("const add = (a, b) => a + b", { before, tests: "check(add(1, 2), 3)" })).toEqual({ value: 1 });
    expect(await judge("const add = () => 7", { before, tests: "check(add(1, 2), 3)" })).toMatchObject({ value: 0 });
  });
});

test("correct answers pass for any number of concurrent tasks", async () => {
  const busy = "function add(a,b){let s=0;for(let i=0;i<3e5;i++)s+=i%3;return a+b}";
  const scores = await Promise.all(Array.from({ length: 24 }, () => judge(busy, { tests: ADD, timeoutMs: 1000 })));
  expect(scores.filter((score) => score?.value === 1)).toHaveLength(24);
});

test("an answer that never ends is wrong, and the next one runs", async () => {
  for (const code of [
    "for (;;);",
    "const f = () => Promise.resolve().then(f); f()",
    "/(a+)+$/.test('a'.repeat(40) + '!')",
  ])
    expect(await judge(`function add() {} ${code}`, { tests: ADD, timeoutMs: 200 })).toMatchObject({ value: 0 });
  expect(await judge("const add = (a, b) => a + b", { tests: ADD })).toEqual({ value: 1 });
});
