import { expect, test } from "vitest";
import { startFolder } from "./start-folder.ts";

const OWN = { npm_lifecycle_event: "sameseed", npm_package_name: "sameseed-monorepo", INIT_CWD: "/home/me/bench" };

test.each([
  ["the clone's script, called from another folder", OWN, "/home/me/bench"],
  ["the clone's script, called in the clone", { ...OWN, INIT_CWD: "/clone" }, null],
  ["a script of the user's own package", { ...OWN, npm_package_name: "my-app" }, null],
  ["another script of the clone, whose paths start there", { ...OWN, npm_lifecycle_event: "demo" }, null],
  ["no package manager", {}, null],
])("%s", (_, env, folder) => {
  expect(startFolder(env, "/clone")).toBe(folder);
});
