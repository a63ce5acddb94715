import { type BatchAnswer, ModelError, thrownText } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { errorOfModel, refusalError } from "../wires/service-error.ts";
import type { WireContext, WireFormat } from "../wires/wire.ts";
import type { BatchClient } from "./batch-client.ts";

/** A line of an output or error file, as OpenAI, Groq and Mistral write it. */
export const BatchLine = z.whenUsed(() =>
  z.looseObject({
    custom_id: z.string(),
    response: z
      .looseObject({ status_code: z.number(), request_id: z.string().nullish(), body: z.unknown().optional() })
      .nullish(),
    error: z.looseObject({ code: z.unknown().optional(), message: z.string().nullish() }).nullish(),
  }),
);

/**
 * The lines of a batch's files. A service may omit some of the files. An unreadable file or line does not
 * affect the lines of other files: its error comes after them. Errors: those of `client.lines`.
 */
export async function* linesOf(
  client: Pick<BatchClient, "lines">,
  files: readonly (string | null | undefined)[],
): AsyncGenerator<z.infer<typeof BatchLine>> {
  const errors: unknown[] = [];
  for (const file of files) {
    if (file == null) continue;
    try {
      yield* client.lines(`/files/${encodeURIComponent(file)}/content`, BatchLine);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

/** The answer of a line. A bad line is an error with the kind that the request alone would have had. */
export function answerOfLine(
  { custom_id: id, response, error }: z.infer<typeof BatchLine>,
  { completion, model }: Pick<WireFormat, "completion"> & Pick<WireContext, "model">,
): BatchAnswer {
  return answered({ id, model }, () => {
    if (response == null) {
      const said = error?.message ?? "the service gave no reason";
      const kind = error?.code === "batch_expired" ? "timeout" : "server";
      throw new ModelError(kind, `The batch has no answer to this request: ${said}`);
    }
    const { status_code: status, body, request_id: requestId } = response;
    const header = (name: string): string | undefined =>
      name === "x-request-id" ? (requestId ?? undefined) : undefined;
    if (status < 200 || status >= 300)
      throw refusalError({ status, header, error: body, text: JSON.stringify(body ?? "") });
    return completion(body, header);
  });
}

/** An answer, or the error of reading it; `model` is the service's name for the requested model. */
export function answered(
  { id, model }: { readonly id: string; readonly model: string },
  read: () => ReturnType<WireFormat["completion"]>,
): BatchAnswer {
  try {
    return { id, status: "answered", completion: read() };
  } catch (thrown) {
    const error = thrown instanceof ModelError ? thrown : new ModelError("invalid_response", thrownText(thrown));
    return { id, status: "failed", error: errorOfModel(error, model) };
  }
}
