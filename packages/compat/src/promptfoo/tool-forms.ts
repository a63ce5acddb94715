import { type Fields, isObject } from "./reading.ts";

/** Tools in the form of Chat Completions, and those that are not functions. */
export interface KnownTools {
  readonly functions: readonly Fields[];
  /** Tools that a service runs itself, such as a search, by their names. */
  readonly others: readonly string[];
}

/** Tools as Chat Completions, Responses, Anthropic, Bedrock and Gemini write them. */
export function knownTools(tools: readonly unknown[]): KnownTools {
  const functions: Fields[] = [];
  const others: string[] = [];
  for (const tool of tools) {
    const found = functionsOf(tool);
    functions.push(...found);
    if (found.length === 0) others.push(nameOf(tool));
  }
  return { functions, others };
}

function functionsOf(tool: unknown): Fields[] {
  if (!isObject(tool)) return [];
  const { type, function: definition, toolSpec, input_schema: input, parameters, ...rest } = tool;
  const declared = tool["functionDeclarations"] ?? tool["function_declarations"];
  if (Array.isArray(declared)) return declared.filter(isObject).map((one) => functionOf(withLowerTypes(one) as Fields));
  if (type === "function" && isObject(definition)) return [tool];
  if (isObject(toolSpec)) {
    const { inputSchema, ...named } = toolSpec;
    return [
      functionOf({ ...named, parameters: isObject(inputSchema) ? (inputSchema["json"] ?? inputSchema) : undefined }),
    ];
  }
  if (typeof rest["name"] !== "string") return [];
  if (isObject(input) && (type === undefined || type === "custom")) return [functionOf({ ...rest, parameters: input })];
  return type === "function" || (type === undefined && isObject(parameters))
    ? [functionOf({ ...rest, parameters })]
    : [];
}

function functionOf({ name, description, parameters, strict }: Fields): Fields {
  return {
    type: "function",
    function: {
      name,
      ...(description !== undefined && { description }),
      ...(parameters !== undefined && { parameters }),
      ...(strict !== undefined && { strict }),
    },
  };
}

function nameOf(tool: unknown): string {
  if (!isObject(tool)) return JSON.stringify(tool);
  return typeof tool["type"] === "string" ? tool["type"] : (Object.keys(tool)[0] ?? "{}");
}

/** Gemini writes types in capitals, such as `OBJECT`; JSON Schema does not. */
function withLowerTypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withLowerTypes);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "type" && typeof inner === "string" && /^[A-Z]+$/.test(inner)
        ? inner.toLowerCase()
        : withLowerTypes(inner),
    ]),
  );
}

/** A tool choice in the form of Chat Completions; an unknown one is unchanged. */
export function knownToolChoice(choice: unknown): unknown {
  if (choice === "any") return "required";
  if (!isObject(choice)) return choice;
  const { type, name, tool, auto, any } = choice;
  if (isObject(auto) || type === "auto") return "auto";
  if (isObject(any) || type === "any") return "required";
  if (type === "none") return "none";
  const named = isObject(tool) ? tool["name"] : name;
  const isNamed = isObject(tool) || type === "tool" || (type === "function" && choice["function"] === undefined);
  return isNamed && typeof named === "string" ? { type: "function", function: { name: named } } : choice;
}

/** Gemini's tool choice, `{functionCallingConfig: {mode, allowedFunctionNames}}`; undefined without one. */
export function geminiToolChoice(config: unknown): unknown {
  if (!isObject(config)) return undefined;
  const calling = config["functionCallingConfig"] ?? config["function_calling_config"];
  if (!isObject(calling)) return undefined;
  const names = calling["allowedFunctionNames"] ?? calling["allowed_function_names"];
  const mode = String(calling["mode"]).toLowerCase();
  if (mode === "any" && Array.isArray(names) && names.length === 1)
    return { type: "function", function: { name: names[0] as unknown } };
  return mode === "any" ? "required" : mode === "auto" || mode === "none" ? mode : undefined;
}

const JSON_TYPE = "application/json";

/** Keys with the form of an answer, by the services that have them. */
export const FORMAT_KEYS: Readonly<Record<string, readonly string[]>> = {
  google: ["responseMimeType", "response_mime_type", "responseSchema", "response_schema", "responseJsonSchema"],
  anthropic: ["output_format", "output_config"],
  ollama: ["format"],
};

/**
 * The response format in the form of Chat Completions; undefined for a config without one. Schemas may name
 * files, which `load` reads.
 */
export function formatOf(service: string, config: Fields, load: (value: unknown, key: string) => unknown): unknown {
  if (service === "google") return geminiFormat(config, load);
  if (service === "anthropic") {
    const { output_format: format, output_config: output } = config;
    return format ?? (isObject(output) ? output["format"] : undefined);
  }
  const given = service === "ollama" ? config["format"] : undefined;
  if (given === undefined) return undefined;
  return given === "json" ? { type: "json_object" } : schemaFormat(load(given, "format"));
}

function geminiFormat(config: Fields, load: (value: unknown, key: string) => unknown): unknown {
  const key = ["responseSchema", "response_schema", "responseJsonSchema"].find((one) => config[one] !== undefined);
  if (key !== undefined) return schemaFormat(withLowerTypes(load(config[key], key)));
  const kind = config["responseMimeType"] ?? config["response_mime_type"];
  return kind === JSON_TYPE ? { type: "json_object" } : undefined;
}

function schemaFormat(schema: unknown): unknown {
  const value = typeof schema === "string" ? jsonOr(schema) : schema;
  return isObject(value) ? { type: "json_schema", json_schema: { name: "answer", schema: value } } : value;
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
