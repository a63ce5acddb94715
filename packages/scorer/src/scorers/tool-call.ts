import { readPath, SameseedError, type AnswerScorer, template, type TestCase } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { listedTexts, type TextsOptions } from "../expected-texts.ts";
import { type JsonSchema, schemaCache } from "../answer/json-schema.ts";
import { referenceScorer } from "../reference-scorer.ts";
import { toolCallsOf } from "../answer/tool-calls.ts";

/** A function that a model may call, as OpenAI's Chat Completions writes it. */
export interface ToolDefinition {
  readonly type?: "function" | undefined;
  readonly function: { readonly name: string; readonly parameters?: JsonSchema | undefined };
}

export interface IsValidOpenaiToolsCallOptions extends CommonOptions {
  /** The tools that may be called, or a template such as `{{tools}}` that leads to them. */
  readonly tools: readonly ToolDefinition[] | string;
}

/** 1 if the answer consists of tool calls in OpenAI's format, of known tools, with arguments that match their schemas. */
export function isValidOpenaiToolsCall(options: IsValidOpenaiToolsCallOptions): AnswerScorer {
  const compile = schemaCache({});
  return referenceScorer({
    type: "is-valid-openai-tools-call",
    options,
    settings: { tools: options.tools },
    reference: toolsReader(options.tools),
    judge(output, tools, answer) {
      const calls = toolCallsOf(output, answer);
      if (calls === undefined) return { value: 0, reason: "the answer is not a list of tool calls" };
      for (const { name, arguments: given } of calls) {
        const tool = tools.find((candidate) => candidate.function.name === name);
        if (tool === undefined) return { value: 0, reason: `there is no tool "${name}"` };
        if (given === undefined) return { value: 0, reason: `the arguments of ${name} are not JSON` };
        const problem = compile(tool.function.parameters ?? true)(given);
        if (problem !== undefined) return { value: 0, reason: `${name}: ${problem}` };
      }
      return { value: 1, answer: calls.map(({ name }) => name).join(", ") };
    },
  });
}

export interface IsValidFunctionCallOptions extends CommonOptions {
  /** The functions that may be called, each with its name and the JSON Schema of its parameters. */
  readonly functions: readonly ToolDefinition["function"][];
}

/** 1 if the answer is one valid call `{name, arguments}` of one of these functions. */
export function isValidFunctionCall({ functions, ...options }: IsValidFunctionCallOptions): AnswerScorer {
  const tools = functions.map((called) => ({ function: called }));
  const scorer = isValidOpenaiToolsCall({ ...options, tools });
  const name = options.metric ?? (options.not ? "not-is-valid-function-call" : "is-valid-function-call");
  return { ...scorer, name, identity: { ...scorer.identity, type: "is-valid-function-call" } };
}

/**
 * F1 of the names of the called tools against the expected ones, each name once and in any order: precision
 * falls with extra names, recall with missing ones.
 */
export function toolCallF1(options: TextsOptions = {}): AnswerScorer {
  const read = listedTexts(options.expected);
  return referenceScorer({
    type: "tool-call-f1",
    options,
    settings: { expected: options.expected },
    reference: (testCase, where) =>
      new Set(read(testCase, where).flatMap((names) => names.split(",").map((name) => name.trim()))),
    judge(output, wanted, answer) {
      const called = new Set((toolCallsOf(output, answer) ?? []).map(({ name }) => name));
      const hits = wanted.intersection(called).size;
      const f1 = hits === 0 ? 0 : (2 * hits) / (wanted.size + called.size);
      return {
        value: f1,
        ...(f1 === 1 ? {} : { reason: differences(wanted, called) }),
        answer: [...called].join(", "),
        expected: [...wanted].join(", "),
        counts: [hits, called.size, wanted.size],
      };
    },
  });
}

function differences(wanted: ReadonlySet<string>, called: ReadonlySet<string>): string {
  const missing = [...wanted].filter((name) => !called.has(name));
  const extra = [...called].filter((name) => !wanted.has(name));
  return [
    ...(missing.length === 0 ? [] : [`not called: ${missing.join(", ")}`]),
    ...(extra.length === 0 ? [] : [`called besides: ${extra.join(", ")}`]),
  ].join("; ");
}

function toolsReader(tools: IsValidOpenaiToolsCallOptions["tools"]) {
  const path = typeof tools === "string" ? template(tools).paths[0] : undefined;
  return (testCase: TestCase, where: string): readonly ToolDefinition[] => {
    const found: unknown =
      typeof tools === "string" ? (path === undefined ? undefined : readPath(testCase.vars, path)) : tools;
    if (Array.isArray(found) && found.length > 0 && found.every(isTool)) return found;
    throw new SameseedError("BAD_BENCHMARK", `${where}: tools is not a list of tools.`, {
      hint: "A tool is {type: function, function: {name, parameters}}, as in the request.",
    });
  };
}

function isTool(value: unknown): value is ToolDefinition {
  return typeof (value as ToolDefinition | null)?.function?.name === "string";
}
