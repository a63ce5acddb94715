import { jsonrepair } from "jsonrepair";
import { readPath, SameseedError, type Score, type AnswerScorer, template, type TestCase } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { allJson, findJson } from "../answer/find-json.ts";
import { type JsonSchema, type SchemaCheck, schemaCache } from "../answer/json-schema.ts";
import { referenceScorer } from "../reference-scorer.ts";

export interface IsJsonOptions extends CommonOptions {
  /** The value must be valid under it: a schema, or a template such as `{{schema}}` that leads to one of the case. */
  readonly schema?: JsonSchema | string | undefined;
  /** Checks the schema's `format` too. Default true. */
  readonly formats?: boolean | undefined;
  /** Repairs broken JSON (code fences, trailing commas, a missing end) before the check. Default false. */
  readonly repair?: boolean | undefined;
}

/** 1 if the whole answer is JSON, and valid under the schema if there is one. */
export function isJson(options: IsJsonOptions = {}): AnswerScorer {
  return jsonScorer("is-json", options, (output) => {
    try {
      return [{ value: JSON.parse(output) as unknown }];
    } catch {
      return [];
    }
  });
}

/** 1 if the answer contains JSON: an object or a list, fenced or not; with a schema, JSON that is valid under it. */
export function containsJson(options: IsJsonOptions = {}): AnswerScorer {
  return jsonScorer("contains-json", options, allJson);
}

interface Found {
  readonly value: unknown;
}

function jsonScorer(type: string, options: IsJsonOptions, find: (output: string) => Iterable<Found>): AnswerScorer {
  const { schema, formats = true, repair = false } = options;
  return referenceScorer({
    type,
    options,
    settings: { schema, formats, repair },
    reference: checkReader(schema, formats),
    judge(output, check): Score {
      let first: string | undefined;
      for (const found of find(output)) {
        const problem = check?.(found.value);
        if (problem === undefined) return { value: 1 };
        first ??= problem;
      }
      if (first !== undefined) return { value: 0, reason: first };
      const mended = repair ? repaired(output) : undefined;
      if (mended === undefined) return { value: 0, reason: reasonOf(output) };
      const problem = check?.(mended.value);
      return problem === undefined
        ? { value: 1, reason: "the JSON was broken and has been repaired" }
        : { value: 0, reason: problem };
    },
  });
}

/**
 * The check of a case's schema. A schema written out in the benchmark is compiled now, so that a mistake in
 * it is reported before the run.
 */
function checkReader(
  schema: IsJsonOptions["schema"],
  formats: boolean,
): (testCase: TestCase, where: string) => SchemaCheck | undefined {
  if (schema === undefined) return () => undefined;
  const compile = schemaCache({ formats });
  if (typeof schema !== "string") {
    const check = compile(schema);
    return () => check;
  }
  const path = template(schema).paths[0];
  if (path === undefined) {
    throw new SameseedError("BAD_BENCHMARK", `The schema ${JSON.stringify(schema)} is text.`, {
      hint: "Write the schema itself, the path of a .json file, or a template such as {{schema}}.",
    });
  }
  return ({ vars }, where) => {
    const found = readPath(vars, path);
    const given = typeof found === "string" ? findJson(found)?.value : found;
    if (typeof given === "boolean" || (typeof given === "object" && given !== null))
      return compile(given as JsonSchema);
    throw new SameseedError("BAD_BENCHMARK", `${where}: "${path}" is not a JSON Schema.`, {
      hint: "The variable must contain the schema as JSON.",
    });
  };
}

/** Only for text with braces or brackets: the library would make a JSON string of any word. */
function repaired(output: string): Found | undefined {
  const start = output.search(/[{[]/);
  if (start === -1) return undefined;
  try {
    return { value: JSON.parse(jsonrepair(output.slice(start).replace(/\n?[ \t]*```[^]*$/, ""))) as unknown };
  } catch {
    return undefined;
  }
}

function reasonOf(output: string): string {
  if (output.trim() === "") return "the answer is empty";
  const inside = findJson(output);
  return inside === undefined ? "it is not JSON" : "there is text around the JSON";
}
