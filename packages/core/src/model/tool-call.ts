import { z } from "zod";

/** A call of a function that a model asks for. */
export const ToolCall = z.object({
  /** The service's name for the call; null where it gave none. */
  id: z.string().nullable(),
  name: z.string(),
  /** JSON as the model wrote it: it may be broken. */
  arguments: z.string(),
});
export type ToolCall = Readonly<z.infer<typeof ToolCall>>;

/** A function that a model may call, as a request of OpenAI's Chat Completions lists it. */
export const ToolDefinition = z.strictObject({
  type: z.literal("function"),
  function: z.strictObject({
    name: z.string().min(1),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.json()).optional().meta({ description: "A JSON Schema." }),
    strict: z.boolean().optional(),
  }),
});
export type ToolDefinition = Readonly<z.infer<typeof ToolDefinition>>;

/** Whether the model may, must or must not call functions, or which one it must. */
export const ToolChoice = z.union([
  z.enum(["none", "auto", "required"]),
  z.strictObject({ type: z.literal("function"), function: z.strictObject({ name: z.string().min(1) }) }),
]);
export type ToolChoice = z.infer<typeof ToolChoice>;

export const JsonSchemaFormat = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  schema: z.record(z.string(), z.json()).optional(),
  strict: z.boolean().optional(),
});

/** The form that the answer must have. */
export const ResponseFormat = z.discriminatedUnion("type", [
  z.strictObject({ type: z.enum(["text", "json_object"]) }),
  z.strictObject({ type: z.literal("json_schema"), json_schema: JsonSchemaFormat }),
]);
export type ResponseFormat = Readonly<z.infer<typeof ResponseFormat>>;
