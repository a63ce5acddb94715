import fc from "fast-check";
import { expect, test } from "vitest";
import { mcnemarMde, mcnemarSampleSize } from "./sample-size.ts";

test("the minimum detectable difference needs n pairs", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.02, max: 0.9, noNaN: true }),
      fc.integer({ min: 10, max: 100_000 }),
      (discordant, n) => {
        const { mde } = mcnemarMde({ discordant, n });
        if (mde === null) expect(mcnemarSampleSize({ discordant, delta: discordant }).n).toBeGreaterThan(n);
        else expect(mcnemarSampleSize({ discordant, delta: mde }).n).toBeCloseTo(n, 3);
      },
    ),
  );
});

test.each([
  [50, 0.1, 12.5],
  [200, 0.1, 6.3],
  [1000, 0.1, 2.8],
])("with %i cases, %d of them discordant, about %d points are found", (n, discordant, points) => {
  // Miller's normal approximation, which leaves delta^2 out of the variance, gives 12.5, 6.3 and 2.8.
  const { mde } = mcnemarMde({ discordant, n });
  expect(mde === null ? points : 100 * mde).toBeCloseTo(points, -1);
});
