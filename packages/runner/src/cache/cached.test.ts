import { fork } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { type Completion, type Model, type ModelRequest, textCompletion } from "@sameseed/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fake } from "../models/fake.ts";
import { cached, type CacheMode } from "./cached.ts";
import { identityPart, partsOf } from "./cache-key.ts";
import { type CacheStore, openCache, removeCache } from "./cache-store.ts";
import { explainCache } from "./explain-cache.ts";

const REQUEST: ModelRequest = {
  messages: [{ role: "user", content: "Hi" }],
  params: { temperature: 0.7 },
  seed: 7,
  case: "c",
  repeat: 0,
};
const IDENTITY = { provider: "openai", model: "m", baseUrl: "default" };

let folder: string;
let store: CacheStore;
let now = 1_000_000;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cache-"));
  store = await openCache(folder, { ttlMs: 1000, now: () => now });
});
afterEach(async () => {
  store.close();
  await rm(folder, { recursive: true, force: true });
});

const answer = (changes: Partial<Completion> = {}): Completion => ({
  text: "yes",
  finishReason: "stop",
  refusal: null,
  systemFingerprint: "fp",
  modelVersion: "m-1",
  usage: { promptTokens: 3, completionTokens: 2 },
  costUsd: null,
  ttftMs: null,
  latencyMs: 123,
  ...changes,
});

/** A model that counts its requests and numbers its answers. */
function counting(
  changes: Partial<Completion> = {},
  identity: Model["identity"] = IDENTITY,
): Model & { asked: () => number } {
  let asked = 0;
  return {
    id: "openai:m",
    ...(identity && { identity }),
    asked: () => asked,
    complete: async () => answer({ text: `answer ${++asked}`, ...changes }),
  };
}

describe("serves an answer again", () => {
  test("for the same request, marked, with its original latency, usage and fingerprint", async () => {
    const model = counting();
    const first = await cached(model, store).complete(REQUEST);
    const second = await cached(model, store).complete(REQUEST);
    expect(first).toEqual(answer({ text: "answer 1" }));
    expect(second).toEqual({ ...answer({ text: "answer 1" }), cached: true });
    expect(model.asked()).toBe(1);
  });

  test("for any case and any order of the parameters", async () => {
    const model = cached(counting(), store);
    await model.complete({ ...REQUEST, params: { temperature: 0.7, maxTokens: 9 } });
    expect(
      await model.complete({ ...REQUEST, case: "other", params: { maxTokens: 9, temperature: 0.7 } }),
    ).toMatchObject({ cached: true });
  });

  test("to a second process that opens the folder later", async () => {
    await cached(counting(), store).complete(REQUEST);
    const other = await openCache(folder);
    expect(await cached(counting(), other).complete(REQUEST)).toMatchObject({ text: "answer 1", cached: true });
    other.close();
  });

  test("to equal requests in flight, which wait for the first", async () => {
    const model = counting();
    const texts = await Promise.all(Array.from({ length: 20 }, () => cached_(model).complete(REQUEST)));
    expect(new Set(texts.map(({ text }) => text))).toEqual(new Set(["answer 1"]));
    expect(texts.filter(({ cached: isCached }) => isCached)).toHaveLength(19);
  });
  const shared = new WeakMap<Model, Model>();
  const cached_ = (model: Model): Model =>
    shared.get(model) ?? (shared.set(model, cached(model, store)), shared.get(model)!);
});

describe("a request is another one when it differs in", () => {
  test.each<[string, Partial<ModelRequest>]>([
    ["its messages", { messages: [{ role: "system", content: "Hi" }] }],
    ["a parameter", { params: { temperature: 0.8 } }],
    ["a parameter that is absent", { params: {} }],
    ["its seed", { seed: 8 }],
    ["having no seed", { seed: null }],
    ["its repeat", { repeat: 1 }],
    ["being the A/A control's", { replicate: 1 }],
  ])("%s", async (_, changes) => {
    const model = counting();
    await cached(model, store).complete(REQUEST);
    expect(await cached(model, store).complete({ ...REQUEST, ...changes })).not.toHaveProperty("cached");
    expect(model.asked()).toBe(2);
  });

  test.each<[string, Model["identity"]]>([
    ["the model", { ...IDENTITY, model: "n" }],
    ["the endpoint", { ...IDENTITY, baseUrl: "http://127.0.0.1:1/v1" }],
    ["the provider", { ...IDENTITY, provider: "other" }],
  ])("%s", async (_, identity) => {
    await cached(counting(), store).complete(REQUEST);
    expect(await cached(counting({}, identity), store).complete(REQUEST)).not.toHaveProperty("cached");
  });
});

describe("stores nothing", () => {
  test.each<[string, Partial<Completion>]>([
    ["of a stream that was cut off before its finish reason", { finishReason: null }],
    ["of an answer without text", { text: null }],
  ])("%s", async (_, changes) => {
    const model = counting(changes);
    await cached(model, store).complete(REQUEST);
    await cached(model, store).complete(REQUEST);
    expect(model.asked()).toBe(2);
    expect(store.summary()).toEqual([]);
  });

  test("for a failure, which does not fail the requests that wait for it", async () => {
    let asked = 0;
    const model = cached(
      {
        id: "m",
        identity: IDENTITY,
        complete: async () => (++asked === 1 ? Promise.reject(new Error("reset")) : answer()),
      },
      store,
    );
    const [first, second] = await Promise.allSettled([model.complete(REQUEST), model.complete(REQUEST)]);
    expect(first.status).toBe("rejected");
    expect(second).toMatchObject({ status: "fulfilled", value: { text: "yes" } });
    expect(asked).toBe(2);
  });

  test("for models that opt out or have no identity", () => {
    const anonymous: Model = { id: "mine", complete: async () => answer() };
    expect(cached(anonymous, store)).toBe(anonymous);
    const made = fake("fake:a", "a");
    expect(cached(made, store)).toBe(made);
  });
});

test.each<[CacheMode, number, number]>([
  ["readwrite", 1, 1],
  ["read", 2, 0],
  ["write", 2, 1],
])("mode %s: two runs of one request send %i requests and store %i", async (mode, asks, entries) => {
  const model = counting();
  await cached(model, store, { mode }).complete(REQUEST);
  await cached(model, store, { mode }).complete(REQUEST);
  expect(model.asked()).toBe(asks);
  expect(store.summary().reduce((sum, one) => sum + one.entries, 0)).toBe(entries);
});

test("the first valid answer stays, and all readers get the same; mode write replaces it", async () => {
  const parts = partsOf(identityPart("m", IDENTITY), REQUEST);
  store.put(parts, answer({ text: "first" }));
  store.put(parts, answer({ text: "second" }));
  expect(store.get(parts)?.completion.text).toBe("first");
  store.put(parts, answer({ text: "third" }), { replace: true });
  expect(store.get(parts)?.completion.text).toBe("third");
});

test("serves an answer until it expires, and then replaces it", async () => {
  const model = counting();
  await cached(model, store).complete(REQUEST);
  now += 999;
  expect(await cached(model, store).complete(REQUEST)).toMatchObject({ text: "answer 1", cached: true });
  now += 1;
  expect(await cached(model, store).complete(REQUEST)).toMatchObject({ text: "answer 2" });
  expect(await cached(model, store).complete(REQUEST)).toMatchObject({ text: "answer 2", cached: true });
});

describe("explain", () => {
  const parts = partsOf(identityPart("m", IDENTITY), REQUEST);
  test("reports a hit, an expired entry, or the differing parts of the nearest entry", () => {
    expect(explainCache(store, parts)).toMatchObject({ status: "miss", entry: null, nearest: null });
    store.put({ ...parts, repeat: 1, seed: 9 }, answer());
    store.put({ ...parts, seed: 8 }, answer());
    expect(explainCache(store, parts).nearest).toMatchObject({ differing: ["seed"], entry: { seed: 8 } });
    const other = { ...parts, messages: "0".repeat(64) };
    expect(explainCache(store, other).nearest?.differing).toContain("messages");
    store.put(parts, answer());
    expect(explainCache(store, parts)).toMatchObject({ status: "hit", entry: { completion: { text: "yes" } } });
    now += 1000;
    expect(explainCache(store, parts).status).toBe("expired");
  });
});

test("clear deletes all entries or the old ones", () => {
  const parts = partsOf(identityPart("m", IDENTITY), REQUEST);
  store.put(parts, answer());
  now += 500;
  store.put({ ...parts, seed: 1 }, answer());
  expect(store.summary()).toMatchObject([{ entries: 2, expired: 0 }]);
  expect(store.clear({ olderThanMs: 400 })).toBe(1);
  expect(store.clear()).toBe(1);
  expect(store.summary()).toEqual([]);
});

test("the cache's folder excludes itself from a repository and contains no prompt", async () => {
  await cached(counting(), store).complete({ ...REQUEST, messages: [{ role: "user", content: "a secret prompt" }] });
  expect(await readFile(join(folder, ".gitignore"), "utf8")).toBe("*\n");
  for (const suffix of ["", "-wal"])
    expect(await readFile(join(folder, `answers.sqlite${suffix}`), "latin1")).not.toContain("a secret prompt");
});

test.skipIf(process.getuid?.() === 0)(
  "serves answers from a folder that may not be written (needs a user other than root)",
  async () => {
    const kept = join(folder, "kept");
    const written = await openCache(kept);
    const parts = { identity: "m", messages: "[]", params: "{}", seed: 1, repeat: 0, replicate: 0 };
    written.put(parts, textCompletion("stored"));
    written.close();
    await chmod(kept, 0o555);
    const reopened = await openCache(kept, { isReadOnly: true });
    expect(reopened.get(parts)?.completion).toMatchObject({ text: "stored" });
    expect(reopened.summary()).toHaveLength(1);
    reopened.close();
    await expect(openCache(kept)).rejects.toThrow("Cannot use the cache");
    await chmod(kept, 0o755);
  },
);

test("a file that is not a cache is an error with a remedy, and clear removes it", async () => {
  const broken = join(folder, "broken");
  (await openCache(broken)).close();
  await writeFile(
    join(broken, "answers.sqlite"),
    "this is not a database, but long enough to be read as one.".repeat(20),
  );
  await expect(openCache(broken)).rejects.toThrow(
    expect.objectContaining({ code: "BAD_ARGUMENT", hint: expect.stringContaining("cache clear") as string }),
  );
  await removeCache(broken);
  (await openCache(broken)).close();
});

test("a cache of another format is an error with a remedy", async () => {
  const other = join(folder, "other");
  await mkdir(other);
  const database = new DatabaseSync(join(other, "answers.sqlite"));
  database.exec("create table entries (key text primary key, messages text, answer text)");
  database.close();
  await expect(openCache(other)).rejects.toThrow(
    expect.objectContaining({ code: "BAD_ARGUMENT", hint: expect.stringContaining("cache clear") as string }),
  );
});

test("a damaged cache never fails an answer, is reported, and is an error with a remedy for inspection", async () => {
  const parts = partsOf(identityPart("openai:m", IDENTITY), REQUEST);
  store.put(parts, answer());
  const database = new DatabaseSync(store.file);
  database.exec("update entries set completion = substr(completion, 1, 9)");
  database.close();
  expect(await cached(counting(), store).complete(REQUEST)).toMatchObject({ text: "answer 1" });
  expect(store.problem()).toContain("JSON");
  expect(() => explainCache(store, parts)).toThrow(
    expect.objectContaining({ code: "BAD_ARGUMENT", hint: expect.stringContaining("cache clear") as string }),
  );
});

test("a cache that becomes unwritable is reported and never fails an answer", async () => {
  const reopened = await openCache(folder, { now: () => Number.NaN }); // a time that the table refuses
  expect(await cached(counting(), reopened).complete(REQUEST)).toMatchObject({ text: "answer 1" });
  expect(reopened.problem()).toContain("NOT NULL");
  reopened.close();
});

test("four processes that write and read at once lose nothing and agree on every answer", async () => {
  const worker = fileURLToPath(new URL("./testing/cache-worker.ts", import.meta.url));
  const children = Array.from({ length: 4 }, (_, number) => fork(worker, [folder, String(number)]));
  const seen = await Promise.all(
    children.map(async (child) => {
      const [texts] = (await once(child, "message")) as [string[]];
      return texts;
    }),
  );
  const entries = store.summary().reduce((sum, one) => sum + one.entries, 0);
  expect(entries).toBe(500);
  for (const texts of seen) expect(texts).toEqual(seen[0]);
});
