import { Client } from "undici";
import { expect, test } from "vitest";
import { CLIENT_FILE } from "./connect.ts";

test("undici keeps its client in the file that is loaded alone", async () => {
  const { default: loaded } = (await import(CLIENT_FILE)) as { default: unknown };
  expect(loaded).toBe(Client);
});
