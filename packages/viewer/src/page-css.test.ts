import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const PAGE = join(import.meta.dirname, "page");
const css = readFileSync(join(PAGE, "page.css"), "utf8").replaceAll(/\/\*.*?\*\/|"[^"]*"|url\([^)]*\)/gs, "");
const classes = [...new Set([...css.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name!))];
const code = [...globSync("**/*.{ts,tsx}", { cwd: PAGE }), ...globSync("../models/*.ts", { cwd: PAGE })]
  .map((file) => readFileSync(join(PAGE, file), "utf8"))
  .join("\n");

test("the page's code uses each class in the style", () => {
  const isUsed = (name: string): boolean => {
    const [prefix = ""] = /^.*-/.exec(name) ?? [];
    return new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(code) || (prefix !== "" && code.includes(`${prefix}\${`));
  };
  expect(classes.filter((name) => !isUsed(name))).toEqual([]);
});
