import { type BatchService, ModelError } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { WIRES } from "../wires/wire-formats.ts";
import type { WireContext } from "../wires/wire.ts";
import type { BatchClient } from "./batch-client.ts";
import { answerOfLine, linesOf } from "./batch-line.ts";
import { findInPages, type ListPage } from "./batch-pages.ts";

/** Limits of OpenAI, Azure and Groq for one file: 50,000 requests and 200 MB. Fewer keep a file's answers readable. */
const MOST_REQUESTS = 20_000;
const MOST_BYTES = 100 << 20;

const Named = z.whenUsed(() => z.looseObject({ id: z.string() }));
const Batch = z.whenUsed(() =>
  z.looseObject({
    id: z.string(),
    status: z.string(),
    output_file_id: z.string().nullish(),
    error_file_id: z.string().nullish(),
    request_counts: z.looseObject({ total: z.number(), completed: z.number(), failed: z.number() }).nullish(),
    errors: z
      .looseObject({
        data: z.array(z.looseObject({ message: z.string().nullish(), line: z.number().nullish() })).nullish(),
      })
      .nullish(),
    metadata: z.record(z.string(), z.unknown()).nullish(),
  }),
);

const Batches = z.whenUsed(() => z.looseObject({ data: z.array(Batch), has_more: z.boolean().nullish() }));

/** Newest first. Without `has_more` the list continues until a page has no new batch. */
async function listed(client: BatchClient, after: string | null): Promise<ListPage<z.infer<typeof Batch>>> {
  const from = after === null ? "" : `&after=${encodeURIComponent(after)}`;
  const { data, has_more: hasMore } = Batches.parse(await client.get(`/batches?limit=100${from}`));
  const last = data.at(-1)?.id ?? null;
  const isOver = hasMore === false || (hasMore == null && last === after);
  if (hasMore === true && last === null)
    throw new ModelError(
      "invalid_response",
      "The service's list of batches has an empty page and says that more follow.",
    );
  return { items: data, next: isOver ? null : last };
}

/** OpenAI's Batch API and those like it: a file of requests, a batch, a file of answers and one of errors. */
export function openaiBatches(client: BatchClient, context: WireContext): BatchService {
  return batchesAt("/v1", client, context);
}

/** The same on Azure, where the requests name a path without version and the deployment as their model. */
export function azureBatches(client: BatchClient, context: WireContext): BatchService {
  return batchesAt("", client, context);
}

/** Azure's files and batches are under one path of the resource, for any address and version of the deployment. */
export function azureBatchBase(baseUrl: string): string {
  return `${new URL(baseUrl).origin}/openai/v1`;
}

function batchesAt(prefix: string, client: BatchClient, context: WireContext): BatchService {
  const wire = WIRES[context.profile.wire];
  const endpoint = `${prefix}${wire.path(context.model, false)}`;
  const read = async (id: string) => Batch.parse(await client.get(`/batches/${encodeURIComponent(id)}`));
  return {
    mostRequests: MOST_REQUESTS,
    mostBytes: MOST_BYTES,
    lineOf: ({ id, request }) =>
      JSON.stringify({ custom_id: id, method: "POST", url: endpoint, body: wire.body(request, context) }),
    async submit(lines, key) {
      const text = `${lines.join("\n")}\n`;
      const file = Named.parse(
        await client.upload("/files", { name: `${key}.jsonl`, text, fields: { purpose: "batch" } }),
      );
      const batch = { input_file_id: file.id, endpoint, completion_window: "24h", metadata: { sameseed: key } };
      return Named.parse(await client.post("/batches", batch)).id;
    },
    async find(key) {
      const found = await findInPages(
        (page) => listed(client, page),
        ({ metadata }) => metadata?.["sameseed"] === key,
      );
      return found?.id ?? null;
    },
    async poll(id) {
      const { status, request_counts: counts, errors } = await read(id);
      if (status === "failed") {
        const told = errors?.data ?? [];
        return {
          status: "refused",
          message: told[0]?.message ?? "the service gave no reason",
          lines: told.flatMap(({ line, message }) =>
            line == null ? [] : [{ place: line - 1, message: message ?? "the service gave no reason" }],
          ),
        };
      }
      if (["completed", "expired", "cancelled"].includes(status))
        return { status: "ended", isExpired: status !== "completed" };
      return { status: "running", done: (counts?.completed ?? 0) + (counts?.failed ?? 0), total: counts?.total ?? 0 };
    },
    async *collect(id) {
      const { output_file_id: output, error_file_id: errors } = await read(id);
      for await (const line of linesOf(client, [output, errors]))
        yield answerOfLine(line, { completion: wire.completion, model: context.model });
    },
  };
}
