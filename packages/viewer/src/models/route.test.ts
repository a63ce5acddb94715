import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRoute, routeHash, VIEWS } from "./route.ts";

test("reads an address that it wrote", () => {
  const params = fc.dictionary(
    fc.string().filter((name) => name !== "__proto__"),
    fc.string({ minLength: 1, unit: "grapheme" }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...VIEWS), params, (view, wanted) => {
      expect(parseRoute(routeHash(view, wanted))).toEqual({ view, params: { ...wanted } });
    }),
  );
});

test.each(["", "#", "#/", "#/nowhere", "#board?x"])("%j opens the board", (hash) => {
  expect(parseRoute(hash).view).toBe("board");
});

test("an address keeps its parameters", () => {
  expect(routeHash("compare", { a: "p/m:1", b: "q & r", metric: undefined })).toBe("#/compare?a=p%2Fm%3A1&b=q+%26+r");
});
