import { afterEach, expect, test, vi } from "vitest";
import { serverSource } from "./server-source.ts";

afterEach(() => void vi.unstubAllGlobals());

const LABEL = { annotator: "ana", item: "i-1", label: { value: 1, note: "", isFlagged: false } };

test("reads the summary again only after a label is stored", async () => {
  const seen: string[] = [];
  const stores: (() => void)[] = [];
  vi.stubGlobal("fetch", async (path: string, { method = "GET" }: RequestInit = {}) => {
    seen.push(`${method} ${path}`);
    if (method === "POST") await new Promise<void>((resolve) => stores.push(resolve));
    return Response.json({ read: seen.length });
  });
  const source = serverSource("r");
  const before = await source.summary();
  expect(await source.summary()).toBe(before);
  const labels = [source.label!(LABEL), source.label!(LABEL)];
  const after = source.summary();
  await vi.waitFor(() => expect(stores).toHaveLength(2));
  stores[1]!();
  await labels[1];
  expect(seen).toEqual(["GET api/runs/r/report", "POST api/runs/r/labels", "POST api/runs/r/labels"]);
  stores[0]!();
  await labels[0];
  expect(await after).not.toEqual(before);
  await source.summary();
  expect(seen.filter((one) => one.startsWith("GET"))).toHaveLength(2);
});

test("a label that cannot be stored does not block the summary", async () => {
  vi.stubGlobal("fetch", async (_: string, { method = "GET" }: RequestInit = {}) =>
    method === "POST" ? Response.json({ error: "no" }, { status: 403 }) : Response.json({ fresh: true }),
  );
  const source = serverSource("r");
  await expect(source.label!(LABEL)).rejects.toThrow("no");
  expect(await source.summary()).toEqual({ fresh: true });
});
