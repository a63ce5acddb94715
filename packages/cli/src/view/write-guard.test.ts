import { expect, test } from "vitest";
import { jsonBody, WriteGuard } from "./write-guard.ts";

const guard = new WriteGuard();
const GOOD = {
  host: "127.0.0.1:8124",
  origin: "http://127.0.0.1:8124",
  "content-type": "application/json",
  "x-sameseed-token": guard.token,
};

test.each([
  ["the page itself", {}, null],
  ["a page of another origin", { origin: "https://evil.example" }, "Only the page"],
  ["a page of another port", { origin: "http://127.0.0.1:9" }, "Only the page"],
  ["a sandboxed page", { origin: "null" }, "Only the page"],
  ["a request without an origin", { origin: undefined }, "Only the page"],
  ["a request of another site", { "sec-fetch-site": "cross-site" }, "Only the page"],
  ["a request of another host of this machine", { "sec-fetch-site": "same-site" }, "Only the page"],
  ["a form", { "content-type": "application/x-www-form-urlencoded" }, "Expected JSON"],
  ["plain text, which needs no preflight", { "content-type": "text/plain" }, "Expected JSON"],
  ["no token", { "x-sameseed-token": undefined }, "Reload it"],
  ["another token", { "x-sameseed-token": new WriteGuard().token }, "Reload it"],
  ["a part of the token", { "x-sameseed-token": guard.token.slice(0, -1) }, "Reload it"],
  ["two tokens", { "x-sameseed-token": [guard.token, guard.token] }, "Reload it"],
])("%s", (_, changes, refusal) => {
  const found = guard.refusal({ headers: { ...GOOD, ...changes } as never });
  if (refusal === null) expect(found).toBeNull();
  else expect(found).toContain(refusal);
});

async function* pieces(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

test("a body is JSON of a bounded size", async () => {
  expect(await jsonBody(pieces('{"a":', "1}"))).toEqual({ a: 1 });
  await expect(jsonBody(pieces("a=1"))).rejects.toThrow("not JSON");
  await expect(jsonBody(pieces("x".repeat(40_000), "x".repeat(40_000)))).rejects.toThrow("up to");
});
