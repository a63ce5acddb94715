import { describe, expect, test } from "vitest";
import { RandomStream } from "../random/random-stream.ts";
import { sliceInteraction } from "./slice-interaction.ts";

const SIZES = [80, 50, 36, 20, 14];
const slice = Int32Array.from(SIZES.flatMap((size, number) => Array.from({ length: size }, () => number)));

/** One case of a slice: -1 with the first chance, +1 with the second. */
function pairs(lost: readonly number[], gained: readonly number[]) {
  return (stream: RandomStream): Float64Array =>
    Float64Array.from(slice, (number) => {
      const draw = stream.nextDouble();
      const loss = lost[number] ?? 0;
      return draw < loss ? -1 : draw < loss + (gained[number] ?? 0) ? 1 : 0;
    });
}

function rejections(draw: (stream: RandomStream) => Float64Array, sets = 200): number {
  const stream = new RandomStream(`interaction|${sets}`);
  let count = 0;
  for (let set = 0; set < sets; set++) {
    const { p } = sliceInteraction({ d: draw(stream), slice, label: "test" });
    if (p !== null && p <= 0.05) count++;
  }
  return count / sets;
}

describe("the test of interaction", () => {
  test("keeps its level where slices differ in variance, and finds a slice that goes the other way", () => {
    const chances = [0.02, 0.05, 0.1, 0.2, 0.3];
    expect(rejections(pairs(chances, chances))).toBeLessThan(0.1);
    expect(rejections(pairs([0.05, 0.05, 0.25, 0.05, 0.05], [0.15, 0.15, 0.05, 0.15, 0.15]))).toBeGreaterThan(0.6);
  });

  test("keeps its level for skewed differences with a small slice that missed the gains", () => {
    const skewed = (stream: RandomStream): Float64Array =>
      Float64Array.from(slice, () => (stream.nextDouble() < 0.1 ? 0.9 : -0.1));
    expect(rejections(skewed)).toBeLessThan(0.08);
  });

  test("agrees with Welch's F for many cases", () => {
    const stream = new RandomStream("welch");
    const many = Int32Array.from({ length: 9000 }, (_, index) => index % 3);
    const d = Float64Array.from(many, (number) => stream.nextDouble() - 0.5 + (number === 2 ? 0.02 : 0));
    const whole = sliceInteraction({ d, slice: many, label: "x" });
    expect(whole.method).toBe("Welch F");
    const half = sliceInteraction({ d: d.subarray(0, 4998), slice: many.subarray(0, 4998), label: "x" });
    expect(["wild sign flips", "permuted slices"]).toContain(half.method);
    expect(whole.p).toBeLessThan(0.1);
  });

  test("flips whole clusters", () => {
    const cluster = Array.from(slice, (_, index) => `document ${index >> 1}`);
    const d = Float64Array.from(slice, (number) => (number === 2 ? -0.5 : 0.25));
    const { p, method } = sliceInteraction({ d, slice, cluster, label: "x" });
    expect(method).toBe("wild sign flips");
    expect(p).toBeLessThan(0.01);
  });

  test("needs two slices of six cases", () => {
    const few = sliceInteraction({ d: [1, 0, 1, 0, 1, 0, 1, 1], slice: [0, 0, 0, 0, 0, 0, 1, 1], label: "x" });
    expect(few).toMatchObject({ slices: 1, n: 6, p: null, method: "none" });
  });

  test("all differences equal: no interaction", () => {
    const d = new Float64Array(slice.length);
    expect(sliceInteraction({ d, slice, label: "x" }).p).toBe(1);
  });
});
