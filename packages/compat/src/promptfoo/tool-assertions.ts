import type { Assertion } from "./assertion-context.ts";
import { type Fields, isObject } from "./reading.ts";

/** A scorer of the answer's tool calls, or the reason why there is none. */
export type ToolSpec = readonly [name: string, options: Fields] | string;

interface Matcher {
  readonly name: string;
  readonly min?: number;
  readonly max?: number;
}

const OTHER_STEPS = "only tool calls are seen here, no other steps of a trace";

/** promptfoo's assertions on an agent's trace, as far as the calls in the answer decide them; undefined for any other. */
export function toolAssertion({ type, value }: Assertion): ToolSpec | undefined {
  switch (type) {
    case "trajectory:tool-used":
      return toolUsed(value);
    case "trajectory:step-count":
      return stepCount(value);
    case "trajectory:tool-sequence":
      return toolSequence(value);
    case "trajectory:tool-args-match":
      return toolArgs(value);
    default:
      return undefined;
  }
}

function toolUsed(value: unknown): ToolSpec {
  if (typeof value === "string" && value !== "") return ["tool-used", { tools: value }];
  if (Array.isArray(value) && value.length > 0 && value.every(isName)) return ["tool-used", { tools: value }];
  const matcher = matcherOf(value);
  if (matcher === undefined) return "it names no tool";
  if (typeof matcher === "string") return matcher;
  const { name, ...counts } = matcher;
  return ["tool-used", { tools: name, ...counts }];
}

/** Without a type all steps of a trace count, but an answer contains only the tool calls. */
function stepCount(value: unknown): ToolSpec {
  if (!isObject(value) || ![value["type"]].flat().every((type) => type === "tool")) return OTHER_STEPS;
  const matcher = matcherOf({ pattern: "*", ...value });
  if (typeof matcher !== "object" || (matcher.min === undefined && matcher.max === undefined))
    return "it has neither min nor max";
  return [
    "tool-used",
    { tools: matcher.name, min: matcher.min ?? 0, ...(matcher.max !== undefined && { max: matcher.max }) },
  ];
}

function toolSequence(value: unknown): ToolSpec {
  const { steps, mode } = Array.isArray(value) ? { steps: value, mode: undefined } : isObject(value) ? value : {};
  if (!Array.isArray(steps) || steps.length === 0) return "it has no steps";
  const matchers = steps.map((step: unknown) => (isName(step) ? { name: step } : matcherOf(step)));
  const problem = matchers.find((matcher) => typeof matcher !== "object");
  if (problem !== undefined || matchers.includes(undefined)) return problem ?? "a step names no tool";
  const tools = matchers.map((matcher) => (matcher as Matcher).name);
  return ["tool-sequence", { tools, ...(mode === "exact" && { mode }) }];
}

function toolArgs(value: unknown): ToolSpec {
  const matcher = matcherOf(value);
  if (typeof matcher !== "object") return matcher ?? "it names no tool";
  const { args, arguments: given, mode, defaults, ignore } = value as Fields;
  const wanted = args ?? given;
  if (wanted === undefined) return "it has no args";
  return [
    "tool-args-match",
    {
      tool: matcher.name,
      args: wanted,
      ...(mode === "exact" && { mode }),
      ...(isObject(defaults) && { defaults }),
      ...(ignore !== undefined && { ignore }),
    },
  ];
}

/** Undefined for one without a name, a text for one of other steps than tool calls. */
function matcherOf(value: unknown): Matcher | string | undefined {
  if (!isObject(value)) return undefined;
  const { type = "tool", pattern, name = pattern, min, max } = value;
  if (![type].flat().includes("tool")) return OTHER_STEPS;
  const meant = pattern ?? name;
  if (!isName(meant)) return undefined;
  return { name: meant, ...(typeof min === "number" && { min }), ...(typeof max === "number" && { max }) };
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
