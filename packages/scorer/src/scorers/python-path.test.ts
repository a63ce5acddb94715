import { expect, test } from "vitest";
import { python } from "./python.ts";

test.each(["file://judge.ts", "file://judge", "file://judge.py:a:b", "file://"])(
  "%s is refused, because it is not a Python file",
  (value) => {
    expect(() => python({ value })).toThrow(
      expect.objectContaining({
        code: "BAD_BENCHMARK",
        message: `The scorer python has ${value}, which is not a Python file.`,
      }),
    );
  },
);

test("a Python file that does not exist is an error", () => {
  expect(() => python({ value: "file://nowhere/judge.py:grade" })).toThrow(
    expect.objectContaining({ code: "NOT_FOUND" }),
  );
});
