import { expect, test, vi } from "vitest";
import { currentFolder } from "./current-folder.ts";

test("a deleted folder is not a folder", () => {
  expect(currentFolder()).toBe(process.cwd());
  const cwd = vi.spyOn(process, "cwd").mockImplementation(() => {
    throw Object.assign(new Error("uv_cwd"), { code: "ENOENT" });
  });
  expect(currentFolder()).toBeNull();
  cwd.mockRestore();
});
