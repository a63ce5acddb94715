import { expect, test } from "vitest";
import { openai } from "./openai.ts";

test.each([
  ["sk-canary\n", "has a line break"],
  ["sk-canary\r\n", "has a line break"],
  ["\nsk-canary", "has a line break"],
  [" sk-canary", "has a space at its start or end"],
  ['"sk-canary"', "has a quotation mark at its start or end"],
  ["sk-canary'", "has a quotation mark at its start or end"],
  ["Bearer sk-canary", 'starts with "Bearer"'],
  ["sk-can\u0001ary", "has a control character"],
  ["sk-canary…", "has a character that is not allowed in an HTTP header"],
])("refuses a key that no header can contain before a request: %j %s", async (apiKey, why) => {
  const error = await openai("m", { apiKey }).prepare!().catch((thrown: Error) => thrown);
  expect((error as Error).message).toBe(`The key of openai:m (apiKey) ${why}.`);
  expect(JSON.stringify(error) + String((error as { hint?: string }).hint)).not.toContain("canary");
});
