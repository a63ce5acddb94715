import type { Completion } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { queryDigest, redactor } from "./redact.ts";

const KEY = 'sk-canary/1+2="3"';
const clean = (text: string, ...secrets: string[]) => redactor(secrets).clean(text);

describe("removes a secret from a text", () => {
  test.each<[string, string]>([
    ["as it is", KEY],
    ["in a URL", encodeURIComponent(KEY)],
    ["in JSON", JSON.stringify({ key: KEY })],
    ["in JSON within JSON", JSON.stringify(JSON.stringify({ key: KEY }))],
    ["in base64", btoa(KEY)],
    ["in base64 for URLs", Buffer.from(KEY).toString("base64url")],
  ])("%s", (_, told) => {
    const cleaned = clean(`seen: ${told}.`, KEY);
    expect(cleaned).toContain("[key]");
    expect(cleaned).not.toMatch(/canary|c2stY2FuYXJ5|=\\*"3/);
  });

  test("that has a colon in it and so could be read as a URL", () => {
    expect(clean("seen: fw:canary-1234", "fw:canary-1234")).toBe("seen: [key]");
  });

  test("and the longer one first if one is part of another", () => {
    expect(clean("seen: canary-key-longer", "canary-key", "canary-key-longer")).toBe("seen: [key]");
  });

  test.each(["canary-user", "canary@pass", "canary%40pass", btoa("canary-user:canary@pass"), "canary-query"])(
    "where it is part of the base URL: %s",
    (told) => {
      const url = "http://canary-user:canary%40pass@127.0.0.1/v1?key=canary-query";
      expect(clean(`seen: ${told}; ${url}`, url)).toBe("seen: [key]; http://127.0.0.1/v1");
    },
  );

  test("but not inside words that contain a short one", () => {
    expect(clean("unexpected end", "x", "end")).toBe("unexpected end");
  });
});

describe("an answer", () => {
  const answer = (changes: Partial<Completion>): Completion => ({
    text: "Paris",
    finishReason: "stop",
    refusal: null,
    systemFingerprint: "fp",
    modelVersion: "m-1",
    usage: null,
    costUsd: null,
    ttftMs: null,
    ...changes,
  });

  test.each<Partial<Completion>>([
    { text: `You sent "${KEY}".` },
    { text: `You sent ${btoa(KEY)}.` },
    { reasoning: KEY },
    { modelVersion: KEY },
    { systemFingerprint: KEY },
    { requestId: KEY },
    { region: KEY },
    { toolCalls: [{ id: null, name: "send", arguments: JSON.stringify({ key: KEY }) }] },
  ])("removes a key in any form that the service returns: %j", (changes) => {
    const told = redactor([KEY]).cleanAnswer(answer(changes));
    expect(JSON.stringify(told)).toContain("[key]");
    expect(JSON.stringify(told)).not.toMatch(/canary|c2stY2FuYXJ5/);
  });

  test("is the same object without a key in it, and a common word is not a key", () => {
    for (const key of [KEY, "ollama", "sk-no-key-required"]) {
      const given = answer({ text: "ollama runs with sk-no-key-required" });
      expect(redactor([key]).cleanAnswer(given)).toBe(given);
    }
  });
});

test("keeps a digest of a base URL's query, which distinguishes endpoints", () => {
  expect(queryDigest("http://a/v1")).toBeUndefined();
  expect(queryDigest("http://a/v1?tenant=b")).toMatch(/^[0-9a-f]{16}$/);
  expect(queryDigest("http://a/v1?tenant=b")).not.toBe(queryDigest("http://a/v1?tenant=c"));
});
