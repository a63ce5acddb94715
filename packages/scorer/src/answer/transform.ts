import { type Answer, readPath, SameseedError, textOf, thrownText } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { answerNumber } from "./answer-number.ts";
import { compileJavascript } from "../code/compile-javascript.ts";
import { foreignCall } from "../code/foreign-pool.ts";
import { guardedCall } from "../code/guarded-call.ts";
import { markedPart } from "./answer-part.ts";
import { fencedBlocks, findJson } from "./find-json.ts";
import { PatternStep, patternStep, stepName } from "./pattern-step.ts";

const JAVASCRIPT = "javascript:";
/** For one answer and step of the user's code. */
const TRANSFORM_TIMEOUT_MS = 10_000;
const NAMES =
  "trim, lower, upper, json, json?, value, json:<path>, line:first, line:last, fence, number, boxed, javascript:<code>, file://<script>";
const KNOWN =
  /^(?:trim|lower|upper|json|json\?|value|json:.+|line:first|line:last|fence|number|boxed|javascript:[^]+|file:\/\/[^]+)$/;

/**
 * The name of a transform that `TransformSpec` lists, or a step with a pattern; in TypeScript also a function
 * of the text. `value` is the result of the previous step where that is not text.
 */
export type Transform = string | PatternStep | ((output: string, answer: Answer, value: unknown) => unknown);

const Step = z.whenUsed(() => z.union([z.string().regex(KNOWN, `is not a transform; known: ${NAMES}`), PatternStep]));
export const TransformSpec = z.whenUsed(() =>
  z.union([Step, z.array(Step).min(1)]).meta({
    description: `Changes the answer before it is scored: ${NAMES}, or a step find, replace or map. A list is applied in order.`,
  }),
);

/** The result of a transform, as text and as a value, or the reason why it failed. */
export type Transformed = { readonly text: string; readonly value: unknown } | { readonly problem: string };

/** Compiles transforms into one function. Errors: `BAD_BENCHMARK` for a name that is not known. */
export function transformer(
  transform: Transform | readonly Transform[] | undefined,
  what = "the transform",
): ((output: string, answer: Answer) => Transformed | Promise<Transformed>) | undefined {
  if (transform === undefined) return undefined;
  const steps = (Array.isArray(transform) ? (transform as readonly Transform[]) : [transform as Transform]).map(
    compile,
  );
  const named = steps.map((step) => ({ ...step, name: `${what} ${step.name}` }));
  return (output, answer) => applied(named, { text: output, value: output }, answer);
}

interface Before {
  readonly text: string;
  readonly value: unknown;
}

function applied([step, ...rest]: readonly Step[], before: Before, answer: Answer): Transformed | Promise<Transformed> {
  if (step === undefined) return before;
  const next = (made: unknown): Transformed | Promise<Transformed> =>
    made === undefined || made === null
      ? { problem: `${step.name} finds nothing in the answer` }
      : applied(rest, { text: textOf(made), value: made }, answer);
  const made = result(step, before, answer);
  return made instanceof Promise ? made.then(next) : next(made);
}

/** Errors of the user's code name the step. */
function result({ name, apply }: Step, { text, value }: Before, answer: Answer): unknown {
  const fail = (error: unknown): never => {
    if (error instanceof SameseedError) throw error;
    throw new Error(`${name} failed: ${thrownText(error)}`, { cause: error });
  };
  try {
    const made = apply(text, answer, value);
    return made instanceof Promise ? made.catch(fail) : made;
  } catch (error) {
    return fail(error);
  }
}

/** Transforms as the manifest keeps them: names, steps, or the text of functions. */
export function transformSource(transform: Transform | readonly Transform[]): unknown {
  if (Array.isArray(transform)) return transform.map(transformSource);
  return typeof transform === "object" ? transform : String(transform);
}

interface Step {
  readonly name: string;
  /** `value` is the result of the previous step where that is not text. */
  readonly apply: (text: string, answer: Answer, value: unknown) => unknown;
}

function compile(transform: Transform): Step {
  if (typeof transform === "function") {
    const apply: Step["apply"] = (...given) => guardedCall(() => transform(...given), TRANSFORM_TIMEOUT_MS);
    return { name: nameOf(transform), apply };
  }
  if (typeof transform === "object") return { name: stepName(transform), apply: patternStep(transform) };
  if (transform.startsWith("file://")) {
    throw new SameseedError("BAD_BENCHMARK", `The transform ${transform} is a script path.`, {
      hint: "Only a benchmark file reads scripts; in TypeScript import the function and give it.",
    });
  }
  if (!KNOWN.test(transform))
    throw new SameseedError("BAD_BENCHMARK", `There is no transform "${transform}".`, { hint: `Known: ${NAMES}.` });
  if (transform.startsWith(JAVASCRIPT)) return { name: "javascript", apply: javascriptStep(transform) };
  return { name: transform, apply: NAMED[transform] ?? jsonAt(transform.slice("json:".length)) };
}

/** A function of a script is named by its path, which its text in the manifest begins with. */
function nameOf(transform: object & { readonly name: string }): string {
  const [script] = Object.hasOwn(transform, "toString") ? String(transform).split(" ") : [];
  return script ?? (transform.name || "function");
}

/** Code that sees `output`, as the step before made it, and `context`: `{vars, metadata}`. */
function javascriptStep(transform: string): Step["apply"] {
  const source = transform.slice(JAVASCRIPT.length).trim();
  compileJavascript(source); // report a mistake before the run
  return (_text, { case: { vars, metadata = {} } }, value) =>
    foreignCall({ source }, [value, { vars, metadata }], { timeoutMs: TRANSFORM_TIMEOUT_MS });
}

function wholeJson(text: string): unknown {
  try {
    return (JSON.parse(text) as unknown) ?? text;
  } catch {
    return text;
  }
}

const NAMED: Readonly<Record<string, (text: string, answer: Answer) => unknown>> = {
  trim: (text) => text.trim(),
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  json: (text) => findJson(text)?.value,
  /** The value where the whole answer is JSON, as in an answer with a schema; else the text. */
  "json?": wholeJson,
  /** The value of an answer that is not text (tool calls, a script's value); else the text. */
  value: (text, { outcome: { structured, text: own, toolCalls } }) =>
    structured === true || (toolCalls !== undefined && !own) ? wholeJson(text) : text,
  "line:first": (text) => linesOf(text)[0],
  "line:last": (text) => linesOf(text).at(-1),
  fence: (text) => fencedBlocks(text)[0]?.text,
  number: (text) => answerNumber(text)?.value,
  boxed: (text) => markedPart(text, "boxed"),
};

function jsonAt(path: string): (text: string) => unknown {
  return (text) => {
    const found = findJson(text);
    return found === undefined ? undefined : readPath(found.value, path);
  };
}

/** The lines that hold anything, without white space around. */
function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
