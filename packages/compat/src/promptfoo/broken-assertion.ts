import { existsSync } from "node:fs";
import { thrownText } from "@sameseed/core";
import type { Assertion, AssertionContext } from "./assertion-context.ts";
import { codeProblem } from "./code-problem.ts";
import { javascriptOf } from "./javascript-line.ts";
import { inside, type Place } from "./place.ts";
import { schemaOf } from "./assertion-values.ts";
import { type Fields, isObject, isFileReference, isScript, pathOf } from "./reading.ts";

/** It fails with any prefix: `not-` does not invert a broken assertion. */
export type Failing = readonly [name: string, options: Fields, how: "as it is"];

/** An assertion that fails with the reason for a pattern that does not compile; undefined for a valid pattern. */
export function brokenRegex(pattern: string, place: Place, context: AssertionContext): Failing | undefined {
  try {
    return RegExp(pattern) && undefined;
  } catch (cause) {
    return failing((cause as Error).message, inside(place, "value"), context);
  }
}

/** Code that does not load or compile, as an assertion that fails with the reason; undefined for code that does. */
export function brokenCode({ type, value, place }: Assertion, context: AssertionContext): Failing | undefined {
  if (typeof value !== "string") return undefined;
  const problem = isFileReference(value)
    ? scriptProblem(value, context)
    : type === "javascript"
      ? codeProblem(javascriptOf(value))
      : undefined;
  return problem === undefined ? undefined : failing(problem, inside(place, "value"), context);
}

/** The same for a JSON Schema that does not compile, or is not YAML. */
export function brokenSchema(value: unknown, place: Place, context: AssertionContext): Failing | undefined {
  const problem = schemaProblem(value, context);
  return problem === undefined ? undefined : failing(problem, inside(place, "value"), context);
}

/** An assertion that fails with the reason for a value whose template does not compile; data contains no templates. */
export function brokenTemplate(value: unknown, place: Place, context: AssertionContext): Failing | undefined {
  if (context.reading.dataRoot !== undefined && !context.reading.trustsData) return undefined;
  const texts = [value].flat().filter((text) => typeof text === "string");
  const problem = texts.map((text) => problemOf(text, context)).find((found) => found !== undefined);
  return problem === undefined ? undefined : failing(problem, inside(place, "value"), context);
}

function problemOf(text: string, { fill }: AssertionContext): string | undefined {
  let problem: string | undefined;
  fill(text, (found) => (problem = found));
  return problem;
}

/** An assertion with a value that it cannot use, likewise. */
export function brokenValue(problem: string, { fields, place }: Assertion, context: AssertionContext): Failing {
  return failing(problem, inside(place, fields["value"] === undefined ? "type" : "value"), context);
}

/** An assertion on calls where no model can make one, as an assertion that fails. */
export function withoutCalls(what: "tools" | "functions", { place }: Assertion, context: AssertionContext): Failing {
  return failing(`no model of the config has ${what}`, inside(place, "type"), context);
}

function schemaProblem(value: unknown, { reading }: AssertionContext): string | undefined {
  if (value !== undefined && value !== null && typeof value !== "string" && !isObject(value))
    return "the schema is neither an object nor a text";
  try {
    const { schema } = schemaOf(value);
    return schema === undefined ? undefined : reading.tools.schemaProblem?.(schema);
  } catch (cause) {
    return `the schema is not valid YAML: ${(cause as Error).message.split("\n")[0]}`;
  }
}

function scriptProblem(value: string, { reading }: AssertionContext): string | undefined {
  const path = pathOf(value.replace(/:[\w.]+$/, ""), reading.folder);
  if (!existsSync(path)) return `there is no script ${value}`;
  if (!isScript(value) || path.endsWith(".py")) return undefined;
  try {
    reading.script(value);
    return undefined;
  } catch (cause) {
    return thrownText(cause).replace(/\.$/, "");
  }
}

/** promptfoo fails only the test of such an assertion and continues with the others. */
function failing(problem: string, place: Place, { reading }: AssertionContext): Failing {
  reading.notes.warn(place, `${problem}: the assertion fails for every answer, as in promptfoo`);
  return ["javascript", failingOptions(problem), "as it is"];
}

/** Options of `javascript` by which every answer is wrong, with this reason. */
export function failingOptions(problem: string): Fields {
  return { value: `return (() => { throw new Error(${JSON.stringify(problem)}); })()`, throws: "wrong" };
}
