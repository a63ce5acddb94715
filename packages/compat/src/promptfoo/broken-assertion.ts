import { existsSync } from "node:fs";
import type { Assertion, AssertionContext } from "./assertions.ts";
import { javascriptOf } from "./code-assertions.ts";
import { inside, type Place } from "./place.ts";
import { type Fields, isFileReference, isScript, pathOf } from "./reading.ts";

type Named = readonly [name: string, options: Fields];

/** A pattern that does not compile, as an assertion that fails with the reason; undefined for one that does. */
export function brokenRegex(pattern: string, place: Place, context: AssertionContext): Named | undefined {
  try {
    return RegExp(pattern) && undefined;
  } catch (cause) {
    return failing((cause as Error).message, inside(place, "value"), context);
  }
}

/** Code that does not load or compile, as an assertion that fails with the reason; undefined for code that does. */
export function brokenCode({ type, value, place }: Assertion, context: AssertionContext): Named | undefined {
  if (typeof value !== "string") return undefined;
  const problem = isFileReference(value)
    ? scriptProblem(value, context)
    : type === "javascript"
      ? codeProblem(javascriptOf(value))
      : undefined;
  return problem === undefined ? undefined : failing(problem, inside(place, "value"), context);
}

function scriptProblem(value: string, { reading }: AssertionContext): string | undefined {
  const path = pathOf(value.replace(/:[\w.]+$/, ""), reading.folder);
  if (!existsSync(path)) return `there is no script ${value}`;
  if (!isScript(value) || path.endsWith(".py")) return undefined;
  try {
    reading.script(value);
    return undefined;
  } catch (cause) {
    return (cause as Error).message;
  }
}

function codeProblem(code: string): string | undefined {
  try {
    const body = /\breturn\b/.test(code) ? code : `return (${code}\n);`;
    // oxlint-disable-next-line typescript/no-implied-eval -- compiled to see whether it does, and not called
    return Function("output", "context", body) && undefined;
  } catch (cause) {
    return (cause as Error).message;
  }
}

/** promptfoo fails the one test of such an assertion, and goes on with the others. */
function failing(problem: string, place: Place, { reading }: AssertionContext): Named {
  reading.notes.warn(place, `${problem}: the assertion fails for every answer, as in promptfoo`);
  return [
    "javascript",
    { value: `return (() => { throw new Error(${JSON.stringify(problem)}); })()`, throws: "wrong" },
  ];
}
