import type { BatchService } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { WIRES } from "../wires/wire-formats.ts";
import type { WireContext } from "../wires/wire.ts";
import type { BatchClient } from "./batch-client.ts";
import { answerOfLine, linesOf } from "./batch-line.ts";
import { findInPages, type ListPage } from "./batch-pages.ts";

const MOST_REQUESTS = 20_000;
const MOST_BYTES = 100 << 20;
const PAGE_SIZE = 100;

const Job = z.whenUsed(() =>
  z.looseObject({
    id: z.string(),
    status: z.string(),
    output_file: z.string().nullish(),
    error_file: z.string().nullish(),
    total_requests: z.number().nullish(),
    completed_requests: z.number().nullish(),
    errors: z.array(z.looseObject({ message: z.string().nullish() })).nullish(),
    metadata: z.record(z.string(), z.unknown()).nullish(),
  }),
);
const Jobs = z.whenUsed(() => z.looseObject({ data: z.array(Job).nullish() }));

/** A page with fewer jobs than requested need not be the last: the service may return fewer. */
async function listed(client: BatchClient, page: number): Promise<ListPage<z.infer<typeof Job>>> {
  const { data } = Jobs.parse(await client.get(`/batch/jobs?page_size=${PAGE_SIZE}&page=${page}`));
  return { items: data ?? [], next: data == null || data.length === 0 ? null : String(page + 1) };
}

/** Mistral's batch jobs: a file for one model, a job, a file of answers and one of errors. */
export function mistralBatches(client: BatchClient, context: WireContext): BatchService {
  const wire = WIRES[context.profile.wire];
  const endpoint = `/v1${wire.path(context.model, false)}`;
  const read = async (id: string) => Job.parse(await client.get(`/batch/jobs/${encodeURIComponent(id)}`));
  return {
    mostRequests: MOST_REQUESTS,
    mostBytes: MOST_BYTES,
    lineOf: ({ id, request }) => JSON.stringify({ custom_id: id, body: wire.body(request, context) }),
    async submit(lines, key) {
      const text = `${lines.join("\n")}\n`;
      const file = z
        .looseObject({ id: z.string() })
        .parse(await client.upload("/files", { name: `${key}.jsonl`, text, fields: { purpose: "batch" } }));
      const job = { input_files: [file.id], model: context.model, endpoint, metadata: { sameseed: key } };
      return Job.parse(await client.post("/batch/jobs", job)).id;
    },
    async find(key) {
      const found = await findInPages(
        (page) => listed(client, Number(page)),
        ({ metadata }) => metadata?.["sameseed"] === key,
      );
      return found?.id ?? null;
    },
    async poll(id) {
      const { status, errors, total_requests: total, completed_requests: done } = await read(id);
      if (status === "FAILED")
        return { status: "refused", message: errors?.[0]?.message ?? "the service gave no reason", lines: [] };
      if (["CANCELLED", "SUCCESS", "TIMEOUT_EXCEEDED"].includes(status))
        return { status: "ended", isExpired: status !== "SUCCESS" };
      return { status: "running", done: done ?? 0, total: total ?? 0 };
    },
    async *collect(id) {
      const { output_file: output, error_file: errors } = await read(id);
      for await (const line of linesOf(client, [output, errors]))
        yield answerOfLine(line, { completion: wire.completion, model: context.model });
    },
  };
}
