import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Answer, Score, Scorer } from "@sameseed/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { classifier } from "./classifier.ts";
import type { TextEmbedder } from "./similar.ts";

/** Two directions: the counts of "good" and of "bad" in a text. */
const embedder: TextEmbedder = {
  id: "words",
  embed: async (texts) => texts.map((text) => [count(text, "good") + 0.01, count(text, "bad") + 0.01]),
};

function count(text: string, word: string): number {
  return text.split(word).length - 1;
}

async function judge(scorer: Scorer, output: string, expected: unknown = "praise"): Promise<Score | null> {
  const testCase = { id: "c", vars: {}, expected };
  scorer.check?.(testCase);
  return scorer.score!({ output, case: testCase, outcome: { status: "completed" } } as unknown as Answer);
}

describe("by examples", () => {
  const examples = { praise: ["good", "good good"], blame: ["bad"] };
  const scorer = classifier({ examples, embedder });

  test.each([
    ["it is good", 1, "praise"],
    ["it is bad", 0, "blame"],
    ["good good bad", 1, "praise"],
  ])("%s", async (output, value, answer) => {
    expect(await judge(scorer, output)).toMatchObject({ value, answer, expected: "praise" });
  });

  test("the reason gives the similarity of each label", async () => {
    expect((await judge(scorer, "good"))!.reason).toMatch(/^praise 1\.000, blame 0\.0\d\d$/);
  });

  test("reports a label without examples before the run", async () => {
    await expect(judge(scorer, "x", "irony")).rejects.toThrow(
      expect.objectContaining({ code: "BAD_BENCHMARK", hint: "Labels with examples: praise, blame." }),
    );
  });
});

describe("by a service", () => {
  const asked: { readonly key: string | undefined; readonly body: unknown }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      asked.push({ key: request.headers.authorization, body: JSON.parse(body) as unknown });
      if (request.url === "/odd") return response.end('{"error": "loading"}');
      if (request.url === "/busy") return response.writeHead(503).end("loading");
      const labels = [
        { label: "blame", score: 0.2 },
        { label: "praise", score: 0.8 },
      ];
      response.end(JSON.stringify(request.url === "/flat" ? labels : [labels]));
    });
  });
  let base: string;
  beforeAll(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  test.each(["/nested", "/flat"])("the value is the expected label's probability: %s", async (path) => {
    expect(await judge(classifier({ url: base + path }), "fine")).toEqual({
      value: 0.8,
      answer: "praise",
      expected: "praise",
    });
    expect(await judge(classifier({ url: base + path }), "fine", "blame")).toMatchObject({
      value: 0.2,
      answer: "praise",
    });
    expect(asked.at(-1)!.body).toEqual({ inputs: "fine" });
  });

  test("an unknown label is null, not 0", async () => {
    expect(await judge(classifier({ url: `${base}/x` }), "fine", "irony")).toMatchObject({
      value: null,
      reason: 'it knows no "irony", only blame, praise',
    });
  });

  test("its key comes from the environment and appears nowhere else", async () => {
    process.env.CLASSIFIER_TEST_KEY = "canary";
    const scorer = classifier({ url: `${base}/x?token=canary`, apiKeyEnv: "CLASSIFIER_TEST_KEY" });
    await judge(scorer, "fine");
    delete process.env.CLASSIFIER_TEST_KEY;
    expect(asked.at(-1)!.key).toBe("Bearer canary");
    expect(JSON.stringify(scorer.identity)).not.toContain("canary");
  });

  test("reports a fault of the service", async () => {
    await expect(judge(classifier({ url: `${base}/odd` }), "x")).rejects.toThrow("has no labels");
    await expect(judge(classifier({ url: `${base}/busy` }), "x")).rejects.toThrow("the classifier answered 503");
    await expect(judge(classifier({ url: "http://127.0.0.1:1/" }), "x")).rejects.toThrow("the classifier: ");
  });
});

test.each([[{}], [{ url: "http://x.test", examples: { a: ["b"] } }]])("%j is refused", (options) => {
  expect(() => classifier(options)).toThrow("needs either examples or a url");
});
