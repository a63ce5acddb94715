import { spawnSync } from "node:child_process";
import type { ModelRequest } from "@sameseed/core";
import { afterAll, expect, test } from "vitest";
import { answerer } from "./answer.ts";
import { tiny } from "./tiny.ts";
import { parseWeights, readWeightsFile } from "./weights.ts";

const model = tiny("250k");
afterAll(() => model.close());

function request(content: string, rest: Partial<ModelRequest> = {}): ModelRequest {
  return { messages: [{ role: "user", content }], params: {}, seed: 1, case: "c", repeat: 0, ...rest };
}

const NEWS = "Write a short news excerpt about a journey to Mars.";

test("a completion carries text, fingerprint, usage, price and time to the first token", async () => {
  const completion = await model.complete(request(NEWS));
  expect(completion).toMatchObject({ finishReason: "stop", refusal: null, modelVersion: "tiny-250k", costUsd: 0 });
  expect(completion.systemFingerprint).toMatch(/^fp_tiny_[0-9a-f]{12}$/);
  expect(completion.systemFingerprint).toBe(model.identity?.["systemFingerprint"]);
  expect(completion.usage?.completionTokens).toBeGreaterThan(10);
  expect(completion.ttftMs).toBeGreaterThan(0);
});

test("a worker thread gives the answer that the same code gives here", async () => {
  const here = answerer(parseWeights(readWeightsFile("250k")), "here");
  expect((await model.complete(request(NEWS))).text).toBe(here(request(NEWS)).text);
});

test("neither the number of threads nor the order of requests moves an answer", async () => {
  const many = tiny("250k", { threads: 3 });
  const requests = Array.from({ length: 12 }, (_, index) =>
    request(`${index % 4}+${index}=`, { seed: index, params: { temperature: 2 } }),
  );
  const texts = async (asked: readonly ModelRequest[], by: typeof model): Promise<(string | null)[]> =>
    (await Promise.all(asked.map((one) => by.complete(one)))).map(({ text }) => text);
  expect(await texts(requests, many)).toEqual(await texts(requests, model));
  expect((await texts(requests.toReversed(), many)).toReversed()).toEqual(await texts(requests, model));
  await many.close();
});

test("a request's parameters override the factory's one by one", async () => {
  const short = tiny("250k", { params: { maxTokens: 3, temperature: 0 } });
  expect((await short.complete(request(NEWS))).usage?.completionTokens).toBe(3);
  expect((await short.complete(request(NEWS, { params: { maxTokens: 4 } }))).usage?.completionTokens).toBe(4);
  await short.close();
});

test("a stream gives the text in parts", async () => {
  const parts: string[] = [];
  const { text } = await model.stream(request(NEWS), (part) => parts.push(part));
  expect(parts.length).toBeGreaterThan(5);
  expect(parts.join("")).toBe(text);
});

test("an abort rejects at once, before or during the answer, and the model continues", async () => {
  const before = AbortSignal.abort();
  await expect(model.complete(request(NEWS), before)).rejects.toMatchObject({ kind: "aborted" });
  const during = new AbortController();
  const streamed = model.stream(request(NEWS), () => during.abort(), during.signal);
  await expect(streamed).rejects.toMatchObject({ kind: "aborted" });
  const waiting = new AbortController();
  const [first, second] = [model.complete(request(NEWS)), model.complete(request("1+1="), waiting.signal)];
  waiting.abort();
  await expect(second).rejects.toMatchObject({ kind: "aborted" });
  expect((await first).text).toBe((await model.complete(request(NEWS))).text);
});

test("closing rejects unanswered requests, and a later request starts again", async () => {
  const closing = tiny("250k");
  const pending = [closing.complete(request(NEWS)), closing.complete(request(NEWS))];
  const settled = Promise.allSettled(pending);
  await closing.close();
  expect((await settled).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect((await closing.complete(request("1+1="))).text).not.toBeNull();
  await closing.close();
});

test("a failure in the worker is a rejection with its kind", async () => {
  await expect(model.complete(request("7".repeat(400)))).rejects.toMatchObject({ kind: "bad_request" });
});

test.each<[string, ModelRequest["messages"][number]]>([
  ["image_url", { role: "user", content: [{ type: "image_url", image_url: { url: "https://x.test/a.png" } }] }],
  ["the result of a tool", { role: "tool", tool_call_id: "1", content: "4" }],
])("refuses unsupported content instead of leaving it out: %s", async (what, message) => {
  await expect(model.complete({ ...request("1+1="), messages: [message] })).rejects.toMatchObject({
    kind: "bad_request",
    message: `tiny:250k accepts only text, but the message has ${what}.`,
  });
});

test("parts of text are one text", async () => {
  const content = [{ type: "text" as const, text: "1+1=" }];
  const inParts = await model.complete({ ...request("1+1="), messages: [{ role: "user", content }] });
  expect(inParts).toMatchObject({ text: (await model.complete(request("1+1="))).text });
});

test("a forgotten close does not keep the process alive, a pending request does", () => {
  const source = `
    import { tiny } from ${JSON.stringify(new URL("./index.ts", import.meta.url).href)};
    tiny("250k").complete({ messages: [{ role: "user", content: "1+1=" }], params: {}, seed: 1, case: "", repeat: 0 })
      .then(({ finishReason }) => console.log(finishReason));`;
  const { stdout, status } = spawnSync(process.execPath, ["--input-type=module", "--eval", source], {
    encoding: "utf8",
    timeout: 60_000,
  });
  expect({ stdout, status }).toEqual({ stdout: "stop\n", status: 0 });
});

test("an unknown name is refused with the known ones", () => {
  expect(() => tiny("7b")).toThrow(
    expect.objectContaining({
      code: "UNKNOWN_MODEL",
      message: 'Unknown model "tiny:7b".',
      hint: "Known: tiny:1m, tiny:250k.",
    }),
  );
});

test.each([0, 1.5, Number.NaN])("%d threads are refused", (threads) => {
  expect(() => tiny("1m", { threads })).toThrow(expect.objectContaining({ code: "BAD_ARGUMENT" }));
});
