import { type ModelEntry, NonEmptyText, ReasoningSpec, type ScriptReader } from "@sameseed/core";
import { z } from "zod";
import { http } from "../http.ts";
import type { OutputFunction } from "../http-output.ts";
import { HeadersSpec } from "./headers-spec.ts";
import { modelKind } from "./model-kind.ts";

const HttpSpec = z.strictObject({
  id: NonEmptyText.optional(),
  reasoning: ReasoningSpec,
  model: z.literal("http").meta({ description: "Any service over HTTP." }),
  url: NonEmptyText.meta({
    description: "Path and query may contain {{variables}}; {{env.NAME}} is allowed anywhere.",
  }),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
  headers: HeadersSpec.optional(),
  body: z.json().optional().meta({
    description:
      "What is sent: an object as JSON, a text as it is. Texts take {{prompt}}, {{messages}}, {{seed}} and the case's variables.",
  }),
  output: NonEmptyText.optional().meta({
    description:
      "The answer: a path in the JSON, javascript: over json and text, or file://parse.js. Default: the body.",
  }),
});

/** `model: http`: any service over HTTP. */
export const HTTP = modelKind(HttpSpec, httpEntry);

/** `output` may name a script. */
function httpEntry(spec: z.infer<typeof HttpSpec>, script: ScriptReader): ModelEntry {
  const { id, model: _, reasoning: __, output, ...request } = spec;
  const isFile = output?.startsWith("file://") === true;
  const { call, hash: outputHash } = isFile ? script(output) : {};
  const read = call === undefined ? output : (call as OutputFunction);
  return { ...(id !== undefined && { id }), model: http({ ...request, id, output: read, outputHash }) };
}
