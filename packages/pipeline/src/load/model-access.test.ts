import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { BenchmarkDefinition } from "@sameseed/core";
import { fake } from "@sameseed/runner";
import { equals } from "@sameseed/scorer";
import { expect, test, vi } from "vitest";
import { definitionOf } from "./load-yaml.ts";
import { prepareBenchmark } from "./prepare-benchmark.ts";

const rest = { name: "b", cases: [{ id: "a", vars: { q: "x" } }], prompts: [{ id: "p", text: "{{q}}" }] };
const named = (model: object | string) =>
  definitionOf({ ...rest, models: [model], scorers: ["equals"] } as never, ".", { located: String });

async function identityOf(model: object | string): Promise<unknown> {
  const { variants } = await prepareBenchmark(await named(model), { baseUrl: "http://127.0.0.1:9/v1" });
  return variants[0]!.model.identity;
}

test.each<[string, object]>([
  ["a key's variable", { apiKeyEnv: "MY_KEY" }],
  ["headers", { headers: { "x-team": "a" } }],
  ["a deadline", { timeoutMs: 5000 }],
  ["a seed field", { seedField: "none" }],
  ["parameters", { params: { temperature: 0 } }],
])("the base URL of the run applies to an openai: model with its own %s", async (_, own) => {
  expect(await identityOf({ model: "openai:m", ...own })).toMatchObject({ baseUrl: "http://127.0.0.1:9/v1" });
  expect(await identityOf({ model: "openai:m", baseUrl: "http://127.0.0.1:8/v1", ...own })).toMatchObject({
    baseUrl: "http://127.0.0.1:8/v1",
  });
  expect(await identityOf({ model: "groq:m", ...own })).toMatchObject({ baseUrl: "default" });
});

test("the key of the named variable goes to the base URL of the run", async () => {
  const keys: unknown[] = [];
  const server = createServer(({ headers }, response) => {
    keys.push(headers.authorization);
    response.end(JSON.stringify({ choices: [{ message: { content: "x" }, finish_reason: "stop" }] }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  vi.stubEnv("MY_KEY", "sk-mine");
  vi.stubEnv("OPENAI_API_KEY", "sk-other");
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { variants } = await prepareBenchmark(await named({ model: "openai:m", apiKeyEnv: "MY_KEY" }), { baseUrl });
  const { model } = variants[0]!;
  await model.complete({ messages: [{ role: "user", content: "x" }], params: {}, seed: 1, case: "a", repeat: 0 });
  await model.close?.();
  server.close();
  expect(keys).toEqual(["Bearer sk-mine"]);
});

test("the TypeScript form has the same keys", async () => {
  const definition: BenchmarkDefinition = {
    ...rest,
    models: [{ id: "mine", model: "groq:m", baseUrl: "http://127.0.0.1:9/v1" }],
    scorers: [equals()],
  };
  const { variants } = await prepareBenchmark(definition);
  expect(variants[0]!.model.identity).toMatchObject({ provider: "groq", baseUrl: "http://127.0.0.1:9/v1" });
});

test.each([
  ["claude-haiku-4-5", 'Did you mean "anthropic:claude-haiku-4-5"?'],
  ["gemini:3.6-flash", 'Did you mean "google:3.6-flash"?'],
  ["gpt-6-luna", 'Did you mean "openai:gpt-6-luna"?'],
  ["aws:nova", 'Did you mean "bedrock:nova"?'],
  ["llama.cpp:default", 'Did you mean "llamacpp:default"?'],
  ["opnai:m", 'Did you mean "openai:m"?'],
  ["echo:x", 'Did you mean "echo"?'],
  ["ehco", 'Did you mean "echo"?'],
  ["together:m", "For any other service: openai:<model> with its baseUrl"],
])("%s is not a model id, and the hint names the likely one", async (id, hint) => {
  await expect(prepareBenchmark(await named(id))).rejects.toMatchObject({
    code: "UNKNOWN_MODEL",
    message: `"${id}" is not a model id.`,
    hint: expect.stringContaining(hint) as string,
  });
});

test("a model without a service has no address", async () => {
  await expect(prepareBenchmark(await named({ model: "echo", baseUrl: "http://h/v1" }))).rejects.toMatchObject({
    message: 'Model "echo" has baseUrl:, which only models of services take.',
  });
  const model = fake("mine", () => "x");
  const definition = { ...rest, models: [{ model, apiKeyEnv: "MY_KEY" }], scorers: [equals()] };
  await expect(prepareBenchmark(definition)).rejects.toMatchObject({
    message: 'Model "mine" is an object and has apiKeyEnv.',
    hint: expect.stringContaining("Give apiKeyEnv to the function that makes the model") as string,
  });
});
