import type { ParameterUse } from "@sameseed/core";
import { expect, test } from "vitest";
import type { ManifestVariant } from "./variant-trials.ts";
import { parameterReasons } from "./parameter-reasons.ts";

const arm = (model: string, params: object, parameters?: readonly ParameterUse[]): ManifestVariant =>
  ({ id: `p/${model}`, prompt: "p", model, params, ...(parameters && { parameters }) }) as unknown as ManifestVariant;
const required = (value: number): ParameterUse => ({ parameter: "maxTokens", fate: "default", value });
const told = (model: string, value: string) => ({ code: "parameterRequired", model, parameter: "maxTokens", value });

const CLAUDE = arm("claude", {}, [required(64_000)]);

test.each<[string, ManifestVariant, object[]]>([
  [
    "another default of its own",
    arm("opus", {}, [required(128_000)]),
    [told("claude", "64000"), told("opus", "128000")],
  ],
  ["the service's own", arm("gemini", {}, [{ parameter: "maxTokens", fate: "default" }]), [told("claude", "64000")]],
  ["one of a service of which nothing is known", arm("mine", {}), [told("claude", "64000")]],
  ["another that the benchmark gives", arm("gpt", { maxTokens: 200 }), [told("claude", "64000")]],
  ["the same by default", arm("haiku", {}, [required(64_000)]), []],
  ["the same that the benchmark gives", arm("gpt", { maxTokens: 64_000 }), []],
])("names a value sent because it is required, where the other variant had %s", (_, other, reasons) => {
  expect(parameterReasons([CLAUDE, other])).toEqual(reasons);
  expect(parameterReasons([other, CLAUDE])).toEqual(reasons.toReversed());
});

test("a value that the benchmark sets for both is not a difference", () => {
  expect(parameterReasons([arm("claude", { maxTokens: 9 }), arm("gpt", { maxTokens: 9 })])).toEqual([]);
});
