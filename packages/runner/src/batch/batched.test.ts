import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Model, ModelError, type ModelRequest } from "@sameseed/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { azure } from "../models/azure.ts";
import { openai } from "../models/openai.ts";
import { anthropic, google, mistral } from "../models/providers.ts";
import { batched, type BatchEvent } from "./batched.ts";
import { type BatchLog, openBatchLog } from "./batch-log.ts";
import { type BatchApi, batchServer } from "./testing/batch-servers.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "batched-"));
});
afterEach(async () => {
  for (const log of logs.splice(0)) await (await log).close();
  await rm(folder, { recursive: true, force: true });
});

const logs: Promise<BatchLog>[] = [];

/** The log of the test's folder, which is closed after the test. */
function openLog(): Promise<BatchLog> {
  const log = openBatchLog(join(folder, "batches.jsonl"));
  logs.push(log);
  return log;
}

const MODELS: Readonly<Record<BatchApi, (baseUrl: string) => Model>> = {
  openai: (baseUrl) => openai("m", { baseUrl, apiKey: "sk-secret" }),
  azure: (endpoint) => azure("m", { endpoint: new URL(endpoint).origin, apiKey: "sk-secret" }),
  mistral: (baseUrl) => mistral("m", { baseUrl, apiKey: "sk-secret" }),
  anthropic: (baseUrl) => anthropic("m", { baseUrl, apiKey: "sk-secret" }),
  google: (baseUrl) => google("m", { baseUrl, apiKey: "sk-secret" }),
};
const APIS = Object.keys(MODELS) as BatchApi[];

function request(text: string, repeat = 0): ModelRequest {
  return { messages: [{ role: "user", content: text }], params: { maxTokens: 10 }, seed: 7, case: text, repeat };
}

interface OverOptions {
  readonly events?: BatchEvent[];
  readonly stop?: AbortSignal;
}

function over(model: Model, { events = [], stop }: OverOptions = {}): Model {
  const service = model.batches!()!;
  return batched(model, service, { log: openLog(), pollMs: 5, stop, onBatch: (event) => void events.push(event) });
}

describe.each(APIS)("batches of %s", (api) => {
  test("a request of a batch keeps its signal for itself", async () => {
    await using server = await batchServer(api);
    const model = over(MODELS[api](server.url));
    expect(model.releasesSignal).toBe(false);
    await model.close?.();
  });

  test("requests that come together are one batch, and each gets its own answer", async () => {
    await using server = await batchServer(api);
    const model = over(MODELS[api](server.url));
    const answers = await Promise.all(["a", "b", "c"].map((text) => model.complete(request(text))));
    expect(answers.map(({ text }) => text)).toEqual(["echo a", "echo b", "echo c"]);
    expect(answers[0]).toMatchObject({
      latencyMs: null,
      serviceTier: "batch",
      usage: { promptTokens: 3, completionTokens: 2 },
      modelVersion: "m-1",
    });
    expect(server.batches).toEqual([["a", "b", "c"]]);
    expect([...server.keys].join(" ")).toContain("sk-secret");
    await model.close?.();
  });

  test("a failed request has the error that it would have had alone; the others have answers", async () => {
    await using server = await batchServer(api, {
      reply: (text) => (text === "bad" ? { status: 400, message: "no such thing" } : text === "late" ? null : { text }),
    });
    const model = over(MODELS[api](server.url));
    const [good, bad, late] = await Promise.allSettled(
      ["good", "bad", "late"].map((text) => model.complete(request(text))),
    );
    expect(good).toMatchObject({ status: "fulfilled", value: { text: "good" } });
    expect(bad).toMatchObject({
      reason: { kind: "bad_request", message: expect.stringContaining("no such thing") as string },
    });
    expect(late).toMatchObject({ reason: { kind: "timeout" } });
    await model.close?.();
  });

  test("after a process ends during a batch, the next one collects it and sends nothing", async () => {
    await using server = await batchServer(api, { isSlow: true });
    const stop = new AbortController();
    const events: BatchEvent[] = [];
    const first = over(MODELS[api](server.url), { events, stop: stop.signal });
    const waiting = ["a", "b"].map((text) => first.complete(request(text)));
    for (const one of waiting) one.catch(() => {});
    while (!events.some(({ status }) => status === "running")) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    for (const one of waiting) await expect(one).rejects.toMatchObject({ kind: "aborted" });
    server.finish();
    const second = over(MODELS[api](server.url));
    const answers = await Promise.all(["a", "b"].map((text) => second.complete(request(text))));
    expect(answers.map(({ text }) => text)).toEqual(["echo a", "echo b"]);
    expect(server.batches).toHaveLength(1);
    await second.close?.();
  });
});

test("a base URL with a query finds a batch on a later page of the list", async () => {
  await using server = await batchServer("openai", { lost: ["cut"], others: 250 });
  const model = over(openai("m", { baseUrl: `${server.url}?tenant=x`, apiKey: "sk-secret" }));
  expect(await model.complete(request("a"))).toMatchObject({ text: "echo a" });
  expect(server.batches).toEqual([["a"]]);
  await model.close?.();
});

describe.each(["openai", "azure", "mistral", "google"] as const)("batches of %s", (api) => {
  test.each(["cut", 504, 200] as const)(
    "a batch whose response is lost (%s) is found and not sent again",
    async (how) => {
      await using server = await batchServer(api, { lost: [how], others: 250 });
      const model = over(MODELS[api](server.url));
      expect(await model.complete(request("a"))).toMatchObject({ text: "echo a" });
      expect(server.batches).toEqual([["a"]]);
      await model.close?.();
    },
  );

  test("does not send a batch with a lost response again if the service cannot say whether it has it", async () => {
    await using server = await batchServer(api, { lost: ["cut"] });
    const model = MODELS[api](server.url);
    const service = model.batches!()!;
    const find = () => Promise.reject(new ModelError("server", "not now"));
    const first = batched(model, { ...service, find }, { log: openLog(), pollMs: 5 });
    await expect(first.complete(request("a"))).rejects.toMatchObject({
      kind: "connection",
      isLasting: true,
      message: expect.stringContaining("Searching for it failed: not now. The batch may be with the service;"),
    });
    await first.close?.();
    const next = over(MODELS[api](server.url));
    expect(await next.complete(request("a"))).toMatchObject({ text: "echo a" });
    expect(server.batches).toEqual([["a"]]);
    await next.close?.();
  });

  test("a batch that was sent but not noted is found by its key", async () => {
    await using server = await batchServer(api);
    const model = MODELS[api](server.url);
    const service = model.batches!()!;
    const log = await openLog();
    const probe = over(MODELS[api](server.url));
    await probe.complete(request("a"));
    await probe.close?.();
    const submitted = JSON.parse((await readFile(join(folder, "batches.jsonl"), "utf8")).split("\n")[0]!) as {
      ids: string[];
    };
    await log.submitting({ key: "lost-key", model: model.id, ids: submitted.ids });
    await service.submit([service.lineOf({ id: submitted.ids[0]!, request: request("a") })], "lost-key");
    const next = over(MODELS[api](server.url));
    expect(await next.complete(request("a"))).toMatchObject({ text: "echo a" });
    expect(server.batches).toHaveLength(2);
    await next.close?.();
  });
});

test("names lines that the service refuses and sends the others again", async () => {
  await using server = await batchServer("openai", {
    refuse: (texts) => (texts.includes("bad") ? [{ line: texts.indexOf("bad") + 1, message: "model not found" }] : []),
  });
  const model = over(MODELS.openai(server.url));
  const [good, bad] = await Promise.allSettled(["good", "bad"].map((text) => model.complete(request(text))));
  expect(good).toMatchObject({ status: "fulfilled" });
  expect(bad).toMatchObject({
    reason: { kind: "bad_request", message: expect.stringContaining("model not found") as string },
  });
  expect(server.batches).toEqual([["good", "bad"], ["good"]]);
  await model.close?.();
});

test("a temporary outage of a service loses no batch", async () => {
  await using server = await batchServer("openai", { isSlow: true });
  const events: BatchEvent[] = [];
  const model = over(MODELS.openai(server.url), { events });
  const answer = model.complete(request("a"));
  while (!events.some(({ status }) => status === "running")) await new Promise((resolve) => setTimeout(resolve, 5));
  server.failures.push(503, 429, 500);
  server.finish();
  expect(await answer).toMatchObject({ text: "echo a" });
  await model.close?.();
});

test("retries a file of answers that is temporarily unavailable", async () => {
  let asked = 0;
  await using server = await batchServer("openai", {
    reply: (text) => {
      if (asked++ === 0) server.failures.push(503, 500); // after the batch has ended
      return { text: `echo ${text}` };
    },
  });
  const model = over(MODELS.openai(server.url));
  expect(await model.complete(request("a"))).toMatchObject({ text: "echo a" });
  expect(server.batches).toHaveLength(1);
  await model.close?.();
});

test("unreadable, unknown and repeated lines of answers do not affect other requests", async () => {
  const odd = [
    "{",
    "null",
    "[]",
    "7",
    '{"custom_id":7}',
    '{"custom_id":"unknown","response":null}',
    "\u0000",
    "<html>",
  ];
  await using server = await batchServer("openai", {
    results: (text) => `${odd.join("\n")}\n${text}${text}${text.slice(0, 40)}`,
  });
  const model = over(MODELS.openai(server.url));
  const answers = await Promise.all(["a", "b"].map((text) => model.complete(request(text))));
  expect(answers).toMatchObject([{ text: "echo a" }, { text: "echo b" }]);
  await model.close?.();
});

test("a request with an unreadable line fails, and its batch can be collected again", async () => {
  let isBroken = true;
  await using server = await batchServer("openai", {
    results: (text) => (isBroken ? text.replace(/^.*echo b.*$/m, (line) => line.slice(0, -9)) : text),
  });
  const model = over(MODELS.openai(server.url));
  const [a, b] = await Promise.allSettled(["a", "b"].map((text) => model.complete(request(text))));
  expect(a).toMatchObject({ status: "fulfilled", value: { text: "echo a" } });
  expect(b).toMatchObject({
    reason: {
      kind: "invalid_response",
      isLasting: true, // this process sends nothing again
      message: expect.stringContaining("1 unreadable line"),
    },
  });
  await model.close?.();
  isBroken = false;
  const next = over(MODELS.openai(server.url));
  expect(await next.complete(request("b"))).toMatchObject({ text: "echo b" });
  expect(server.batches).toHaveLength(1);
  await next.close?.();
});

test("reads a partial file again", async () => {
  let reads = 0;
  await using server = await batchServer("openai", { results: (text) => (reads++ < 2 ? text.slice(0, -30) : text) });
  const model = over(MODELS.openai(server.url));
  const answers = await Promise.all(["a", "b"].map((text) => model.complete(request(text))));
  expect(answers).toMatchObject([{ text: "echo a" }, { text: "echo b" }]);
  expect(server.batches).toHaveLength(1);
  await model.close?.();
});

test("sends requests again only after two processes could not read the file of answers", async () => {
  let isBroken = true;
  await using server = await batchServer("openai", { results: (text) => (isBroken ? "<html>" : text) });
  for (let processes = 1; processes <= 2; processes++) {
    const model = over(MODELS.openai(server.url));
    await expect(model.complete(request("a"))).rejects.toMatchObject({ kind: "invalid_response", isLasting: true });
    await model.close?.();
    expect(server.batches).toHaveLength(1);
  }
  isBroken = false;
  const third = over(MODELS.openai(server.url));
  expect(await third.complete(request("a"))).toMatchObject({ text: "echo a" });
  expect(server.batches).toHaveLength(2);
  await third.close?.();
});

test("an outage when a run is resumed does not end the run", async () => {
  await using server = await batchServer("openai", { lost: ["cut"] });
  const model = MODELS.openai(server.url);
  const service = model.batches!()!;
  const find = () => Promise.reject(new ModelError("server", "not now"));
  const first = batched(model, { ...service, find }, { log: openLog(), pollMs: 5 });
  await expect(first.complete(request("a"))).rejects.toMatchObject({ isLasting: true });
  await first.close?.();
  server.failures.push(503, 503, 401);
  const next = over(MODELS.openai(server.url));
  await expect(next.complete(request("a"))).rejects.toMatchObject({ kind: "authentication" });
  expect(await next.complete(request("a"))).toMatchObject({ text: "echo a" });
  expect(server.batches).toHaveLength(1);
  await next.close?.();
});

test.each(["openai", "mistral"] as const)(
  "%s: an unreadable line of the answers hides no reason of the error file",
  async (api) => {
    await using server = await batchServer(api, {
      reply: (text) => (text === "b" ? { status: 400, message: "no such word" } : { text: `echo ${text}` }),
      results: (text) => text.replace(/^.*echo a.*$/m, (line) => line.slice(0, -9)),
    });
    const model = over(MODELS[api](server.url));
    const [a, b, c] = await Promise.allSettled(["a", "b", "c"].map((text) => model.complete(request(text))));
    expect(a).toMatchObject({ reason: { kind: "invalid_response" } });
    expect(b).toMatchObject({ reason: { kind: "bad_request", message: expect.stringContaining("no such word") } });
    expect(c).toMatchObject({ status: "fulfilled", value: { text: "echo c" } });
    await model.close?.();
  },
);

test("google: an answer of another form does not affect other requests", async () => {
  await using server = await batchServer("google", {
    results: (text) =>
      text.replace(
        /\{"metadata":\{"key":("[^"]+")\},"response":(?=[^]{0,200}echo a)/,
        '{"metadata":{"kee":$1},"response":',
      ),
  });
  const model = over(MODELS.google(server.url));
  const [a, b] = await Promise.allSettled(["a", "b"].map((text) => model.complete(request(text))));
  expect(a).toMatchObject({ reason: { kind: "invalid_response", message: expect.stringContaining("1 unreadable") } });
  expect(b).toMatchObject({ status: "fulfilled", value: { text: "echo b" } });
  await model.close?.();
});

test("a refused key fails the requests at once without a secret in the error", async () => {
  await using server = await batchServer("openai");
  server.failures.push(401);
  const model = over(MODELS.openai(server.url));
  await expect(model.complete(request("a"))).rejects.toMatchObject({ kind: "authentication" });
  await model.close?.();
});

test("drops an incomplete last line of the log and names a damaged one", async () => {
  const { appendFile, writeFile } = await import("node:fs/promises");
  const file = join(folder, "batches.jsonl");
  const log = await openBatchLog(file);
  await log.submitting({ key: "k", model: "m", ids: ["a"] });
  await log.close();
  await appendFile(file, '{"event":"subm');
  expect((await openLog()).open).toMatchObject([{ key: "k", batch: null }]);
  await writeFile(file, "nonsense\n");
  await expect(openBatchLog(file)).rejects.toMatchObject({
    code: "BAD_RUN",
    message: expect.stringContaining("batches.jsonl:1") as string,
  });
});
