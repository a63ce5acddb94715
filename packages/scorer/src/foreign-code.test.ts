import { spawnSync } from "node:child_process";
import type { Outcome, Result, Row, Scorer } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { score } from "./score.ts";
import { custom } from "./scorers/custom.ts";
import { equals } from "./scorers/equals.ts";
import { javascript } from "./scorers/javascript.ts";
import { python } from "./scorers/python.ts";

const timing = { latencyMs: 1, attempts: 1, startedAt: "2026-01-01T00:00:00.000Z" };

function result(index: number, text = "yes"): Result {
  const outcome: Outcome = {
    status: "completed",
    text,
    finishReason: "stop",
    systemFingerprint: null,
    modelVersion: null,
    usage: null,
    costUsd: null,
    ttftMs: null,
    cached: false,
    ...timing,
  };
  const trial = {
    index,
    order: index,
    case: { id: `c${index}`, vars: {}, expected: "yes" },
    repeat: 0,
    variant: "p/m",
    prompt: "p",
    model: "m",
    seed: 1,
  };
  return { trial, outcome };
}

async function rowsOf(results: readonly Result[], scorers: readonly Scorer[]): Promise<Row[]> {
  async function* stream(): AsyncGenerator<Result> {
    yield* results;
  }
  return Array.fromAsync(score(stream(), scorers));
}

/** The odd answer is the second of three: it gets null with the reason, the others their scores. */
async function expectOnlyOdd(scorer: Scorer, reason: RegExp): Promise<void> {
  const rows = await rowsOf([result(0), result(1, "odd"), result(2)], [equals(), scorer]);
  const byIndex = rows.toSorted((left, right) => left.trial.index - right.trial.index);
  expect(byIndex.map(({ scores }) => scores["equals"]!.value)).toEqual([1, 0, 1]);
  expect(byIndex.map(({ scores }) => scores[scorer.name]!.value)).toEqual([1, null, 1]);
  expect(byIndex[1]!.scores[scorer.name]!.reason).toMatch(reason);
}

/** A loop keeps its thread until it is ended, but needs no processor for five seconds. */
const SLEEP = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)";

const isOdd = 'if (output !== "odd") return true;';
const JAVASCRIPT: readonly (readonly [string, string, RegExp])[] = [
  ["throws", 'throw new Error("no")', /failed: no/],
  ["throws nothing", "throw undefined", /failed: undefined/],
  ["throws what cannot be read", "throw Object.create(null)", /failed/],
  [
    "throws an error whose message throws",
    'throw Object.defineProperty(new Error(), "message", { get() { throw 1 } })',
    /failed/,
  ],
  ["forgets to await a rejection", 'Promise.reject(new Error("late")); return true', /late/],
  ["rejects after its value", '(async () => { await null; throw new Error("late") })(); return true', /late/],
  ["throws in a timer", 'setTimeout(() => { throw new Error("late") }); return true', /late/],
  ["throws in a tick", 'process.nextTick(() => { throw new Error("late") }); return true', /late/],
  ["never settles", "return new Promise(() => {})", /more than \d+ ms/],
  ["loops", `for (;;) ${SLEEP};`, /more than \d+ ms/],
  ["loops in a regular expression", 'return /^(a+)+$/.test("a".repeat(40) + "!")', /more than \d+ ms/],
  ["ends the process", "process.exit(0)", /process.exit/],
  ["ends the process later", "setTimeout(() => process.exit(0)); return new Promise(() => {})", /process.exit/],
  ["gives NaN", "return NaN", /gave NaN/],
  ["gives Infinity", "return Infinity", /gave Infinity/],
  ["gives a number above 1", "return { value: 7 }", /gave 7/],
  ["gives a text for a number", 'return { value: "1" }', /no score|gave 1/],
  ["gives an empty object", "return {}", /no score|gave undefined/],
  ["gives a text", 'return "yes"', /returned string/],
  ["gives undefined", "return undefined", /returned undefined|no score/],
  ["gives a big integer", "return 1n", /bigint/],
  ["gives a function", "return () => 1", /it returned a function/],
  ["gives a thenable that throws", 'return { then() { throw new Error("then") } }', /then|no score/],
];

describe("javascript: costs its own score only, when it", () => {
  test.each(JAVASCRIPT)("%s", async (_, code, reason) => {
    // Only one test keeps a processor busy for this long. Code that ends by itself has time on a slow
    // machine.
    const timeoutMs = !reason.source.includes("more than") ? 60_000 : code.includes("(a+)+") ? 2500 : 5000;
    await expectOnlyOdd(javascript({ value: `${isOdd} ${code}`, timeoutMs }), reason);
  });

  test.each([
    ["kills its process", 'process.kill(process.pid, "SIGKILL"); return new Promise(() => {})', /SIGKILL/],
    ["aborts", "process.abort()", /process ended/],
    ["eats memory", "const all = []; for (;;) all.push(new Array(1e6).fill(all.length))", /no memory|ms/],
    ["writes on fd 1 what looks like a reply", 'require("node:fs"); return true', /require is not defined/],
    [
      "sends its own reply",
      "process.send({ id: 0, value: 1 }); process.send('x'); process.send(null); return NaN",
      /NaN|process ended/,
    ],
    ["hangs up", "process.disconnect(); return new Promise(() => {})", /process ended|ms/],
  ] as const)("%s", async (_, code, reason) => {
    await expectOnlyOdd(javascript({ value: `${isOdd} ${code}`, timeoutMs: 30_000 }), reason);
  });

  test("calls waiting code in several processes", async () => {
    const slow = javascript({
      value: "return new Promise((done) => setTimeout(() => done({ value: 1, reason: String(process.pid) }), 1500))",
    });
    const rows = await rowsOf(
      [0, 1, 2, 3].map((index) => result(index)),
      [slow],
    );
    expect(new Set(rows.map(({ scores }) => scores["javascript"]!.reason)).size).toBeGreaterThan(1);
  });
});

/** Loops are tested below with a shorter deadline; an unhandled rejection would fail this test run. */
describe("custom: costs its own score only, when it", () => {
  const run = (code: string): Scorer["score"] => new Function("{ output }", `${isOdd} ${code}`) as Scorer["score"];
  test.each(
    JAVASCRIPT.filter(([name]) => !/never settles|loops|await|rejects/.test(name)).map(
      ([name, code]) => [name, code] as const,
    ),
  )("%s", async (_, code) => {
    await expectOnlyOdd({ ...custom("own", run(code) as never), isBounded: undefined } as unknown as Scorer, /./);
  });

  test("loops or never settles, by its deadline", async () => {
    const { guardedCall } = await import("./code/guarded-call.ts");
    await expect(
      guardedCall(() => {
        for (;;);
      }, 200),
    ).rejects.toThrow("more than 200 ms");
    await expect(guardedCall(() => /^(a+)+$/.test(`${"a".repeat(40)}!`), 200)).rejects.toThrow("more than 200 ms");
    await expect(guardedCall(() => new Promise(() => {}), 200)).rejects.toThrow("more than 200 ms");
  });
});

describe("python: costs its own score only (needs python3), when it", () => {
  const isThere = spawnSync("python3", ["--version"]).status === 0;
  test.skipIf(!isThere).each([
    ["gives NaN", "return float('nan')", /not JSON compliant/],
    ["prints on fd 1 through another program", "import os\nos.system('echo hi')\nreturn None", /cannot tell/],
    ["writes on fd 1", "import os\nos.write(1, b'null\\n')\nreturn None", /cannot tell/],
    ["returns a value that is not JSON", "return {1, 2}", /cannot contain a value of type set/],
    ["recurses for ever", "f = lambda: f()\nf()", /RecursionError/],
    ["exits", "import sys\nsys.exit(0)", /SystemExit/],
    ["exits hard", "import os\nos._exit(0)", /process ended with exit code 0/],
    ["kills itself", "import os\nos.kill(os.getpid(), 9)", /process ended/],
    ["reads its input", "import sys\nreturn sys.stdin.read() or None", /cannot tell/],
    [
      "throws in a thread",
      "import threading\nthreading.Thread(target=lambda: 1 / 0).start()\nreturn None",
      /cannot tell/,
    ],
    [
      "throws an error whose text throws",
      "class E(Exception):\n  def __str__(self): raise ValueError()\nraise E()",
      /failed/,
    ],
    ["loops", "import time\nwhile True: time.sleep(0.02)", /more than 5000 ms/],
  ] as const)("%s", async (_, code, reason) => {
    const timeoutMs = reason.source.includes("more than") ? 5000 : 60_000;
    await expectOnlyOdd(python({ value: `if output != "odd": return True\n${code}`, timeoutMs }), reason);
  });
});
