import { expect, test } from "vitest";
import { readNumbers } from "./read-number.ts";

test.each<[string, number]>([
  [String.raw`\sqrt{16}`, 4],
  [String.raw`\sqrt2`, Math.SQRT2],
  [String.raw`2\sqrt{3}`, Math.sqrt(12)],
  [String.raw`2 \cdot \sqrt{3}`, Math.sqrt(12)],
  [String.raw`\sqrt[3]{8}`, 2],
  ["√(2.25)", 1.5],
  ["x√2", Math.SQRT2],
  ["5√2 cm", 5 * Math.SQRT2],
  [String.raw`-\sqrt{9}`, -3],
  [String.raw`\frac{\sqrt{3}}{2}`, Math.sqrt(3) / 2],
  [String.raw`\frac{3}{4}\pi`, 0.75 * Math.PI],
  [String.raw`\frac{2\pi}{3}`, (2 * Math.PI) / 3],
  ["2π", 2 * Math.PI],
  ["π/2", Math.PI / 2],
  [String.raw`$\pi$`, Math.PI],
])("%s is one number", (text, value) => {
  const numbers = readNumbers(text);
  expect(numbers).toHaveLength(1);
  expect(numbers[0]!.value).toBeCloseTo(value, 10);
});

test.each<[string, readonly number[]]>([
  ["about 12 (using π)", [12]],
  ["The perimeter uses π, so it is 12", [12]],
  ["π ≈ 3.14", [3.14]],
  [String.raw`\sqrt{x} = 4`, [4]],
  [String.raw`\pitch 3`, [3]],
  ["5 ± 0.1", [5]],
  [String.raw`5 \pm 0.1`, [5]],
  ["±3", [3]],
  ["Ethyne has 2 π bonds", [2]],
  ["6π-electrons", [6]],
  [String.raw`3 $\pi$ orbitals`, [3]],
  [String.raw`\frac 1 2`, [0.5]],
])("%s has the numbers %j", (text, values) => {
  expect(readNumbers(text).map(({ value }) => value)).toEqual(values);
});
