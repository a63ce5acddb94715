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

const Common = z.strictObject(commonShape);
const SchemaObject = z.record(z.string(), z.json());
const Json = Common.extend({
  schema: z.union([SchemaObject, z.boolean(), z.string()]).optional().meta({
    description: "A JSON Schema, the path of a .json file with one, or a template that refers to a schema in the case.",
  }),
  formats: z.boolean().optional(),
  repair: z.boolean().optional(),
});
const Xml = Common.extend({ elements: z.array(z.string().min(1)).optional() });
const Sql = Common.extend({
  dialect: z.enum(["postgres", "sqlite"]).optional(),
  tables: z.array(z.string().min(1)).optional().meta({ description: "Allowed tables. Default: any." }),
});
const Tool = z.looseObject({
  type: z.literal("function").optional(),
  function: z.looseObject({ name: z.string().min(1), parameters: SchemaObject.optional() }),
});

const ToolName = z.string().min(1).meta({ description: "Name of the tool; * and ? are wildcards." });

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
    Common.extend({ tools: z.union([z.string(), z.array(Tool).min(1)]) }),
    isValidOpenaiToolsCall,
  ),
  "is-valid-function-call": entry(
    Common.extend({
      functions: z.array(z.looseObject({ name: z.string().min(1), parameters: SchemaObject.optional() })).min(1),
    }),
    isValidFunctionCall,
  ),
  "tool-used": entry(
    Common.extend({
      tools: z.union([ToolName, z.array(ToolName).min(1)]),
      min: z.int().min(0).optional(),
      max: z.int().min(0).optional(),
    }),
    toolUsed,
  ),
  "tool-sequence": entry(
    Common.extend({ tools: z.array(ToolName).min(1), mode: z.enum(["in-order", "exact"]).optional() }),
    toolSequence,
  ),
  "tool-args-match": entry(
    Common.extend({
      tool: ToolName,
      args: z.json().meta({ description: "Arguments that at least one call must have." }),
      mode: z.enum(["partial", "exact"]).optional(),
      defaults: z.record(z.string(), z.json()).optional().meta({ description: "Values that count as omitted." }),
      ignore: z.union([ToolName, z.array(ToolName).min(1)]).optional(),
    }),
    toolArgsMatch,
  ),
  "tool-call-f1": entry(z.strictObject(textsShape), toolCallF1),
  ifeval: entry(
    Common.extend({
      mode: z.enum(["strict", "loose"]).optional(),
      level: z.enum(["instruction", "prompt"]).optional(),
      instructions: z.string().optional(),
      arguments: z.string().optional(),
    }),
    ifeval,
  ),
};
