import { afterAll, beforeAll, expect, test } from "vitest";
import { serveTiny, type TinyServer } from "./serve-tiny.ts";

let server: TinyServer;
beforeAll(async () => {
  server = await serveTiny();
});
afterAll(() => server.close());

/** The parts of the wire format that are looked at. */
interface Wire {
  readonly system_fingerprint: string;
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number; readonly total_tokens: number };
  readonly choices: readonly {
    readonly message: { readonly content: string };
    readonly delta: { readonly role?: string; readonly content?: string };
    readonly finish_reason: string | null;
  }[];
  readonly data: readonly { readonly id: string }[];
}

const body = {
  model: "tiny:250k",
  seed: 5,
  messages: [{ role: "user", content: "Write a short news excerpt about a journey to Mars." }],
};

async function post(fields: object | string): Promise<Response> {
  return fetch(`${server.url}/chat/completions`, {
    method: "POST",
    body: typeof fields === "string" ? fields : JSON.stringify(fields),
  });
}

async function json(response: Promise<Response> | Response): Promise<Wire> {
  return (await (await response).json()) as Wire;
}

async function events(response: Response): Promise<Wire[]> {
  const lines = (await response.text()).split("\n\n").filter((line) => line !== "");
  expect(lines.at(-1)).toBe("data: [DONE]");
  return lines.slice(0, -1).map((line) => JSON.parse(line.replace("data: ", "")) as Wire);
}

test("a completion has the fields of the wire format, and one seed gives one text", async () => {
  const [first, second, other] = await Promise.all([
    json(post(body)),
    json(post(body)),
    json(post({ ...body, seed: 6 })),
  ]);
  expect(first).toMatchObject({
    object: "chat.completion",
    model: "tiny:250k",
    system_fingerprint: expect.stringMatching(/^fp_tiny_/),
    choices: [{ index: 0, message: { role: "assistant", content: expect.any(String) }, finish_reason: "stop" }],
  });
  expect(first.usage.total_tokens).toBe(first.usage.prompt_tokens + first.usage.completion_tokens);
  expect(second.choices).toEqual(first.choices);
  expect(other.choices).not.toEqual(first.choices);
});

test("a stream gives the same text in chunks, then the usage when asked for", async () => {
  const whole = await json(post(body));
  const response = await post({ ...body, stream: true, stream_options: { include_usage: true } });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const chunks = await events(response);
  expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe(whole.choices[0]?.message.content);
  expect(chunks[0]?.choices[0]?.delta.role).toBe("assistant");
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("stop");
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
  expect(new Set(chunks.map(({ system_fingerprint }) => system_fingerprint))).toEqual(
    new Set([whole.system_fingerprint]),
  );
});

test("a stream without stream_options has no usage", async () => {
  const chunks = await events(await post({ ...body, stream: true }));
  expect(chunks.every((chunk) => !("usage" in chunk))).toBe(true);
});

test.each([{ max_tokens: 3 }, { max_completion_tokens: 3 }])("%j limits the answer", async (limit) => {
  const { usage, choices } = await json(post({ ...body, ...limit }));
  expect(usage.completion_tokens).toBe(3);
  expect(choices[0]?.finish_reason).toBe("length");
});

test("the parameters reach the model", async () => {
  const text = async (fields: object): Promise<string | undefined> =>
    (await json(post({ ...body, ...fields }))).choices[0]?.message.content;
  expect(await text({ temperature: 0, seed: 1 })).toBe(await text({ temperature: 0, seed: 2 }));
  expect(await text({ top_p: 0, seed: 1 })).toBe(await text({ temperature: 0 }));
  expect(await text({ stop: "." })).not.toContain(".");
  expect(await text({ seed: undefined })).not.toBe(await text({ seed: null }));
});

test("the models are listed", async () => {
  const { data } = await json(fetch(`${server.url}/models`));
  expect(data.map(({ id }) => id)).toEqual(["tiny:250k", "tiny:1m"]);
});

test.each([
  { name: "no JSON", fields: "{", status: 400, param: null },
  { name: "no object", fields: "[]", status: 400, param: null },
  { name: "no model", fields: { ...body, model: undefined }, status: 400, param: "model" },
  { name: "no messages", fields: { ...body, messages: [] }, status: 400, param: "messages" },
  {
    name: "an unknown role",
    fields: { ...body, messages: [{ role: "robot", content: "x" }] },
    status: 400,
    param: "messages",
  },
  {
    name: "an image",
    fields: { ...body, messages: [{ role: "user", content: [{ type: "image_url" }] }] },
    status: 400,
    param: "messages",
  },
  { name: "a temperature out of range", fields: { ...body, temperature: -1 }, status: 400, param: "temperature" },
  { name: "a seed that is no whole number", fields: { ...body, seed: 0.5 }, status: 400, param: "seed" },
  { name: "an empty stop string", fields: { ...body, stop: [""] }, status: 400, param: "stop" },
  { name: "two choices", fields: { ...body, n: 2 }, status: 400, param: "n" },
  {
    name: "a prompt longer than the context",
    fields: { ...body, messages: [{ role: "user", content: "7".repeat(500) }] },
    status: 400,
    param: "messages",
  },
  { name: "an unknown model", fields: { ...body, model: "gpt-9" }, status: 404, param: null },
])("$name is an error in the wire format", async ({ fields, status, param }) => {
  const response = await post(fields);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({
    error: { type: "invalid_request_error", param, message: expect.any(String) },
  });
});

test.each([
  ["GET", "/chat/completions", 405],
  ["POST", "/models", 405],
  ["GET", "/embeddings", 404],
])("%s %s is %d", async (method, path, status) => {
  const response = await fetch(server.url + path, { method });
  expect(response.status).toBe(status);
});

test("a client that goes away ends its answer, and the next is served", async () => {
  const away = new AbortController();
  const response = await fetch(`${server.url}/chat/completions`, {
    method: "POST",
    body: JSON.stringify({ ...body, stream: true }),
    signal: away.signal,
  });
  await response.body!.getReader().read();
  away.abort();
  expect((await post({ ...body, max_tokens: 1 })).status).toBe(200);
});

test("content parts of text are joined", async () => {
  const parts = [
    { type: "text", text: "Write a short news excerpt " },
    { type: "text", text: "about a journey to Mars." },
  ];
  const joined = await json(post({ ...body, messages: [{ role: "user", content: parts }] }));
  const whole = await json(post(body));
  expect(joined.choices).toEqual(whole.choices);
});
