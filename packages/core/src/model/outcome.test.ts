import { expect, test } from "vitest";
import { type ErrorKind, ModelError } from "./outcome.ts";

test.each<[unknown, ErrorKind]>([
  ["rate_limited", "rate_limited"],
  ["rateLimit", "other"],
  [undefined, "other"],
])("a model's error of kind %j has the kind %s", (given, kind) => {
  expect(new ModelError(given as ErrorKind, "refused").kind).toBe(kind);
});
