import { expect, test } from "vitest";
import { HttpHeaders } from "./http-headers.ts";

const headers = new HttpHeaders(
  ["Content-Type", "text/plain", "X-A", "1", "x-a", "2", "Empty", "", "X-Latin", "\xe9"].map((text) =>
    Buffer.from(text, "latin1"),
  ),
);

test.each([
  ["content-type", "text/plain"],
  ["x-a", "1"],
  ["empty", ""],
  ["x-latin", "é"],
  ["text/plain", undefined],
  ["constructor", undefined],
  ["__proto__", undefined],
])("%s is %s", (name, value) => {
  expect(headers.get(name)).toBe(value);
});

test("several lines of a header are one list", () => {
  expect([headers.all("x-a"), headers.all("empty"), headers.all("date")]).toEqual(["1,2", "", undefined]);
});

test("a response without headers has no headers", () => {
  expect(new HttpHeaders().get("date")).toBeUndefined();
});
