import { type BatchService, ModelError } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { refusalError } from "../wires/service-error.ts";
import { WIRES } from "../wires/wire-formats.ts";
import type { WireContext } from "../wires/wire.ts";
import type { BatchClient } from "./batch-client.ts";
import { unreadableAnswers } from "./batch-client.ts";
import { findInPages, type ListPage } from "./batch-pages.ts";
import { answered } from "./batch-line.ts";

/** Requests travel in the call itself, which takes 20 MB. */
const MOST_REQUESTS = 10_000;
const MOST_BYTES = 18 << 20;

const Status = z.whenUsed(() => z.looseObject({ code: z.number().nullish(), message: z.string().nullish() }));
const Inlined = z.whenUsed(() =>
  z.looseObject({
    metadata: z.looseObject({ key: z.string() }),
    response: z.unknown().optional(),
    error: Status.nullish(),
  }),
);
/** Each is read separately: one of another form does not affect the others. */
const Inlineds = z.array(z.unknown());
const Responses = z.whenUsed(() => z.looseObject({ inlinedResponses: Inlineds.nullish() }));
const Operation = z.whenUsed(() =>
  z.looseObject({
    name: z.string(),
    done: z.boolean().nullish(),
    metadata: z
      .looseObject({
        state: z.string().nullish(),
        displayName: z.string().nullish(),
        batchStats: z
          .looseObject({ requestCount: z.coerce.number().nullish(), pendingRequestCount: z.coerce.number().nullish() })
          .nullish(),
      })
      .nullish(),
    error: Status.nullish(),
    response: z.looseObject({ inlinedResponses: z.union([Responses, Inlineds]).nullish() }).nullish(),
  }),
);
const Operations = z.whenUsed(() =>
  z.looseObject({ operations: z.array(Operation).nullish(), nextPageToken: z.string().nullish() }),
);

/** HTTP status of the codes of google.rpc.Code. */
const HTTP_STATUS: Readonly<Record<number, number>> = {
  3: 400,
  4: 504,
  5: 404,
  7: 403,
  8: 429,
  13: 500,
  14: 503,
  16: 401,
};

async function listed(client: BatchClient, token: string | null): Promise<ListPage<z.infer<typeof Operation>>> {
  const from = token === null ? "" : `&pageToken=${encodeURIComponent(token)}`;
  const { operations, nextPageToken } = Operations.parse(await client.get(`/v1beta/batches?pageSize=100${from}`));
  return { items: operations ?? [], next: nextPageToken || null };
}

/** Gemini's batches: an operation that contains its requests and, at the end, its answers. */
export function googleBatches(client: BatchClient, context: WireContext): BatchService {
  const wire = WIRES[context.profile.wire];
  const read = async (name: string) => Operation.parse(await client.get(`/v1beta/${name}`));
  return {
    mostRequests: MOST_REQUESTS,
    mostBytes: MOST_BYTES,
    lineOf: ({ id, request }) => JSON.stringify({ request: wire.body(request, context), metadata: { key: id } }),
    async submit(lines, key) {
      const requests = lines.map((line) => JSON.parse(line) as unknown);
      const batch = { display_name: key, input_config: { requests: { requests } } };
      const path = `/v1beta/models/${encodeURIComponent(context.model)}:batchGenerateContent`;
      return Operation.parse(await client.post(path, { batch })).name;
    },
    async find(key) {
      const found = await findInPages(
        (page) => listed(client, page),
        ({ metadata }) => metadata?.displayName === key,
      );
      return found?.name ?? null;
    },
    async poll(name) {
      const { done, metadata, error } = await read(name);
      const state = metadata?.state ?? "";
      if (state.endsWith("FAILED") || (done && error != null))
        return { status: "refused", message: error?.message ?? "the service gave no reason", lines: [] };
      if (done || /(?:SUCCEEDED|CANCELLED|EXPIRED)$/.test(state))
        return { status: "ended", isExpired: /(?:CANCELLED|EXPIRED)$/.test(state) };
      const { requestCount, pendingRequestCount } = metadata?.batchStats ?? {};
      const total = requestCount ?? 0;
      return { status: "running", done: Math.max(0, total - (pendingRequestCount ?? total)), total };
    },
    async *collect(name) {
      const { response } = await read(name);
      const inlined = response?.inlinedResponses ?? [];
      let unreadable = 0;
      for (const one of Array.isArray(inlined) ? inlined : (inlined.inlinedResponses ?? [])) {
        const { data } = Inlined.safeParse(one);
        if (data === undefined) unreadable++;
        else
          yield answered({ id: data.metadata.key, model: context.model }, () => {
            if (data.error != null) throw errorOf(data.error);
            if (data.response === undefined) throw new ModelError("server", "The batch has no answer to this request.");
            return wire.completion(data.response, () => undefined);
          });
      }
      if (unreadable > 0) throw unreadableAnswers(unreadable);
    },
  };
}

function errorOf(error: z.infer<typeof Status>): ModelError {
  const status = HTTP_STATUS[error.code ?? 13] ?? 500;
  return refusalError({ status, header: () => undefined, error: { error }, text: error.message ?? "" });
}
