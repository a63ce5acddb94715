/** Setup of the end-to-end tests, which share modules: a change that a file leaves for the others is an error or is undone here. */
import { afterAll, beforeAll, expect } from "vitest";
import { surroundings } from "../../../scripts/vitest/surroundings.ts";
import { removeFilledFolders } from "./sameseed.ts";

let before: Record<string, unknown>;
let exit: typeof process.exit;
beforeAll(() => {
  exit = process.exit;
  before = surroundings();
});
afterAll(async () => {
  await removeFilledFolders();
  // The library refuses an exit by code of users, whose late errors it awaits with listeners that stay.
  process.exit = exit;
  // oxlint-disable-next-line vitest/no-standalone-expect -- it checks a whole file, after its last test
  expect(surroundings(), "This file shares its process with others and has to leave it unchanged.").toEqual(before);
});
