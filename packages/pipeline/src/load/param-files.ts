import { basename, extname } from "node:path";
import { ModelParams, type ModelParamsSpec, SameseedError } from "@sameseed/core";
import { readDataFile } from "./data-file.ts";

/**
 * A model's parameters with the contents of the tools and the response format that they name as files; paths
 * are relative to `folder`. A response format may also be a file with a bare JSON Schema, which is named
 * after the file.
 */
export async function withParamFiles(params: ModelParamsSpec, folder: string): Promise<ModelParams> {
  const { tools, responseFormat, ...rest } = params;
  const read = {
    ...rest,
    ...(tools !== undefined && {
      tools: typeof tools === "string" ? await readDataFile(tools, folder, "file of tools") : tools,
    }),
    ...(responseFormat !== undefined && { responseFormat: await formatOf(responseFormat, folder) }),
  };
  const parsed = ModelParams.safeParse(read);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const [key, ...inside] = issue.path.map(String);
  const file = key === "tools" ? tools : responseFormat;
  throw new SameseedError(
    "BAD_BENCHMARK",
    `${typeof file === "string" ? file : "params"}: ${[key, ...inside].join(".")}: ${issue.message}.`,
    {
      hint:
        key === "tools"
          ? "A file of tools holds a list of {type: function, function: {name, description, parameters}}."
          : "A response format is {type: json_schema, json_schema: {name, schema}}, or a JSON Schema alone.",
    },
  );
}

async function formatOf(format: NonNullable<ModelParamsSpec["responseFormat"]>, folder: string): Promise<unknown> {
  if (typeof format === "string") {
    const held = await readDataFile(format, folder, "response format");
    return isWhole(held) ? held : named(held, format);
  }
  if (format.type !== "json_schema" || typeof format.json_schema.schema !== "string") return format;
  const schema = await readDataFile(format.json_schema.schema, folder, "schema");
  return { ...format, json_schema: { ...format.json_schema, schema } };
}

/** A JSON Schema has a `type` too, but never one of these. */
function isWhole(held: unknown): boolean {
  const { type } = (held ?? {}) as { readonly type?: unknown };
  return type === "json_schema" || type === "json_object" || type === "text";
}

/** Services take letters, digits, - and _ in a schema's name. */
function named(schema: unknown, path: string): unknown {
  const name = basename(path, extname(path)).replaceAll(/[^\w-]/g, "_");
  return { type: "json_schema", json_schema: { name, schema } };
}
