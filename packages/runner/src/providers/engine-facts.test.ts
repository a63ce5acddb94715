import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { llamacpp, ollama, vllm } from "../models/providers.ts";
import { localServers } from "./engine-facts.ts";
import { PROVIDERS } from "./provider-profiles.ts";

const ANSWERS: Readonly<Record<string, unknown>> = {
  "/api/version": { version: "0.12.3" },
  "/api/tags": {
    models: [
      { name: "llama3.2:latest", digest: "a80c", details: { quantization_level: "Q4_K_M", parameter_size: "3.2B" } },
    ],
  },
  "/version": { version: "0.19.0" },
  "/props": {
    build_info: "b7000-abc",
    model_path: "m.gguf",
    total_slots: 4,
    default_generation_settings: { n_ctx: 8192 },
  },
  "/v1/models": { data: [{ id: "served" }] },
};
const server = createServer(({ url = "" }, response) => {
  const known = ANSWERS[url];
  response.writeHead(known === undefined ? 404 : 200).end(JSON.stringify(known ?? {}));
});
let url: string;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
afterEach(() => vi.unstubAllEnvs());

test("reads a local server's version, and the model's digest from Ollama", async () => {
  expect(await ollama("llama3.2", { baseUrl: url }).engine?.()).toEqual({
    version: "0.12.3",
    digest: "a80c",
    quantization: "Q4_K_M",
    parameters: "3.2B",
  });
  expect(await vllm("served", { baseUrl: `${url}/v1` }).engine?.()).toEqual({ version: "0.19.0" });
  expect(await llamacpp("served", { baseUrl: `${url}/v1` }).engine?.()).toEqual({
    build: "b7000-abc",
    modelPath: "m.gguf",
    slots: "4",
    contextLength: "8192",
  });
});

test("an unreachable server gives no facts and no error", async () => {
  expect(await ollama("llama3.2", { baseUrl: "http://127.0.0.1:9" }).engine?.()).toEqual({});
  expect(await vllm("x", { baseUrl: "nowhere" }).engine?.()).toEqual({});
});

test("local servers are found where their variables point", async () => {
  for (const { isLocal, baseUrlEnv } of PROVIDERS)
    if (isLocal) for (const name of baseUrlEnv) vi.stubEnv(name, "http://127.0.0.1:9");
  vi.stubEnv("VLLM_BASE_URL", `${url}/v1`);
  vi.stubEnv("OLLAMA_BASE_URL", url);
  expect(await localServers(PROVIDERS)).toEqual([
    { provider: "ollama", baseUrl: url, models: ["llama3.2:latest"] },
    { provider: "vllm", baseUrl: `${url}/v1`, models: ["served"] },
  ]);
});
