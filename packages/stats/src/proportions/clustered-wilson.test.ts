import { expect, test } from "vitest";
import { clusteredWilson, clusterMean, RandomStream, wilson } from "../index.ts";

/** Logit of the pass rate of a cluster: a normal of this mean and spread. */
function drawn(
  stream: RandomStream,
  { clusters, centre, spread }: { clusters: number; centre: number; spread: number },
) {
  const [d, cluster]: [number[], number[]] = [[], []];
  for (let group = 0; group < clusters; group++) {
    const normal = Math.sqrt(-2 * Math.log(1 - stream.nextDouble())) * Math.cos(2 * Math.PI * stream.nextDouble());
    const share = 1 / (1 + Math.exp(-centre - spread * normal));
    const size = group < 2 ? 40 : 2;
    for (let place = 0; place < size; place++) {
      d.push(stream.nextDouble() < share ? 1 : 0);
      cluster.push(group);
    }
  }
  return { d, cluster };
}

test.each([
  ["near the ceiling", 20, 4, 2, 0.9318],
  ["near the ceiling, more clusters", 50, 2.5, 1, 0.8952],
  ["near the floor", 20, -4, 2, 0.0682],
])(
  "with clusters of very different sizes it contains the mean where the t interval does not: %s",
  (name, ...setting) => {
    const [clusters, centre, spread, truth] = setting;
    const stream = new RandomStream(`clustered wilson ${name}`);
    const sets = 1000;
    let [held, heldByT, counted] = [0, 0, 0];
    for (let set = 0; set < sets; set++) {
      const mean = clusterMean(drawn(stream, { clusters, centre, spread }));
      const ends = clusteredWilson(mean);
      if (ends === null) continue;
      counted++;
      if (ends.lo <= truth && truth <= ends.hi) held++;
      if (mean.lo! <= truth && truth <= mean.hi!) heldByT++;
    }
    expect(held / counted).toBeGreaterThan(0.925);
    expect(heldByT / counted).toBeLessThan(held / counted - 0.02);
  },
);

test("clusters of one case each give nearly Wilson's interval", () => {
  const d = Array.from({ length: 2000 }, (_, place) => (place % 10 === 0 ? 0 : 1));
  const ends = clusteredWilson(clusterMean({ d, cluster: d.map((_, place) => place) }))!;
  const plain = wilson(1800, 2000);
  expect(ends.lo).toBeCloseTo(plain.lo, 4);
  expect(ends.hi).toBeCloseTo(plain.hi, 4);
});

test("gives no interval without a spread between clusters or for a mean of 0 or 1", () => {
  expect(clusteredWilson(clusterMean({ d: [1, 1, 1, 1], cluster: [0, 0, 1, 1] }))).toBeNull();
  expect(clusteredWilson(clusterMean({ d: [1, 0, 1, 0], cluster: [0, 0, 0, 0] }))).toBeNull();
  expect(clusteredWilson(clusterMean({ d: [1, 0, 1, 0], cluster: [0, 0, 1, 1] }))).toBeNull();
});
