import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer, Score, Scorer } from "@sameseed/core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { codeExecution } from "./code-execution.ts";
import { javascript } from "./javascript.ts";
import { python } from "./python.ts";
import { similar } from "./similar.ts";
import { webhook } from "./webhook.ts";

async function judge(scorer: Scorer, output: string, vars: Record<string, unknown> = {}): Promise<Score | null> {
  const testCase = { id: "c", vars, expected: "yes" };
  scorer.check?.(testCase);
  return scorer.score!({ output, case: testCase, outcome: { status: "completed" } } as unknown as Answer);
}

describe("javascript", () => {
  test.each<[string, number | null]>([
    ["output.length < 5", 1],
    ["context.vars.n > 2", 0],
    ["context.expected === output", 1],
    ["const half = 0.5; return half;", 0.5],
    ["({ pass: true, score: 0.7, reason: 'r' })", 0.7],
    ["({ pass: false })", 0],
    ["Promise.resolve(0.25)", 0.25],
    ["(() => { const half = 0.5; return half })()", 0.5],
    ["[0.25].map(function (n) { return n })[0]", 0.25],
    ["output.includes('return') ? 1 : 0.5", 0.5],
    ["if (output === 'yes') { return 0.75 } return 0;", 0.75],
    ["null", null],
  ])("%s", async (value, wanted) => {
    expect((await judge(javascript({ value }), "yes", { n: 2 }))?.value).toBe(wanted);
  });

  test.each([false, true])("code that throws is wrong, with `not` (%s) too", async (not) => {
    const scorer = javascript({ value: "JSON.parse(output).a === 1", throws: "wrong", not });
    const score = await judge(scorer, "no JSON");
    expect(score).toMatchObject({ value: 0, pass: false, reason: expect.stringContaining("JSON") });
    expect(score).not.toHaveProperty("isFinal");
    const counted = javascript({ value: "missing()", throws: "wrong", not, threshold: 0.5 });
    expect(await judge(counted, "x")).toMatchObject({ value: 0, pass: false });
  });

  test("code that does not compile is the user's mistake", () => {
    expect(() => javascript({ value: "output.(" })).toThrow(expect.objectContaining({ code: "BAD_BENCHMARK" }));
  });
});

describe("python", () => {
  const isThere = spawnSync("python3", ["--version"]).status === 0;
  beforeEach(({ skip }) => {
    if (!isThere) skip("needs python3");
  });

  test.each<[string, number | null]>([
    ["len(output) < 5", 1],
    ["context['vars']['n'] > 2", 0],
    ["import re\nreturn bool(re.match('y', output))", 1],
    ["{'pass': True, 'score': 0.7}", 0.7],
    ["None", null],
    ["print('noise') or 0.5", 0.5],
    ["0.5 if 'a return b'.count(' return ') else 0", 0.5],
    ["{\n  'pass': True,\n  'score': 0.25,\n}", 0.25],
    ["import decimal\nreturn decimal.Decimal('0.5')", 0.5],
    ["import fractions\nreturn {'pass': True, 'score': fractions.Fraction(1, 4)}", 0.25],
    ["class float32:\n  __module__ = 'numpy'\n  def tolist(self): return 0.25\nreturn float32()", 0.25],
    [
      "class bool_:\n  __module__ = 'numpy'\n  def tolist(self): return True\nreturn {'pass': bool_(), 'score': 0.5}",
      0.5,
    ],
  ])("%s", async (value, wanted) => {
    expect((await judge(python({ value }), "yes", { n: 2 }))?.value).toBe(wanted);
  });

  test("reports an error of the code, code that never ends and a missing Python", async () => {
    await expect(judge(python({ value: "1 / 0" }), "x")).rejects.toThrow("ZeroDivisionError");
    await expect(judge(python({ value: "while True:\n  pass", timeoutMs: 300 }), "x")).rejects.toThrow(
      "more than 300 ms",
    );
    await expect(judge(python({ value: "1", executable: "no-such-python" }), "x")).rejects.toThrow(
      "there is no no-such-python",
    );
  });

  test("one process judges all answers, until one takes too long or ends it", async () => {
    const code = `
import os, time
if output == "slow": time.sleep(60)
if output == "end": os._exit(3)
return {"score": 1, "reason": str(os.getpid())}`;
    const scorer = python({ value: code, timeoutMs: 5000 });
    const processOf = async (output: string): Promise<string> => (await judge(scorer, output))!.reason!;
    const [first, second] = await Promise.all([processOf("a"), processOf("b")]);
    expect(second).toBe(first);
    await expect(judge(scorer, "end")).rejects.toThrow("the process ended with exit code 3");
    const after = await processOf("c");
    expect(after).not.toBe(first);
    await expect(judge(scorer, "slow")).rejects.toThrow("more than 5000 ms");
    expect(await processOf("d")).not.toBe(after);
  });

  test.skipIf(process.platform === "win32")("the time that Python takes to start does not count", async () => {
    const folder = await mkdtemp(join(tmpdir(), "python-"));
    const executable = join(folder, "slow-python");
    await writeFile(executable, '#!/bin/sh\nsleep 3\nexec python3 "$@"\n', { mode: 0o755 });
    expect(await judge(python({ value: "True", timeoutMs: 2900, executable }), "x")).toMatchObject({ value: 1 });
    await rm(folder, { recursive: true });
  });

  test("it cannot read environment variables, which contain keys", async () => {
    process.env.SECRET_OF_THIS_TEST = "x";
    expect(
      (await judge(python({ value: "__import__('os').environ.get('SECRET_OF_THIS_TEST') is None" }), "x"))?.value,
    ).toBe(1);
    delete process.env.SECRET_OF_THIS_TEST;
  });
});

describe("webhook", () => {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      asked.push(JSON.parse(body));
      if (request.url === "/slow") return;
      response.statusCode = request.url === "/broken" ? 500 : 200;
      response.end(request.url === "/odd" ? "fine" : '{"pass": true, "score": 0.5, "reason": "so so"}');
    });
  });
  let base: string;
  beforeAll(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test("returns the service's score and sends output and context", async () => {
    expect(await judge(webhook({ url: `${base}/ok?key=secret` }), "yes", { n: 2 })).toEqual({
      value: 0.5,
      pass: true,
      reason: "so so",
    });
    expect(asked.at(-1)).toEqual({ output: "yes", context: { id: "c", vars: { n: 2 }, expected: "yes" } });
    expect(JSON.stringify(webhook({ url: `${base}/ok?key=secret` }).identity)).not.toContain("secret");
  });

  test("reports a fault of the service", async () => {
    await expect(judge(webhook({ url: `${base}/broken` }), "x")).rejects.toThrow("the webhook answered 500");
    await expect(judge(webhook({ url: `${base}/odd` }), "x")).rejects.toThrow("has no score");
    await expect(judge(webhook({ url: `${base}/slow`, timeoutMs: 50 }), "x")).rejects.toThrow("no answer in 50 ms");
    await expect(judge(webhook({ url: "http://127.0.0.1:1/" }), "x")).rejects.toThrow("the webhook: ");
  });
});

describe("code-execution", () => {
  const add = codeExecution({ tests: "assertEqual(add(1, 2), 3); assert(add({{n}}, 2) === 4)" });

  test.each<[string, string, number, RegExp?]>([
    ["code in a fence", "Sure:\n```js\nexport function add(a, b) { return a + b; }\n```", 1],
    ["code alone", "const add = (a, b) => a + b;", 1],
    ["the wrong result", "function add(a, b) { return a - b; }", 0, /expected 3, got -1/],
    ["no function", "const x = 1;", 0, /'add' is not defined/],
    ["no syntax", "function add(", 0, /SyntaxError/],
    ["no code", "```js\n```", 0, /there is no code/],
    ["no end", "while (true);", 0, /more than 1000 ms/],
    ["no end of recursion", "function add() { return add(); }", 0, /stack/],
    ["no process", "function add() { return process.exit(); }", 0, /'process' is not defined/],
    ["no modules", "function add() { return require('fs'); }", 0, /'require' is not defined/],
    ["no network", "function add() { return fetch('http://x'); }", 0, /'fetch' is not defined/],
    ["too much memory", "const x = []; for (;;) x.push('y'.repeat(2 ** 20) + x.length);", 0, /memory|1000 ms|ended/],
    ["nesting that breaks the interpreter", "JSON.parse('['.repeat(1e5))", 0, /./],
  ])("%s", async (...[, output, value, reason]) => {
    const score = await judge(add, output, { n: 2 });
    expect(score!.value).toBe(value);
    if (reason !== undefined) expect(score!.reason).toMatch(reason);
  });

  test("waits for asynchronous tests and code", async () => {
    const scorer = codeExecution({ before: "const two = 2;", tests: "assertEqual(await f([1]), { a: [1, two] })" });
    expect(await judge(scorer, "async function f(list) { return { a: [...list, 2] }; }")).toEqual({ value: 1 });
    expect((await judge(codeExecution({ tests: "await new Promise(() => {})" }), "1"))!.reason).toContain(
      "never comes",
    );
  });
});

describe("similar", () => {
  const embedder = {
    id: "letters",
    embed: async (texts: readonly string[]) =>
      texts.map((text) => [text.split("a").length - 1, text.split("b").length - 1]),
  };

  test.each<["cosine" | "dot" | "euclidean", string, string, number]>([
    ["cosine", "aaa", "a", 1],
    ["cosine", "a", "b", 0],
    ["cosine", "ab", "a", Math.SQRT1_2],
    ["dot", "a", "ab", 1],
    ["euclidean", "aaaa", "a", 0.25],
  ])("%s of %s and %s", async (measure, output, expected, value) => {
    expect((await judge(similar({ embedder, measure, expected }), output))!.value).toBeCloseTo(value, 12);
  });

  test("the nearest of several references counts, and the manifest contains the model", async () => {
    const scorer = similar({ embedder, expected: ["b", "aa"] });
    expect(await judge(scorer, "a")).toEqual({ value: 1, reason: "cosine 1", expected: "aa" });
    expect(scorer.identity).toMatchObject({ embedder: "letters", measure: "cosine" });
  });
});
