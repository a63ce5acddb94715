import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import { LabelScale, SameseedError } from "@sameseed/core";
import { listRuns } from "@sameseed/runner";
import { builtPage, fillPage } from "@sameseed/viewer";
import type { ReviewOptions } from "@sameseed/pipeline/annotate";
import { compareRun } from "@sameseed/pipeline/compare";
import { runEntries } from "./run-entries.ts";
import { ComparedRuns } from "./compared-runs.ts";
import { StoredRun } from "./stored-run.ts";
import { isWritable, written } from "./written.ts";
import { jsonBody, WriteGuard } from "./write-guard.ts";

/** Maximum number of rows of one request. */
const MOST_ROWS = 20_000;

export interface ServeRunsOptions {
  /** The run that the page opens with; none: the list of runs. */
  readonly run: string | null;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface ServedRuns {
  readonly url: string;
  close(): Promise<void>;
}

interface Reply {
  readonly type: string;
  /** Texts of an async iterable are sent on arrival. */
  readonly body: string | Uint8Array | AsyncIterable<string>;
  readonly status?: number;
}

/**
 * Serves the page and its data on 127.0.0.1; only notes and labels can be written, and only by the page.
 * Requests with another host name are refused, so that no web page can read runs through a name that points
 * here.
 */
export async function serveRuns(results: string, { run, port }: ServeRunsOptions): Promise<ServedRuns> {
  const runs = new OpenRuns(results);
  const guard = new WriteGuard();
  const compared = new ComparedRuns();
  const server = createServer((request, response) => {
    void reply(request, goneSignal(response)).then(
      (answer) => void send(response, answer),
      (error: unknown) =>
        void send(response, {
          ...json({ error: (error as Error).message }),
          status: statusOf(error),
        }),
    );
  });

  async function reply(request: IncomingMessage, signal: AbortSignal): Promise<Reply> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    if (!isLocal(request)) return { ...json({ error: "Only 127.0.0.1 and localhost are served." }), status: 403 };
    const [, id, what] = /^\/api\/runs\/([^/]+)\/(\w+)$/.exec(pathname) ?? [];
    if (request.method === "POST" && id !== undefined && isWritable(what)) {
      const refusal = guard.refusal(request);
      if (refusal !== null) return { ...json({ error: refusal }), status: 403 };
      return json(await written(await runs.open(decodeURIComponent(id)), what, await jsonBody(request)));
    }
    if (request.method !== "GET" && request.method !== "HEAD")
      return { ...json({ error: "Runs are read only." }), status: 405 };
    if (pathname === "/")
      return html(fillPage(builtPage(), { title: "sameseed", data: { kind: "live", run, token: guard.token } }));
    if (pathname === "/api/runs") return json(await runEntries(results));
    if (pathname === "/api/compare") {
      const [before, after] = await Promise.all(
        ["before", "after"].map((name) => runs.open(searchParams.get(name) ?? "")),
      );
      return json(await compared.of([before!.folder, after!.folder]));
    }
    if (id === undefined) return { ...json({ error: `There is nothing at ${pathname}.` }), status: 404 };
    return runReply(await runs.open(decodeURIComponent(id)), what ?? "", {
      params: searchParams,
      signal,
    });
  }

  await listening(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await runs.close();
    },
  };
}

/** The runs that were opened, each once. */
class OpenRuns {
  readonly #results: string;
  readonly #runs = new Map<string, StoredRun>();

  constructor(results: string) {
    this.#results = results;
  }

  /** Opens only listed runs: an id is a name, never a path. */
  async open(id: string): Promise<StoredRun> {
    const folder = (await listRuns(this.#results)).find((known) => known.id === id);
    if (folder === undefined) throw new SameseedError("NOT_FOUND", `There is no run "${id}".`);
    const known = this.#runs.get(id) ?? new StoredRun(folder);
    this.#runs.set(id, known);
    return known;
  }

  async close(): Promise<void> {
    for (const run of this.#runs.values()) await run.finishLabels();
  }
}

/** A damaged or missing run is not found; an invalid request is the client's mistake. */
function statusOf(error: unknown): number {
  if (!(error instanceof SameseedError)) return 500;
  return error.code === "BAD_ARGUMENT" ? 400 : 404;
}

async function runReply(
  run: StoredRun,
  what: string,
  { params, signal }: { readonly params: URLSearchParams; readonly signal: AbortSignal },
): Promise<Reply> {
  switch (what) {
    case "report":
      return json(await run.summary());
    case "cells":
      return { type: "application/octet-stream", body: await run.cells() };
    case "rows": {
      const from = natural(params.get("from"), 0);
      return json(await run.rows(from, Math.min(natural(params.get("to"), from + 100), from + MOST_ROWS)));
    }
    case "search":
      return { ...json(null), body: linesOf(run.search(params.get("q") ?? "", signal)) };
    case "review":
      return json(await run.review(reviewOptions(params)));
    case "comparisons":
      return json((await compareRun(run.folder, { baseline: params.get("baseline") ?? undefined })).comparisons);
    default:
      return {
        ...json({ error: `A run has report, cells, rows, search, review and comparisons, no ${what}.` }),
        status: 404,
      };
  }
}

/** Errors: `BAD_ARGUMENT` for a scale that does not exist. */
function reviewOptions(params: URLSearchParams): ReviewOptions {
  const scale = params.get("scale");
  const known = LabelScale.options.find((one) => one === scale);
  if (scale !== null && known === undefined)
    throw new SameseedError("BAD_ARGUMENT", `"${scale}" is not a scale.`, {
      hint: `Use one of: ${LabelScale.options.join(", ")}.`,
    });
  return { annotator: params.get("annotator") ?? "", metric: params.get("metric") ?? undefined, scale: known };
}

function natural(text: string | null, otherwise: number): number {
  const value = Number(text ?? otherwise);
  return Number.isSafeInteger(value) && value >= 0 ? value : otherwise;
}

function json(value: unknown): Reply {
  return { type: "application/json; charset=utf-8", body: JSON.stringify(value) };
}

/** One JSON array in lines that can be read before the last has come. */
async function* linesOf(batches: AsyncIterable<readonly number[]>): AsyncGenerator<string> {
  yield "[\n";
  let separator = "";
  for await (const batch of batches) {
    yield `${separator}${batch.join(",")}\n`;
    separator = ",";
  }
  yield "]\n";
}

function html(body: string): Reply {
  return { type: "text/html; charset=utf-8", body };
}

async function send(response: ServerResponse, { type, body, status = 200 }: Reply): Promise<void> {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
  });
  if (typeof body === "string" || body instanceof Uint8Array) return void response.end(body);
  // An error during the response, or a client that has left, aborts the response: the page reports that the
  // search failed.
  await pipeline(body, response).catch(() => response.destroy());
}

function isLocal({ headers: { host = "" } }: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);
}

/** Aborted when the reader no longer waits for the answer. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  return gone.signal;
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new SameseedError("BAD_ARGUMENT", `Cannot listen on port ${port}: ${cause.message}.`, {
          hint: "Use --port 0 for a free one.",
          cause,
        }),
      ),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
}
