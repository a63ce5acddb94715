import { join } from "node:path";
import { expect, test } from "vitest";
import { NAVIGATION } from "./navigation.ts";
import { sitePages } from "./site-pages.ts";

const pages = sitePages(join(import.meta.dirname, "../.."));

test("no two files become the same page", () => {
  const paths = [...pages.values()];
  expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
});

test("the sidebar has every page once; decisions and benchmarks have a page that lists them", () => {
  const listed = NAVIGATION.flatMap((group) => group.pages);
  const inSidebar = [...pages.keys()].filter((source) => !/^docs\/decisions\/\d|^benchmarks\//.test(source));
  expect(listed.toSorted()).toEqual(inSidebar);
});
