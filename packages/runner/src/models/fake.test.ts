import type { ModelRequest } from "@sameseed/core";
import { expect, test } from "vitest";
import { fake } from "./fake.ts";

const request: ModelRequest = {
  messages: [{ role: "user", content: "Hi" }],
  params: {},
  seed: 7,
  case: "c1",
  repeat: 0,
};

test("a fake gives one text for all requests", async () => {
  expect(await fake("fake:yes", "yes").complete(request)).toMatchObject({
    text: "yes",
    finishReason: "stop",
    usage: null,
    costUsd: null,
  });
});

test("a fake may answer from the request, with any part of a completion", async () => {
  const echo = fake("fake:echo", ({ messages, seed }) => ({
    text: `${messages[0]!.content} ${seed}`,
    finishReason: "length",
  }));
  expect(await echo.complete(request)).toMatchObject({ text: "Hi 7", finishReason: "length", refusal: null });
  expect(await fake("fake:case", (asked) => asked.case).complete(request)).toMatchObject({ text: "c1" });
});

test("a fake that throws rejects, as a model does", async () => {
  const broken = fake("fake:broken", () => {
    throw new Error("down");
  });
  await expect(broken.complete(request)).rejects.toThrow("down");
});

test("fakes that answer differently have different identities", () => {
  expect(fake("f", "a").identity).not.toEqual(fake("f", "b").identity);
  expect(fake("f", () => "a").identity).not.toEqual(fake("f", () => "b").identity);
});
