import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sampleToken } from "./sampler.ts";
import { seededStream } from "./seeded-stream.ts";

const all = { temperature: 1, topP: 1, topK: Infinity };

test.each([
  [[1, 3, 3, 2], 1],
  [[-Infinity, -5], 1],
  [[0, 0, 0], 0],
])("temperature 0 takes the highest of %j, the lower id of equals", (logits, expected) => {
  const never = (): number => {
    throw new Error("no randomness at temperature 0");
  };
  expect(sampleToken(Float32Array.from(logits), { ...all, temperature: 0 }, never)).toBe(expected);
});

test("frequencies follow the softmax of logits over temperature", () => {
  const uniform = seededStream(1, []);
  const draws = Array.from({ length: 20_000 }, () =>
    sampleToken(Float32Array.from([0, 2, -Infinity]), { ...all, temperature: 2 }, uniform),
  );
  const share = draws.filter((id) => id === 1).length / draws.length;
  expect(share).toBeGreaterThan(0.731 - 0.012);
  expect(share).toBeLessThan(0.731 + 0.012);
  expect(draws).not.toContain(2);
});

test.each([
  ["topK 1", { ...all, topK: 1 }, [1]],
  ["topK 2", { ...all, topK: 2 }, [1, 2]],
  ["topP 0", { ...all, topP: 0 }, [1]],
  ["topP 0.6", { ...all, topP: 0.6 }, [1, 2]],
  ["topP 1", all, [0, 1, 2, 3]],
] as const)("%s keeps the likeliest tokens alone", (_, options, expected) => {
  const uniform = seededStream(3, []);
  const logits = Float32Array.from([1, 2, 2, 0.5]);
  const drawn = new Set(Array.from({ length: 500 }, () => sampleToken(logits, options, uniform)));
  expect([...drawn].toSorted()).toEqual(expected);
});

test("an impossible token is never drawn, for any uniform number", () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ min: -20, max: 20, noNaN: true }), { minLength: 1 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (logits, uniform) => {
        const id = sampleToken(Float32Array.from([-Infinity, ...logits, -Infinity]), all, () => uniform);
        expect(id).toBeGreaterThan(0);
        expect(id).toBeLessThanOrEqual(logits.length);
      },
    ),
  );
});

test("a stream is fixed by seed and prompt, and no other seed or prompt shares it", () => {
  const first = (seed: number | null, prompt: number[]): number => seededStream(seed, prompt)();
  expect(first(1, [2, 3])).toBe(first(1, [2, 3]));
  expect(
    new Set([first(1, [2, 3]), first(2, [2, 3]), first(1, [2, 4]), first(null, [2, 3]), first(null, [2, 3])]).size,
  ).toBe(5);
});
