import { expect, test } from "vitest";
import { atPath } from "./at-path.ts";
import { SameseedError } from "./error.ts";

const mistake = new SameseedError("BAD_BENCHMARK", "It is wrong.", { hint: "Correct it." });
const thrown = (build: () => unknown): unknown => {
  try {
    return build();
  } catch (error) {
    return error;
  }
};

test("a mistake in a part of a part names the keys to it, from the outermost", () => {
  const build = (): never =>
    atPath(["scorers", 0], () =>
      atPath(["regex"], () => {
        throw mistake;
      }),
    );
  expect(thrown(build)).toMatchObject({
    code: "BAD_BENCHMARK",
    message: "It is wrong.",
    hint: "Correct it.",
    path: ["scorers", 0, "regex"],
  });
});

test("so does the mistake of a promise", async () => {
  await expect(atPath(["models", 1], () => Promise.reject(mistake))).rejects.toMatchObject({ path: ["models", 1] });
  await expect(atPath(["models", 1], () => Promise.resolve(3))).resolves.toBe(3);
});

test("other errors are thrown unchanged, and values are returned", () => {
  const bug = new TypeError("no function");
  const build = (): never =>
    atPath(["scorers", 0], () => {
      throw bug;
    });
  expect(thrown(build)).toBe(bug);
  expect(atPath(["scorers", 0], () => 3)).toBe(3);
});
