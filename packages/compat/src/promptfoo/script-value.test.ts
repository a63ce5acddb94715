import { expect, test } from "vitest";
import { scriptValue, unlined } from "./reading.ts";

const PLACE = { file: unlined("config.yaml"), path: ["extensions", 0] };

test.each<[string, () => unknown, string]>([
  [
    "throws",
    () => {
      throw new Error("no");
    },
    "config.yaml: the script throws: no.",
  ],
  ["rejects with an object", () => Promise.reject({ code: 7 }), 'config.yaml: the script throws: {"code":7}.'],
  ["never settles", () => new Promise(() => {}), "config.yaml: the script throws: it has not finished after 0 s."],
])("a script that %s is a mistake of the config", async (_, call, message) => {
  await expect(scriptValue(call, PLACE, 10)).rejects.toMatchObject({ code: "BAD_BENCHMARK", message });
});

test("the value of a script's promise is its value", async () => {
  expect(await scriptValue(() => Promise.resolve({ a: 1 }), PLACE)).toEqual({ a: 1 });
});
