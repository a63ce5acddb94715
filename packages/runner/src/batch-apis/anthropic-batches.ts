import { type BatchService, type Completion, ModelError } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { refusalError } from "../wires/service-error.ts";
import { WIRES } from "../wires/wire-formats.ts";
import type { WireContext, WireFormat } from "../wires/wire.ts";
import type { BatchClient } from "./batch-client.ts";
import { answered } from "./batch-line.ts";

/** The service takes 100,000 requests and 256 MB. Fewer keep a batch's answers readable. */
const MOST_REQUESTS = 20_000;
const MOST_BYTES = 100 << 20;

const Batch = z.whenUsed(() =>
  z.looseObject({
    id: z.string(),
    processing_status: z.string(),
    request_counts: z
      .looseObject({
        processing: z.number(),
        succeeded: z.number(),
        errored: z.number(),
        canceled: z.number(),
        expired: z.number(),
      })
      .nullish(),
  }),
);
const Line = z.whenUsed(() =>
  z.looseObject({
    custom_id: z.string(),
    result: z.looseObject({ type: z.string(), message: z.unknown().optional(), error: z.unknown().optional() }),
  }),
);

/** Status of an error by its type, as the service's own documentation pairs them. */
const STATUS: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

/** Anthropic's Message Batches: the requests in one body, the answers in one file. */
export function anthropicBatches(client: BatchClient, context: WireContext): BatchService {
  const wire = WIRES[context.profile.wire];
  const base = "/v1/messages/batches";
  return {
    mostRequests: MOST_REQUESTS,
    mostBytes: MOST_BYTES,
    lineOf: ({ id, request }) => JSON.stringify({ custom_id: id, params: wire.body(request, context) }),
    async submit(lines) {
      const requests = lines.map((line) => JSON.parse(line) as unknown);
      return Batch.parse(await client.post(base, { requests })).id;
    },
    find: async () => null, // a batch has no name of sameseed's
    async poll(id) {
      const { processing_status: status, request_counts: counts } = Batch.parse(await client.get(`${base}/${id}`));
      if (status === "ended")
        return { status: "ended", isExpired: (counts?.expired ?? 0) + (counts?.canceled ?? 0) > 0 };
      const { processing = 0, succeeded = 0, errored = 0, canceled = 0, expired = 0 } = counts ?? {};
      const done = succeeded + errored + canceled + expired;
      return { status: "running", done, total: done + processing };
    },
    async *collect(id) {
      for await (const { custom_id: request, result } of client.lines(`${base}/${id}/results`, Line)) {
        yield answered({ id: request, model: context.model }, () => resultOf(result, wire.completion));
      }
    },
  };
}

function resultOf(result: z.infer<typeof Line>["result"], completion: WireFormat["completion"]): Completion {
  if (result.type === "succeeded") return completion(result.message, () => undefined);
  if (result.type === "errored") throw erroredRequest(result.error);
  throw new ModelError("timeout", `The batch has no answer to this request: it ${result.type} first.`);
}

/** The error has the form of an answer's body: `{type: "error", error: {type, message}}`. */
function erroredRequest(error: unknown): ModelError {
  const body = z.looseObject({ error: z.looseObject({ type: z.string() }) }).safeParse(error).data;
  const status = STATUS[body?.error.type ?? ""] ?? 500;
  return refusalError({ status, header: () => undefined, error, text: JSON.stringify(error ?? "") });
}
