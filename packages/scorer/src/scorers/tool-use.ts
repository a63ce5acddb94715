import { isDeepStrictEqual } from "node:util";
import { SameseedError, type AnswerScorer, isObject } from "@sameseed/core";
import { type ToolCall, toolCallsOf } from "../answer/tool-calls.ts";
import type { CommonOptions } from "../common-options.ts";
import { noReference, referenceScorer } from "../reference-scorer.ts";

export interface ToolUsedOptions extends CommonOptions {
  /** Names of tools, ignoring case; `*` matches any text and `?` one character. */
  readonly tools: string | readonly string[];
  /** With one name: how many calls there must be at least, and at most. Default 1, and any number. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

export interface ToolSequenceOptions extends CommonOptions {
  /** Names in the order of the calls, as in `tool-used`. */
  readonly tools: readonly string[];
  /** `in-order` (default): other calls may come in between. `exact`: these calls and no others. */
  readonly mode?: "in-order" | "exact" | undefined;
}

export interface ToolArgsOptions extends CommonOptions {
  /** Name of the tool, as in `tool-used`. */
  readonly tool: string;
  /** The arguments of at least one call. */
  readonly args: unknown;
  /** `partial`: others may be there too (default). `exact`: these and no other. */
  readonly mode?: "partial" | "exact" | undefined;
  /** Arguments with these values count as left out. */
  readonly defaults?: Readonly<Record<string, unknown>> | undefined;
  /** Names of arguments that are not looked at, as in `tool-used`. */
  readonly ignore?: string | readonly string[] | undefined;
}

/** 1 if the answer calls all of the tools; a single tool from `min` to `max` times. With `not`, none of them. */
export function toolUsed(options: ToolUsedOptions): AnswerScorer {
  const { min, max, not = false } = options;
  const wanted = namesOf(options.tools, "tool-used");
  if ((min !== undefined || max !== undefined) && wanted.length > 1)
    throw new SameseedError("BAD_BENCHMARK", "tool-used counts the calls of one tool, and has several.", {
      hint: "Write one name, such as search_*, or leave min and max out.",
    });
  return referenceScorer({
    type: "tool-used",
    options,
    settings: { tools: wanted, min, max },
    reference: noReference,
    judge(output, _reference, answer) {
      const calls = namesCalled(output, answer);
      const counts = wanted.map((name) => calls.filter((called) => isMeant(called, name)).length);
      const isUsed =
        wanted.length === 1
          ? counts[0]! >= (min ?? 1) && counts[0]! <= (max ?? Infinity)
          : not
            ? counts.some((count) => count > 0)
            : counts.every((count) => count > 0);
      const shown = { answer: calls.join(", "), expected: wanted.join(", ") };
      return isUsed ? { value: 1, ...shown } : { value: 0, ...shown, reason: `called: ${shown.answer || "nothing"}` };
    },
  });
}

/** 1 if the answer calls the tools in this order. */
export function toolSequence(options: ToolSequenceOptions): AnswerScorer {
  const { mode = "in-order" } = options;
  const wanted = namesOf(options.tools, "tool-sequence");
  return referenceScorer({
    type: "tool-sequence",
    options,
    settings: { tools: wanted, mode },
    reference: noReference,
    judge(output, _reference, answer) {
      const calls = namesCalled(output, answer);
      let found = 0;
      for (const called of calls) if (found < wanted.length && isMeant(called, wanted[found]!)) found++;
      const isExact = calls.length === wanted.length && calls.every((called, place) => isMeant(called, wanted[place]!));
      const value = Number(mode === "exact" ? isExact : found === wanted.length);
      const [told, expected] = [calls.join(", "), wanted.join(", ")];
      return value === 1
        ? { value, answer: told, expected }
        : { value, answer: told, expected, reason: `called: ${told || "nothing"}` };
    },
  });
}

/** 1 if the answer calls the tool with these arguments. */
export function toolArgsMatch(options: ToolArgsOptions): AnswerScorer {
  const { tool, args, mode = "partial", defaults = {}, ignore = [] } = options;
  const ignored = [ignore].flat();
  const cleaned = (given: unknown): unknown =>
    isObject(given)
      ? Object.fromEntries(Object.entries(given).filter(([name]) => !ignored.some((one) => isMeant(name, one))))
      : given;
  const withoutDefaults = (given: unknown): unknown =>
    isObject(given)
      ? Object.fromEntries(
          Object.entries(given).filter(
            ([name, value]) => !(Object.hasOwn(defaults, name) && isDeepStrictEqual(value, defaults[name])),
          ),
        )
      : given;
  const wanted = cleaned(args);
  return referenceScorer({
    type: "tool-args-match",
    options,
    settings: { tool, args, mode, defaults, ignore: ignored },
    reference: noReference,
    judge(output, _reference, answer) {
      const calls = callsOf(output, answer).filter(({ name }) => isMeant(name, tool));
      const fits = (given: unknown): boolean =>
        mode === "exact" ? isDeepStrictEqual(given, wanted) : includes(given, wanted);
      const value = Number(calls.some((call) => fits(withoutDefaults(cleaned(call.arguments)))));
      const told = calls.map((call) => JSON.stringify(call.arguments) ?? "no JSON").join("; ");
      const reason = calls.length === 0 ? `no call of ${tool}` : `called with ${told}`;
      const shown = { answer: told, expected: JSON.stringify(args) };
      return value === 1 ? { value, ...shown } : { value, ...shown, reason };
    },
  });
}

function namesOf(tools: string | readonly string[], type: string): readonly string[] {
  const names = [tools].flat().filter((name) => name !== "");
  if (names.length > 0) return names;
  throw new SameseedError("BAD_BENCHMARK", `${type} has no tools.`, {
    hint: "Name at least one, e.g. tools: [search].",
  });
}

function callsOf(output: string, answer: Parameters<typeof toolCallsOf>[1]): readonly ToolCall[] {
  return toolCallsOf(output, answer) ?? [];
}

function namesCalled(output: string, answer: Parameters<typeof toolCallsOf>[1]): string[] {
  return callsOf(output, answer).map(({ name }) => name);
}

const SPECIAL = /[.+^${}()|[\]\\]/g;

/** Whether a name matches the expected one, where `*` and `?` are wildcards. */
function isMeant(name: string, meant: string): boolean {
  const pattern = meant
    .replaceAll(SPECIAL, String.raw`\$&`)
    .replaceAll(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${pattern}$`, "is").test(name);
}

/** Whether a value has all members of another, at any depth; lists are compared member by member. */
function includes(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return (
      Array.isArray(value) &&
      value.length === wanted.length &&
      wanted.every((member, place) => includes(value[place], member))
    );
  if (!isObject(wanted)) return isDeepStrictEqual(value, wanted);
  if (!isObject(value)) return false;
  return Object.entries(wanted).every(([key, member]) => Object.hasOwn(value, key) && includes(value[key], member));
}
