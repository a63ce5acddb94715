import { expect, test } from "vitest";
import { withPath } from "./with-path.ts";

const full = () =>
  Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" });

test("an error on an open file names the file", () => {
  expect(withPath(full(), "/a b/c.json")).toMatchObject({
    message: "ENOSPC: no space left on device, write '/a b/c.json'",
    code: "ENOSPC",
    syscall: "write",
    path: "/a b/c.json",
  });
});

test("leaves an error with a path, or of another kind, unchanged", () => {
  for (const error of [Object.assign(full(), { path: "/x" }), new Error("other"), "text", null])
    expect(withPath(error, "/y")).toBe(error);
});
