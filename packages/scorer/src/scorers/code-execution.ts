import { type Score, type AnswerScorer, template, type TestCase } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { fencedBlocks } from "../answer/find-json.ts";
import { filledTemplate, referenceScorer } from "../reference-scorer.ts";

export interface CodeExecutionOptions extends CommonOptions {
  /** JavaScript that throws where the answer is wrong, a template over the vars. It has `assert(ok, message)` and `assertEqual(actual, expected)`. */
  readonly tests: string;
  /** Code before the answer's, a template over the vars: helpers, or the beginning of the function that the answer completes. */
  readonly before?: string | undefined;
  /** CPU time of answer and tests together. Default 1,000. */
  readonly timeoutMs?: number | undefined;
  /** Default 64. */
  readonly memoryMb?: number | undefined;
}

/**
 * 1 if the answer's JavaScript passes the tests. The code is the answer's first fenced block of JavaScript, else its first
 * fenced block, else all of it. It runs in a separate QuickJS interpreter (WebAssembly) in a thread, without files,
 * network, environment or timers. CPU time and memory are limited. As many answers run at once as there are cores.
 * The tests run in strict mode with assertions and built-ins that the answer cannot replace.
 */
export function codeExecution(options: CodeExecutionOptions): AnswerScorer {
  const { tests, before = "", timeoutMs = 1000, memoryMb = 64 } = options;
  const [testsOf, beforeOf] = [filledTemplate(tests), template(before)];
  return referenceScorer({
    type: "code-execution",
    options,
    settings: { tests, before, timeoutMs, memoryMb },
    reference: (testCase: TestCase, where) => ({
      tests: testsOf(testCase, where),
      before: beforeOf.render(testCase.vars, where),
    }),
    async judge(output, reference): Promise<Score> {
      const code = codeIn(output);
      if (code.trim() === "") return { value: 0, reason: "there is no code" };
      const { runInSandbox } = await import("../code/sandbox-pool.ts"); // few benchmarks run code
      const reply = await runInSandbox({ ...reference, code, timeoutMs, memoryMb });
      if (reply.isOk === null) return { value: null, reason: reply.problem };
      return reply.isOk ? { value: 1 } : { value: 0, reason: reply.problem };
    },
  });
}

const JAVASCRIPT = new Set(["js", "javascript", "mjs", "node"]);

/** Whether the file is the program that runs, which an answer is not. */
const IS_MAIN = /\b(?:require\.main\s*([!=])==?\s*module|module\s*([!=])==?\s*require\.main)\b/g;
const EXPORT_LIST = /^[ \t]*export \{([^{}]{0,2000})\}[ \t]*;?[ \t]*$/gm;

/**
 * The code of an answer, without a first line such as `#!/usr/bin/env node`, and without the part that runs only as a program of its own;
 * `export` is taken off, since the tests call the functions by their names.
 */
function codeIn(output: string): string {
  const blocks = fencedBlocks(output);
  const block = blocks.find(({ language }) => JAVASCRIPT.has(language)) ?? blocks[0];
  const code = block?.text ?? output;
  const renamed = [...code.matchAll(EXPORT_LIST)].flatMap(([, list]) => renamedIn(list!));
  return `${code
    .replace(/^\s*#![^\n]*/, "")
    .replaceAll(IS_MAIN, (_, first?: string, second?: string) => String((first ?? second) === "!"))
    .replaceAll(/^([ \t]*)export (?:default )?(?=(?:async )?function|class|const|let|var)/gm, "$1")
    .replaceAll(EXPORT_LIST, "")
    .replaceAll(/^[ \t]*export default [\w$]{1,200}[ \t]*;?[ \t]*$/gm, "")}${renamed.join("")}`;
}

/** `plus as add` of a list of exports: the tests call it `add`. */
function renamedIn(list: string): string[] {
  return [...list.matchAll(/([\w$]{1,200})\s+as\s+([\w$]{1,200})/g)].flatMap(([, name, alias]) =>
    alias === "default" || alias === name ? [] : [`\nexports.${alias} = ${name};`],
  );
}
