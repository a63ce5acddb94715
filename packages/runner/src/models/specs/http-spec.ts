import { HeadersSpec, type ModelEntry, NonEmptyText, ReasoningSpec, type ScriptReader } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { http } from "../http.ts";
import type { OutputFunction } from "../http-output.ts";
import { modelKind } from "./model-kind.ts";

const HttpSpec = z.whenUsed(() =>
  z.strictObject({
    id: NonEmptyText.optional().meta({
      description: "Id of the model: the second part of a variant id. Default: http:<host>.",
    }),
    reasoning: ReasoningSpec,
    model: z.literal("http").meta({ description: "Any service over HTTP." }),
    url: NonEmptyText.meta({
      description: "URL of the service. Path and query can contain {{variables}}; {{env.NAME}} is allowed anywhere.",
    }),
    method: z
      .enum(["GET", "POST", "PUT", "PATCH", "DELETE"])
      .optional()
      .meta({ description: "HTTP method. Default: POST with a body, otherwise GET." }),
    headers: HeadersSpec.optional(),
    body: z.json().optional().meta({
      description:
        "The request body: an object is sent as JSON, a text unchanged. Texts can contain {{prompt}}, {{messages}}, {{seed}} and the case's variables.",
    }),
    output: NonEmptyText.optional().meta({
      description:
        "Where the answer is: a path in the JSON response, javascript: with json and text, or file://parse.js. Default: the whole body.",
    }),
  }),
);

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
