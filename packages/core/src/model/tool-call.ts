import { z } from "zod";
import { whenUsed } from "../when-used.ts";

/** A function call in a model's answer. */
export const ToolCall = whenUsed(() =>
  z.object({
    /** The service's name for the call; null where it gave none. */
    id: z.string().nullable(),
    name: z.string(),
    /** JSON as the model wrote it: it may be broken. */
    arguments: z.string(),
  }),
);
export type ToolCall = Readonly<z.infer<typeof ToolCall>>;

/** A function that a model may call, as a request of OpenAI's Chat Completions lists it. */
export const ToolDefinition = whenUsed(() =>
  z.strictObject({
    type: z.literal("function").meta({ description: "Always function." }),
    function: z
      .strictObject({
        name: z.string().min(1).meta({ description: "Name of the function." }),
        description: z.string().optional().meta({ description: "What the function does, for the model." }),
        parameters: z.record(z.string(), z.json()).optional().meta({ description: "A JSON Schema." }),
        strict: z
          .boolean()
          .optional()
          .meta({ description: "Whether the service enforces the schema. Default: the service's." }),
      })
      .meta({ description: "The function: name, description and parameters." }),
  }),
);
export type ToolDefinition = Readonly<z.infer<typeof ToolDefinition>>;

/** Whether the model may, must or must not call functions, or which one it must. */
export const ToolChoice = whenUsed(() =>
  z.union([
    z.enum(["none", "auto", "required"]),
    z.strictObject({
      type: z.literal("function").meta({ description: "Always function." }),
      function: z
        .strictObject({ name: z.string().min(1).meta({ description: "Name of the function." }) })
        .meta({ description: "The function that the model must call." }),
    }),
  ]),
);
export type ToolChoice = z.infer<typeof ToolChoice>;

export const JsonSchemaFormat = whenUsed(() =>
  z.strictObject({
    name: z.string().min(1).meta({ description: "Name of the schema." }),
    description: z.string().optional().meta({ description: "What the format is for, for the model." }),
    schema: z.record(z.string(), z.json()).optional().meta({ description: "A JSON Schema." }),
    strict: z
      .boolean()
      .optional()
      .meta({ description: "Whether the service enforces the schema. Default: the service's." }),
  }),
);

/** The form that the answer must have. */
export const ResponseFormat = whenUsed(() =>
  z.discriminatedUnion("type", [
    z.strictObject({ type: z.enum(["text", "json_object"]).meta({ description: "Plain text, or a JSON object." }) }),
    z.strictObject({
      type: z.literal("json_schema").meta({ description: "An answer that follows a JSON Schema." }),
      json_schema: JsonSchemaFormat.meta({ description: "The JSON Schema and its name." }),
    }),
  ]),
);
export type ResponseFormat = Readonly<z.infer<typeof ResponseFormat>>;
