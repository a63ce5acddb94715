import { expect, test } from "vitest";
import { findInPages, type ListPage } from "./batch-pages.ts";

const PAGES: Readonly<Record<string, ListPage<number>>> = {
  first: { items: [1, 2], next: "empty" },
  empty: { items: [], next: "last" },
  last: { items: [3], next: null },
};

test.each([
  [1, 1, 1],
  [3, 3, 3],
  [4, null, 3],
])("finds %d as %j after %d pages, even after an empty page", async (wanted, found, pages) => {
  const read: string[] = [];
  const page = async (name: string | null) => {
    read.push(name ?? "first");
    return PAGES[name ?? "first"]!;
  };
  expect(await findInPages(page, (item) => item === wanted)).toBe(found);
  expect(read).toHaveLength(pages);
});

test("a list that never ends is an error: a batch that may be on it is not sent and paid for again", async () => {
  let count = 0;
  const page = async () => ({ items: [], next: String(++count) });
  await expect(findInPages(page, () => true)).rejects.toMatchObject({
    kind: "other",
    isLasting: true,
    message: expect.stringContaining("has more than 500 pages"),
  });
  expect(count).toBe(500);
});

test("a batch on the 5,001st place is found", async () => {
  const page = async (name: string | null) => ({ items: [Number(name)], next: String(Number(name) + 1) });
  expect(await findInPages(page, (item) => item === 499)).toBe(499);
});

test("a list that repeats its pages is an error", async () => {
  const page = async (name: string | null) => ({ items: [1], next: name === "b" ? "a" : "b" });
  await expect(findInPages(page, () => false)).rejects.toThrow("repeats its pages");
});
