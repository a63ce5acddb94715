import { expect, test } from "vitest";
import type { WireContext } from "../wires/wire.ts";
import type { BatchClient } from "./batch-client.ts";
import { mistralBatches } from "./mistral-batches.ts";
import { openaiBatches } from "./openai-batches.ts";

const context = { model: "m", profile: { wire: "chat" } } as unknown as WireContext;
const batch = (id: string, key = "other") => ({ id, status: "completed", metadata: { sameseed: key } });

/** A client that answers with these pages in turn, and afterwards with the last one. */
function clientOf(pages: readonly object[]): { client: BatchClient; paths: string[] } {
  const paths: string[] = [];
  const get = async (path: string) => pages[Math.min(paths.push(path), pages.length) - 1];
  return { client: { get } as unknown as BatchClient, paths };
}

test("a short page of Mistral's list is not its last", async () => {
  const { client, paths } = clientOf([{ data: [batch("a")] }, { data: [batch("b"), batch("c", "k")] }, { data: [] }]);
  expect(await mistralBatches(client, context).find!("k")).toBe("c");
  expect(paths.map((path) => path.match(/&page=(\d+)/)![1])).toEqual(["0", "1"]);
});

test("an empty page ends Mistral's list", async () => {
  const { client, paths } = clientOf([{ data: [batch("a")] }, { data: [] }]);
  expect(await mistralBatches(client, context).find!("k")).toBeNull();
  expect(paths).toHaveLength(2);
});

test.each<[string, readonly object[], string | null, number]>([
  ["has_more is false", [{ data: [batch("a")], has_more: false }], null, 1],
  ["a page without has_more is empty", [{ data: [batch("a")] }, { data: [] }], null, 2],
  ["a service without pages repeats its list", [{ data: [batch("a"), batch("b")] }], null, 2],
  ["the batch is on a later page without has_more", [{ data: [batch("a")] }, { data: [batch("b", "k")] }], "b", 2],
])("OpenAI's list ends where %s", async (_, pages, found, requests) => {
  const { client, paths } = clientOf(pages);
  expect(await openaiBatches(client, context).find!("k")).toBe(found);
  expect(paths).toHaveLength(requests);
});

test("an empty page of OpenAI's list that says that more follow is an error", async () => {
  const { client } = clientOf([{ data: [], has_more: true }]);
  await expect(openaiBatches(client, context).find!("k")).rejects.toThrow(
    "has an empty page and says that more follow",
  );
});
