import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { awsSigner } from "./aws-signing.ts";
import { bedrock } from "./providers.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const ANSWER = JSON.stringify({ choices: [{ message: { content: "Bern" }, finish_reason: "stop" }] });
const REQUEST = { messages: [{ role: "user", content: "Ünï 🦔" }], params: {}, seed: 7, case: "a", repeat: 0 } as const;

interface Seen {
  readonly headers: IncomingMessage["headers"];
  readonly path: string;
  readonly body: string;
}
let seen: Seen[] = [];
let answer = (response: ServerResponse): void => void response.end(ANSWER);
const server = createServer(async (request, response) => {
  const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString();
  seen.push({ headers: request.headers, path: request.url!, body });
  answer(response);
});
let host: string;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  seen = [];
  answer = (response) => void response.end(ANSWER);
  vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", SECRET);
  vi.stubEnv("AWS_SESSION_TOKEN", "");
  vi.stubEnv("AWS_REGION", "eu-west-1");
});

async function ask(params = {}): Promise<string | null> {
  const model = bedrock("openai.gpt-oss-120b-1:0", { baseUrl: `http://${host}/openai/v1` });
  await model.prepare!();
  try {
    return (await model.complete({ ...REQUEST, params })).text;
  } finally {
    await model.close!();
  }
}

/** The signature as AWS documents it (Signature Version 4), computed from the request that the server received. */
function signatureOf({ headers, path, body }: Seen): string {
  const sha = (text: string): string => createHash("sha256").update(text).digest("hex");
  const names = /SignedHeaders=([^,]+)/.exec(headers.authorization!)![1]!;
  const canonical = names.split(";").map((name) => `${name}:${String(headers[name])}\n`);
  const request = ["POST", path, "", canonical.join(""), names, sha(body)].join("\n");
  const date = String(headers["x-amz-date"]);
  const scope = [date.slice(0, 8), "eu-west-1", "bedrock", "aws4_request"];
  const key = scope.reduce<string | Buffer>(
    (from, part) => createHmac("sha256", from).update(part).digest(),
    `AWS4${SECRET}`,
  );
  const text = ["AWS4-HMAC-SHA256", date, scope.join("/"), sha(request)].join("\n");
  const signature = createHmac("sha256", key).update(text).digest("hex");
  return `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope.join("/")}, SignedHeaders=${names}, Signature=${signature}`;
}

test("without an API key, each request is signed with the access keys", async () => {
  expect(await ask()).toBe("Bern");
  expect(seen[0]!.path).toBe("/openai/v1/chat/completions");
  expect(seen[0]!.headers.authorization).toBe(signatureOf(seen[0]!));
  expect(seen[0]!.headers.authorization).toMatch(/SignedHeaders=host;x-amz-date,/);
});

test("a session token is sent and signed", async () => {
  vi.stubEnv("AWS_SESSION_TOKEN", "token-0123456789abcdef");
  await ask({ stream: true });
  expect(seen[0]!.headers["x-amz-security-token"]).toBe("token-0123456789abcdef");
  expect(seen[0]!.headers.authorization).toBe(signatureOf(seen[0]!));
  expect(seen[0]!.headers.authorization).toMatch(/SignedHeaders=host;x-amz-date;x-amz-security-token,/);
});

test("an API key of Bedrock takes precedence over access keys", async () => {
  vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "bedrock-key-0123456789");
  await ask();
  expect(seen[0]!.headers.authorization).toBe("Bearer bedrock-key-0123456789");
});

test("a refusal names the access keys and shows neither them nor the token", async () => {
  vi.stubEnv("AWS_SESSION_TOKEN", "token-0123456789abcdef");
  answer = (response) =>
    void response
      .writeHead(403)
      .end(JSON.stringify({ message: `The signature of ${SECRET} and token-0123456789abcdef` }));
  const error = await ask().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    kind: "authentication",
    message: "403 The signature of [key] and [key]",
    hint: "Check the key (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY) and its permission to use this model.",
  });
});

test("names both ways where nothing is set", async () => {
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "");
  await expect(bedrock("m").prepare!()).rejects.toMatchObject({
    code: "MISSING_KEY",
    message: "bedrock:m needs a key, and AWS_BEARER_TOKEN_BEDROCK is not set.",
    hint: expect.stringContaining("or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY") as string,
  });
});

test("without the signing package, the run says what to install before a request", async () => {
  vi.doMock("aws4fetch", () => {
    throw new Error("Cannot find package 'aws4fetch'");
  });
  await expect(ask()).rejects.toMatchObject({
    message: "Signing requests with AWS_ACCESS_KEY_ID needs the package aws4fetch.",
    hint: expect.stringContaining("npm install aws4fetch") as string,
  });
  vi.doUnmock("aws4fetch");
  expect(seen).toEqual([]);
});

test.each<[string, Parameters<typeof bedrock>[1], string]>([
  ["in a header", { headers: { Authorization: "Bearer of-my-gateway" } }, "Bearer of-my-gateway"],
  ["in the address", {}, `Basic ${Buffer.from("me:word").toString("base64")}`],
])("the user's own authorization is sent and no signature: %s", async (_, options, sent) => {
  const user = options?.headers === undefined ? "me:word@" : "";
  const model = bedrock("m", { baseUrl: `http://${user}${host}/openai/v1`, ...options });
  await model.prepare!();
  await model.complete(REQUEST);
  await model.close!();
  expect(seen[0]!.headers.authorization).toBe(sent);
});

test.each([
  ["https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1", "us-west-2/bedrock"],
  ["https://bedrock-mantle.ap-southeast-1.api.aws/v1", "ap-southeast-1/bedrock-mantle"],
  ["https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com/openai/v1", "us-gov-west-1/bedrock"],
  ["https://gateway.example/openai/v1", "eu-west-1/bedrock"],
])("the region of a signature is the address's, where it names one: %s", async (address, scope) => {
  const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: SECRET, sessionToken: undefined };
  const headers = await awsSigner(keys, "eu-west-1")(new URL(address), "{}");
  expect(headers["authorization"]).toContain(`/${scope}/aws4_request`);
});

test.each(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"])(
  "reports a line break in %s before a request without its value",
  async (name) => {
    vi.stubEnv(name, "some-value\n");
    await expect(ask()).rejects.toMatchObject({
      code: "BAD_ARGUMENT",
      message: `The key of bedrock:openai.gpt-oss-120b-1:0 (${name}) has a line break.`,
    });
    expect(seen).toEqual([]);
  },
);
