import { expect, test } from "vitest";
import { problemsOfTarball } from "./tarball-problems.ts";

const GOOD = ["package/package.json", "package/LICENSE", "package/dist/index.js", "package/dist/index.d.ts"];

test("built files with a licence are fine", () => {
  expect(problemsOfTarball({ name: "a", files: GOOD, manifest: '{"main": "./dist/index.js"}' })).toEqual([]);
});

test.each([
  ["package/src/index.js"],
  ["package/dist/plan.test.js"],
  ["package/dist/plan.ts"],
  ["package/.env"],
  ["package/tsconfig.tsbuildinfo"],
])("%s must not be published", (file) => {
  expect(problemsOfTarball({ name: "a", files: [...GOOD, file], manifest: "{}" })).toEqual([
    `a: ${file} must not be published.`,
  ]);
});

test("links to the workspace, sources in the manifest and a missing licence are found", () => {
  const manifest = '{"exports": "./src/index.ts", "dependencies": {"b": "workspace:*"}}';
  expect(problemsOfTarball({ name: "a", files: ["package/package.json"], manifest })).toEqual([
    "a: the tarball has no LICENSE.",
    "a: package.json links to the workspace.",
    "a: package.json names sources.",
  ]);
});
