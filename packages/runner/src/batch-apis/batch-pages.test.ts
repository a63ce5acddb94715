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
])("%d is found as %j after %d pages, also after an empty page", async (wanted, found, pages) => {
  const read: string[] = [];
  const page = async (name: string | null) => {
    read.push(name ?? "first");
    return PAGES[name ?? "first"]!;
  };
  expect(await findInPages(page, (item) => item === wanted)).toBe(found);
  expect(read).toHaveLength(pages);
});

test("a list that never ends is not read forever", async () => {
  let count = 0;
  const page = async () => ({ items: [], next: String(++count) });
  expect(await findInPages(page, () => true)).toBeNull();
  expect(count).toBe(50);
});
