import * as z from "@sameseed/core/zod";
import { commonShape } from "../common-options.ts";
import { textsShape } from "../expected-texts.ts";
import { ifeval } from "../ifeval/ifeval.ts";
import { containsJson, isJson } from "../scorers/is-json.ts";
import { containsHtml, containsXml, isHtml, isXml } from "../scorers/is-markup.ts";
import { containsSql, isSql } from "../scorers/is-sql.ts";
import { isValidFunctionCall, isValidOpenaiToolsCall, toolCallF1 } from "../scorers/tool-call.ts";
import { toolArgsMatch, toolSequence, toolUsed } from "../scorers/tool-use.ts";
import { entry, type ScorerEntry } from "./entry.ts";

const Common = z.whenUsed(() => z.strictObject(commonShape));
const SchemaObject = z.whenUsed(() => z.record(z.string(), z.json()));
const Json = z.whenUsed(() =>
  Common.extend({
    schema: z.union([SchemaObject, z.boolean(), z.string()]).optional().meta({
      description:
        "A JSON Schema, the path of a .json file with one, or a template that refers to a schema in the case.",
    }),
    formats: z
      .boolean()
      .optional()
      .meta({ description: "Checks the schema's format keywords too, such as date. Default true." }),
    repair: z.boolean().optional().meta({
      description:
        "Accepts broken JSON that can be repaired: code fences, trailing commas, a missing end. Default false.",
    }),
  }),
);
const Xml = z.whenUsed(() =>
  Common.extend({
    elements: z
      .array(z.string().min(1))
      .optional()
      .meta({ description: "Paths of elements that must occur, e.g. order.item." }),
  }),
);
const Sql = z.whenUsed(() =>
  Common.extend({
    dialect: z.enum(["postgres", "sqlite"]).optional().meta({ description: "SQL dialect. Default: postgres." }),
    tables: z.array(z.string().min(1)).optional().meta({ description: "Allowed tables. Default: any." }),
  }),
);
const FunctionSpec = z.whenUsed(() =>
  z.looseObject({
    name: z.string().min(1).meta({ description: "Name of the function." }),
    parameters: SchemaObject.optional().meta({ description: "A JSON Schema of the arguments." }),
  }),
);
const Tool = z.whenUsed(() =>
  z.looseObject({
    type: z.literal("function").optional().meta({ description: "Always function." }),
    function: FunctionSpec.meta({ description: "The function: name and parameters." }),
  }),
);

const ToolName = z.whenUsed(() => z.string().min(1).meta({ description: "Name of the tool; * and ? are wildcards." }));

/** Scorers of an answer's form. */
export const FORMAT_SPECS: Readonly<Record<string, ScorerEntry>> = {
  "is-json": entry(Json, isJson),
  "contains-json": entry(Json, containsJson),
  "is-xml": entry(Xml, isXml),
  "contains-xml": entry(Xml, containsXml),
  "is-html": entry(Common, isHtml),
  "contains-html": entry(Common, containsHtml),
  "is-sql": entry(Sql, isSql),
  "contains-sql": entry(Sql, containsSql),
  "is-valid-openai-tools-call": entry(
    z.whenUsed(() =>
      Common.extend({
        tools: z
          .union([z.string(), z.array(Tool).min(1)])
          .meta({ description: "The known tools as in a request, or a template such as {{tools}}." }),
      }),
    ),
    isValidOpenaiToolsCall,
  ),
  "is-valid-function-call": entry(
    z.whenUsed(() =>
      Common.extend({
        functions: z
          .array(FunctionSpec)
          .min(1)
          .meta({ description: "The known functions, each with name and parameters." }),
      }),
    ),
    isValidFunctionCall,
  ),
  "tool-used": entry(
    z.whenUsed(() =>
      Common.extend({
        tools: z.union([ToolName, z.array(ToolName).min(1)]).meta({ description: "Tools that the answer must call." }),
        min: z.int().min(0).optional().meta({ description: "Lowest number of calls, for a single tool. Default 1." }),
        max: z
          .int()
          .min(0)
          .optional()
          .meta({ description: "Highest number of calls, for a single tool. Default: no limit." }),
      }),
    ),
    toolUsed,
  ),
  "tool-sequence": entry(
    z.whenUsed(() =>
      Common.extend({
        tools: z.array(ToolName).min(1).meta({ description: "Tools in the order in which the answer must call them." }),
        mode: z
          .enum(["in-order", "exact"])
          .optional()
          .meta({ description: "in-order (default): other calls may come in between. exact: no other calls." }),
      }),
    ),
    toolSequence,
  ),
  "tool-args-match": entry(
    z.whenUsed(() =>
      Common.extend({
        tool: ToolName,
        args: z.json().meta({ description: "Arguments that at least one call must have." }),
        mode: z.enum(["partial", "exact"]).optional().meta({
          description: "partial (default): the call may have other arguments too. exact: no other arguments.",
        }),
        defaults: z.record(z.string(), z.json()).optional().meta({ description: "Values that count as omitted." }),
        ignore: z
          .union([ToolName, z.array(ToolName).min(1)])
          .optional()
          .meta({ description: "Names of arguments to ignore; * and ? are wildcards." }),
      }),
    ),
    toolArgsMatch,
  ),
  "tool-call-f1": entry(
    z.whenUsed(() => z.strictObject(textsShape)),
    toolCallF1,
  ),
  ifeval: entry(
    z.whenUsed(() =>
      Common.extend({
        mode: z.enum(["strict", "loose"]).optional().meta({
          description:
            "strict (default): the answer unchanged. loose: also without its first and last line and without *.",
        }),
        level: z.enum(["instruction", "prompt"]).optional().meta({
          description:
            "instruction (default): the share of instructions that are followed. prompt: 1 if all are followed.",
        }),
        instructions: z
          .string()
          .optional()
          .meta({ description: "Path of the instruction ids in the variables. Default: instruction_id_list." }),
        arguments: z
          .string()
          .optional()
          .meta({ description: "Path of the instructions' arguments in the variables. Default: kwargs." }),
      }),
    ),
    ifeval,
  ),
};
