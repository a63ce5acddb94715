import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Completion, type Model, type ModelParams, type ModelRequest, readPath } from "@sameseed/core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { outcomeOf } from "../outcome-of.ts";
import { PROVIDERS } from "../providers/provider-profiles.ts";
import {
  type CheckName,
  type CheckResult,
  providerMatrix,
  SuiteResults,
} from "../providers/testing/provider-matrix.ts";
import { serviceFromId } from "./service-from-id.ts";
import { serviceModel, type ServiceOptions } from "./service-model.ts";
import { CONTRACTED, CONTRACTS } from "./testing/contracts.ts";
import { type Said, TOKENS } from "./testing/stand-in.ts";

const KEY = "sk-canary-0123456789";

const results = new SuiteResults();
const PARTS = { cachedTokens: TOKENS.cached, reasoningTokens: TOKENS.reasoning };

type Answer = (response: ServerResponse) => void;
interface Seen {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => {
    const body = JSON.parse(Buffer.concat(pieces).toString()) as Record<string, unknown>;
    seen = { path: request.url!, headers: request.headers, body };
    answer(response);
  });
});
let answer: Answer;
let seen: Seen;
let url: string;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
afterEach(() => vi.unstubAllEnvs());

function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return (response) => void response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
}

function streamed(type: string, pieces: readonly string[]): Answer {
  return (response) => {
    response.writeHead(200, { "content-type": type });
    const [next, ...rest] = pieces;
    const write = (piece: string | undefined, more: readonly string[]): void => {
      if (piece === undefined) response.end();
      else
        response.write(Buffer.from(piece, type.includes("amazon") ? "latin1" : "utf8"), () =>
          setImmediate(write, more[0], more.slice(1)),
        );
    };
    write(next, rest);
  };
}

const STATUSES = [
  [400, "bad_request"],
  [401, "authentication"],
  [403, "authentication"],
  [404, "not_found"],
  [410, "not_found"],
  [422, "bad_request"],
  [429, "rate_limited"],
  [500, "server"],
  [503, "server"],
  [529, "server"],
] as const;
const SCHEMA = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const TOOL = {
  type: "function",
  function: { name: "weather", description: "The weather.", parameters: SCHEMA },
} as const;
const CALLS = [{ id: "call_1", name: "weather", arguments: '{"city":"Bern"}' }];

describe.each(CONTRACTED.map((profile) => [profile.id, profile] as const))("%s:", (id, profile) => {
  const { standIn, path, streamPath = path, own = {}, model: name = "m", parts = PARTS } = CONTRACTS[id]!;
  const model = (options: ServiceOptions = {}): Model => {
    const given = { baseUrl: url, apiKey: KEY, ...options };
    if (id !== "openai") return serviceFromId(`${id}:${name}`, given)!;
    // By its id it is an unknown endpoint, unless it is OpenAI's own.
    const spec = { id: `openai:${name}`, name, profile, baseUrl: url, isConfigured: true, apiKey: KEY, keyEnv: "" };
    return serviceModel(spec, given);
  };
  const asked = (more: Partial<ModelRequest> = {}): ModelRequest => ({
    messages: [{ role: "user", content: "Hello" }],
    params: {},
    seed: 42,
    case: "a",
    repeat: 0,
    ...more,
  });
  const ask = async (given: Answer, more: Partial<ModelRequest> = {}, options: ServiceOptions = {}) => {
    answer = given;
    const one = model(options);
    try {
      return await one.complete(asked(more));
    } finally {
      await one.close?.();
    }
  };
  const failure = (given: Answer, more: Partial<ModelRequest> = {}) =>
    ask(given, more).then(
      () => {
        throw new Error("it answered");
      },
      (error: unknown) => error,
    );
  /** A test's body with a result for the docs. */
  const held = (name: CheckName, body: () => CheckResult | Promise<CheckResult>): (() => Promise<void>) => {
    results.registered++;
    return async () => {
      results.started++;
      results.add(id, name, await body());
    };
  };
  const statusOf = (completion: Completion) =>
    outcomeOf({ status: "answered", completion, latencyMs: 1, attempts: 1, startedAt: "", retries: [] }).status;
  const whole = (said: Said) => json(standIn.whole(said), 200, { "x-request-id": "req-1" });
  const useOf = (parameter: string, given: ModelParams) =>
    model().parameterUses!(given).find((use) => use.parameter === parameter)!;
  const usage = {
    promptTokens: TOKENS.prompt,
    completionTokens: TOKENS.completion,
    ...parts,
  };

  test(
    "an answer has the text, the tokens by part, and the model's version",
    held("answer, usage in parts", async () => {
      const completion = await ask(whole({ text: "Gut 🦔" }));
      expect(completion).toMatchObject({
        text: "Gut 🦔",
        refusal: null,
        modelVersion: "served-1",
        usage,
        costUsd: null,
        ttftMs: null,
        ...own,
        ...(id !== "ollama" && { requestId: "req-1" }),
      });
      expect(completion.usage).toEqual(usage);
      expect(statusOf(completion)).toBe("completed");
      expect(seen.path).toBe(path);
    }),
  );

  test(
    "a request has the messages, the seed and the key's header, and nothing else",
    held("request, seed, key", async () => {
      await ask(whole({ text: "x" }));
      const {
        authorization,
        "x-api-key": anthropicKey,
        "x-goog-api-key": googleKey,
        "api-key": azureKey,
      } = seen.headers;
      expect({ authorization, anthropicKey, googleKey, azureKey }).toEqual({
        authorization: profile.keyHeader === "bearer" ? `Bearer ${KEY}` : undefined,
        anthropicKey: profile.keyHeader === "x-api-key" ? KEY : undefined,
        googleKey: profile.keyHeader === "x-goog-api-key" ? KEY : undefined,
        azureKey: profile.keyHeader === "api-key" ? KEY : undefined,
      });
      const seedField = model().seed!.field;
      if (seedField === null) expect(JSON.stringify(seen.body)).not.toContain("42");
      else expect(readPath(seen.body, seedField)).toBe(42);
      const known = [
        "model",
        "messages",
        "input",
        "contents",
        "store",
        "stream",
        "options",
        "generationConfig",
        "max_tokens",
      ];
      expect(Object.keys(seen.body).filter((key) => !known.includes(key) && key !== seedField)).toEqual([]);
      expect(JSON.stringify(seen.body)).toContain("Hello");
      await ask(whole({ text: "x" }), { seed: null });
      expect(JSON.stringify(seen.body)).not.toContain("42");
      await ask(whole({ text: "x" }), {}, { seedField: "none" });
      expect(JSON.stringify(seen.body)).not.toContain("42");
    }),
  );

  test(
    "sends each parameter in the profile's field",
    held("parameters", async () => {
      for (const parameter of Object.keys(profile.fields) as (keyof typeof profile.fields)[]) {
        const given = params(parameter, id);
        if (parameter === "seed" || parameter === "stream" || useOf(parameter, given).fate !== "sent") continue;
        await ask(whole({ text: "x" }), { params: given });
        const field = profile.fields[parameter]!.replace(/^tools\.(functionDeclarations)$/, "tools[0].$1");
        expect(readPath(seen.body, field), `${parameter} as ${field} in ${JSON.stringify(seen.body)}`).toBeDefined();
      }
      await ask(whole({ text: "x" }), { params: { extra: { own_field: 7 } } });
      expect(seen.body["own_field"]).toBe(7);
    }),
  );

  test(
    "refuses a parameter without a field before a request, with the remedy",
    held("refused parameters", () => {
      for (const parameter of PARAMETERS) {
        if (profile.fields[parameter] !== undefined) continue;
        expect(useOf(parameter, params(parameter)), parameter).toMatchObject({
          fate: "refused",
          reason: expect.stringMatching(/\.$/),
        });
      }
    }),
  );

  test(
    "a streamed answer equals the complete one, with the time to its first token",
    held("stream", async () => {
      const said = { text: "Gut 🦔, danke", ...(profile.tells.includes("reasoning text") && { reasoning: "Hm, ja" }) };
      const { requestId: _, ...expected } = await ask(whole(said));
      const pieces = standIn.stream(said);
      for (const cut of [pieces, pieces.join("").match(/.{1,7}/gsu)!, [pieces.join("")]]) {
        const {
          ttftMs,
          requestId: __,
          connectMs: ___,
          ...rest
        } = await ask(streamed(standIn.streamType, cut), {
          params: { stream: true },
        });
        const { connectMs: ____, ...one } = expected;
        expect({ ...rest, ttftMs: null }).toEqual(one);
        expect(ttftMs).toBeGreaterThan(0);
      }
      expect(seen.path).toBe(streamPath);
    }),
  );

  test(
    "a stream that breaks off, or contains an error, is a failed attempt",
    held("broken stream", async () => {
      const pieces = standIn.stream({ text: "Gut, danke" });
      const params = { stream: true };
      expect(await failure(streamed(standIn.streamType, pieces.slice(0, 1)), { params })).toMatchObject({
        kind: "invalid_response",
      });
      const error = await failure(streamed(standIn.streamType, [pieces[0]!, standIn.brokenStream]), { params });
      expect(error).toMatchObject({ kind: "server", message: expect.stringContaining("went wrong") });
    }),
  );

  test(
    "distinguishes a truncated answer from a complete one",
    held("truncation", async () => {
      expect(statusOf(await ask(whole({ text: "Gu", why: "length" })))).toBe("truncated");
    }),
  );

  test(
    "distinguishes filtered and refused answers from complete ones",
    held("filter, refusal", async () => {
      if (id === "ollama") return "not offered"; // neither a filter nor a refusal
      expect(statusOf(await ask(whole({ text: "", why: "filter" })))).toBe("refused");
      expect(statusOf(await ask(whole({ text: "No.", why: "refusal" })))).toBe("refused");
    }),
  );

  test(
    "sends a tool, reads its call, and sends its result",
    held("tools", async () => {
      const completion = await ask(whole({ toolCalls: CALLS, why: "tools" }), { params: { tools: [TOOL] } });
      expect(completion.toolCalls).toEqual(CALLS);
      expect(completion.text || null).toBeNull();
      const offered = JSON.stringify(seen.body["tools"] ?? seen.body["toolConfig"]);
      expect(offered).toContain('"weather"');
      expect(offered).toContain('"required":["city"]');
      const pieces = standIn.stream({ toolCalls: CALLS, why: "tools" });
      const once = await ask(streamed(standIn.streamType, pieces), { params: { tools: [TOOL], stream: true } });
      expect(once.toolCalls).toEqual(CALLS);
      await ask(whole({ text: "x" }), {
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Weather?" },
          { role: "assistant", content: null, tool_calls: [{ id: "call_1", type: "function", function: CALLS[0]! }] },
          { role: "tool", tool_call_id: "call_1", content: "sunny" },
        ],
      });
      const sent = JSON.stringify(seen.body);
      for (const said of ["Be brief.", "Weather?", "weather", "Bern", "sunny"]) expect(sent).toContain(said);
    }),
  );

  test(
    "sends an answer's JSON Schema, and the JSON is returned as text",
    held("structured output", async () => {
      const given = params("responseFormat");
      const isOffered = useOf("responseFormat", given).fate === "sent";
      expect(isOffered).toBe(profile.structured === "json_schema" && model().hasJsonSchema === true);
      if (!isOffered) return "not offered";
      const completion = await ask(whole({ text: '{"city":"Bern"}' }), { params: given });
      expect(JSON.stringify(seen.body).replaceAll('\\"', '"')).toContain('"required":["city"]');
      expect(JSON.parse(completion.text!)).toEqual({ city: "Bern" });
    }),
  );

  test(
    "separates the model's reasoning from its answer",
    held("reasoning text", async () => {
      if (!profile.tells.includes("reasoning text")) return "not offered";
      expect(await ask(whole({ text: "42", reasoning: "6 × 7" }))).toMatchObject({ text: "42", reasoning: "6 × 7" });
    }),
  );

  test(
    "sends an image",
    held("images", async () => {
      const image = "data:image/png;base64,aGVsbG8=";
      const content = [
        { type: "text", text: "What is it?" } as const,
        { type: "image_url", image_url: { url: image } } as const,
      ];
      await ask(whole({ text: "x" }), { messages: [{ role: "user", content }] });
      const sent = JSON.stringify(seen.body);
      expect(sent).toContain("aGVsbG8=");
      expect(sent).toContain("What is it?");
    }),
  );

  test.each(STATUSES)("status %i is kind %s, with the service's words and without the key", (status, kind) =>
    held("errors", async () => {
      const error = await failure(json(standIn.error(status, `it says ${KEY}`), status, { "retry-after": "3" }));
      expect(error).toMatchObject({ kind, status, retryAfterMs: 3000 });
      expect((error as Error).message).toMatch(/^\d+ (?:body\.seed )?it says \[key\]$/);
      expect(await failure(json("<html><body>Bad gateway</body></html>", status))).toMatchObject({ kind });
    })(),
  );

  test(
    "a body without an answer is an invalid response that names the missing part",
    held("malformed answers", async () => {
      for (const body of [
        '{"a": [',
        "<html>oops</html>",
        "{}",
        "null",
        "[]",
        '"hi"',
        "7",
        '{"choices": 3, "content": 3, "output": 3, "candidates": 3, "message": 3}',
      ]) {
        const error = await failure(json(body));
        expect(error, body).toMatchObject({ kind: "invalid_response", message: expect.stringMatching(/.{10}/) });
      }
    }),
  );

  test(
    "an error for a missing key names its variable",
    held("missing key", async () => {
      for (const one of [...profile.keyEnv, ...profile.baseUrlEnv, ...(profile.signingEnv ?? []), "AWS_REGION"])
        vi.stubEnv(one, "");
      if (id.startsWith("azure")) vi.stubEnv("AZURE_OPENAI_ENDPOINT", url);
      if (id.startsWith("bedrock")) vi.stubEnv("AWS_REGION", "eu-west-1");
      const prepared = serviceFromId(`${id}:${name}`)!.prepare!();
      if (profile.isLocal) await expect(prepared).resolves.toBeUndefined();
      else
        await expect(prepared).rejects.toMatchObject({
          code: "MISSING_KEY",
          message: expect.stringContaining(profile.keyEnv[0]!),
        });
    }),
  );
});

describe.each(CONTRACTED.map((profile) => [profile.id, profile] as const))(
  "the remedy for an error of %s:",
  (id, profile) => {
    const others = PROVIDERS.flatMap(({ keyEnv, baseUrlEnv }) => [...keyEnv, ...baseUrlEnv]).filter(
      (name) => ![...profile.keyEnv, ...profile.baseUrlEnv].includes(name),
    );
    const hintOf = async (status: number, body: string, options: ServiceOptions = {}): Promise<string> => {
      answer = json(body, status);
      const model = serviceFromId(`${id}:m`, { baseUrl: url, ...options })!;
      const request = {
        messages: [{ role: "user", content: "q" }],
        params: {},
        seed: 1,
        case: "a",
        repeat: 0,
      } as const;
      const error: unknown = await model.complete(request).catch((thrown: unknown) => thrown);
      await model.close?.();
      const hint = (error as { hint?: string }).hint ?? "";
      expect(
        others.filter((name) => new RegExp(`\\b${name}\\b`).test(hint)),
        hint,
      ).toEqual([]);
      return hint;
    };

    test("errors name its own variables, and for the key the one that is set", async () => {
      for (const one of profile.keyEnv) vi.stubEnv(one, "");
      expect(await hintOf(401, "no")).toBe(
        `No key was sent: set ${profile.keyEnv[0]} to a key with permission to use this model.`,
      );
      const last = profile.keyEnv.at(-1)!;
      vi.stubEnv(last, KEY);
      expect(await hintOf(401, "no")).toBe(`Check the key (${last}) and its permission to use this model.`);
      expect(await hintOf(402, "no")).toContain("billing");
      if (profile.id !== "ollama") expect(await hintOf(404, "no")).toContain(profile.baseUrlEnv.join(" or "));
      else expect(await hintOf(404, "no")).toContain("ollama pull m");
      expect(await hintOf(200, "{}")).toContain(profile.baseUrlEnv[0]);
      expect(await hintOf(200, "x", { baseUrl: "http://127.0.0.1:9" })).toContain(profile.baseUrlEnv[0]);
      expect(await hintOf(429, "slow down")).toBe("");
    });
  },
);

const PARAMETERS = [
  "temperature",
  "topP",
  "topK",
  "maxTokens",
  "stop",
  "frequencyPenalty",
  "presencePenalty",
  "reasoningEffort",
  "thinkingBudget",
  "verbosity",
  "tools",
  "toolChoice",
  "responseFormat",
  "logprobs",
  "stream",
] as const;

/** A request with this parameter alone, with a value that every provider takes that takes it at all. */
function params(parameter: string, provider = ""): ModelParams {
  const values: ModelParams = {
    temperature: 0.5,
    topP: 0.9,
    topK: 5,
    maxTokens: 20,
    stop: ["\n"],
    frequencyPenalty: 0.5,
    presencePenalty: 0.5,
    reasoningEffort: "low",
    thinkingBudget: ["deepseek", "ollama"].includes(provider) ? 0 : 1024,
    verbosity: "low",
    tools: [TOOL],
    toolChoice: "required",
    responseFormat: { type: "json_schema", json_schema: { name: "city", schema: SCHEMA } },
    logprobs: true,
    stream: true,
  };
  return { [parameter]: values[parameter as keyof ModelParams] };
}

test("the matrix in the docs is that of the profiles and of this suite", async ({ skip }) => {
  if (results.started < results.registered) skip("A part of the suite ran, so its results are not complete.");
  await expect(providerMatrix(CONTRACTED, results)).toMatchFileSnapshot("../../../../docs/provider-matrix.md");
});
