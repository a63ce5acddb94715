import { readFileSync } from "node:fs";
import type { ModelParams } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { answerer } from "./answer.ts";
import { ENGINE_VERSION, fingerprintOf } from "./engine-version.ts";
import { parseWeights, readWeightsFile, TINY_NAMES, type TinyName } from "./weights.ts";

interface Golden {
  readonly engineVersion: number;
  readonly models: readonly {
    readonly name: TinyName;
    readonly fingerprint: string;
    readonly answers: readonly {
      readonly prompt: string;
      readonly seed: number;
      readonly params: ModelParams;
      readonly text: string;
      readonly tokens: readonly number[];
    }[];
  }[];
}

const golden: Golden = JSON.parse(readFileSync(new URL("../training/golden.json", import.meta.url), "utf8"));

test("outputs are fixed for this engine version: raise ENGINE_VERSION and run training/golden.ts when they must move", () => {
  expect(golden.engineVersion).toBe(ENGINE_VERSION);
  expect(golden.models.map(({ name }) => name)).toEqual(TINY_NAMES);
});

describe.each(golden.models)("tiny:$name", ({ name, fingerprint, answers }) => {
  const weights = parseWeights(readWeightsFile(name));
  const answer = answerer(weights, name);

  test("has the fixed fingerprint and the listed checksum", () => {
    expect(fingerprintOf(weights.sha256)).toBe(fingerprint);
    const sums = readFileSync(new URL("../weights/SHA256SUMS", import.meta.url), "utf8");
    expect(sums).toContain(`${weights.sha256}  tiny-${name}.bin\n`);
  });

  test.each(answers)("$prompt with seed $seed", ({ prompt, seed, params, text, tokens }) => {
    expect(answer({ messages: [{ role: "user", content: prompt }], params, seed })).toMatchObject({ text, tokens });
  });
});
