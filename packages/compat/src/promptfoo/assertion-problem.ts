import { listOf } from "./csv-tests.ts";
import { isObject } from "./reading.ts";

const LISTED: ReadonlySet<string> = new Set(["contains-all", "contains-any", "icontains-all", "icontains-any"]);
const ONE_OF_LIST: ReadonlySet<string> = new Set(["contains", "icontains", "starts-with"]);
/** Metrics with a threshold for values from 0 to 1. */
const GRADED: ReadonlySet<string> = new Set(
  "rouge-n bleu gleu meteor similar similar:cosine tool-call-f1 perplexity-score".split(" "),
);
const A_TEXT = "it needs a text as value";

interface Given {
  readonly type: string;
  readonly value: unknown;
  readonly threshold: number | undefined;
}

/**
 * Why promptfoo fails every answer by an assertion: its value is missing, or of a kind that it does not take. Undefined for
 * one that it can use.
 */
export function assertionProblem({ type, value, threshold }: Given): string | undefined {
  if (GRADED.has(type) && threshold !== undefined && threshold > 1)
    return `no score reaches the threshold ${threshold}`;
  if (ONE_OF_LIST.has(type) && Array.isArray(value)) return `its value is a list: write ${type}-all or ${type}-any`;
  if (LISTED.has(type)) return isText(value) || Array.isArray(value) ? undefined : "it needs a list or a text as value";
  switch (type) {
    case "contains":
    case "icontains":
      return isText(value) || typeof value === "number" ? undefined : "it needs a text or a number as value";
    case "starts-with":
    case "regex":
      return isText(value) ? undefined : A_TEXT;
    case "levenshtein":
      if (threshold !== undefined && threshold < 0) return `no distance is at most ${threshold}`;
      return typeof value === "string" ? undefined : A_TEXT;
    case "rouge-n":
    case "finish-reason":
      return typeof value === "string" ? undefined : A_TEXT;
    case "bleu":
    case "gleu":
      return isTexts([value].flat()) ? undefined : "it needs a text or texts as value";
    case "python":
      return isText(value) ? undefined : "its value is no code";
    case "javascript":
      return isText(value) || typeof value === "function" ? undefined : "its value is no code";
    case "tool-call-f1":
      return namesTool(value) ? undefined : "it names no tool";
    case "word-count":
      return wordsProblem(value);
    case "perplexity":
      return threshold !== undefined && threshold <= 0 ? `no ${type} is at most ${threshold}` : undefined;
    case "latency":
    case "cost": {
      if (threshold === undefined) return "it has no threshold";
      const isBelowAll = type === "cost" ? threshold < 0 : threshold <= 0;
      return isBelowAll ? `no ${type} is at most ${threshold}` : undefined;
    }
    default:
      return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isTexts(values: readonly unknown[]): boolean {
  return values.length > 0 && values.every((value) => typeof value === "string");
}

function namesTool(value: unknown): boolean {
  const names = Array.isArray(value) ? value : typeof value === "string" ? listOf(value) : [];
  return names.some((name) => name !== "");
}

function wordsProblem(value: unknown): string | undefined {
  if (!isObject(value)) {
    if (!isNumeric(value)) return `${JSON.stringify(value) ?? "nothing"} is not a number of words`;
    const count = Number(value);
    return Number.isInteger(count) && count >= 0 ? undefined : `no answer has ${count} words`;
  }
  const { min, max } = value;
  if (min === undefined && max === undefined) return "it has neither min nor max";
  const other = [min, max].find((bound) => bound !== undefined && !isNumeric(bound));
  if (other !== undefined) return `${JSON.stringify(other)} is not a number of words`;
  if (Number(max) < 0) return `no answer has at most ${String(max)} words`;
  return Number(min) > Number(max) ? "its min is above its max" : undefined;
}

/** A finite number, also as text. */
function isNumeric(value: unknown): boolean {
  return ["number", "string"].includes(typeof value) && Number.isFinite(Number(value));
}
