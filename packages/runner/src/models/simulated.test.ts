import type { Completion, Model, ModelRequest } from "@sameseed/core";
import { expect, test } from "vitest";
import { simulated } from "./simulated.ts";

const request = (number: number, changes: Partial<ModelRequest> = {}): ModelRequest => ({
  messages: [{ role: "user", content: "Say it." }],
  params: {},
  seed: 1000 + number,
  case: `c${number}`,
  repeat: 0,
  ...changes,
});
const answers = (
  model: Model,
  { n = 2000, ...changes }: Partial<ModelRequest> & { n?: number } = {},
): Promise<Completion[]> =>
  Promise.all(Array.from({ length: n }, (_, number) => model.complete(request(number, changes))));
const share = (all: readonly Completion[], text = "correct"): number =>
  all.filter((one) => one.text === text).length / all.length;

test.each([
  [0, 0, 0.5],
  [1, 0, 1 / (1 + Math.exp(-1))],
  [0, 2, 0.5],
  [2, 1, 0.8452], // the mean of the logistic curve over N(2, 1), by quadrature
])("at ability %d and difficulty sd %d the share of right answers is %d", async (ability, difficultySd, expected) => {
  expect(share(await answers(simulated("m", { ability, difficultySd })))).toBeCloseTo(expected, 1);
});

test("a prompt with the marker has its effect", async () => {
  const model = simulated("m", { difficultySd: 0, promptEffects: { "step by step": 1.5 } });
  const messages = [{ role: "user" as const, content: "Think step by step." }];
  expect(share(await answers(model))).toBeCloseTo(0.5, 1);
  expect(share(await answers(model, { messages }))).toBeCloseTo(1 / (1 + Math.exp(-1.5)), 1);
});

test("an answer depends on the request and its seed alone", async () => {
  const model = simulated("m", { failureRate: 0, truncationRate: 0.2, fingerprints: ["a", "b"] });
  expect(await answers(model, { n: 50 })).toEqual(
    await answers(simulated("m", { failureRate: 0, truncationRate: 0.2, fingerprints: ["a", "b"] }), { n: 50 }),
  );
  const reseeded = await answers(model, { n: 200, seed: 5 });
  expect(reseeded.map(({ text }) => text)).not.toEqual((await answers(model, { n: 200 })).map(({ text }) => text));
});

test.each([
  [1, 1],
  [0, 0.5],
  [0.5, 0.75],
])("at coupling %d two models of one ability agree on a share of %d", async (seedCoupling, expected) => {
  const [left, right] = await Promise.all(
    ["a", "b"].map((name) => answers(simulated(name, { seedCoupling, difficultySd: 0 }))),
  );
  expect(left!.filter(({ text }, place) => text === right![place]!.text).length / 2000).toBeCloseTo(expected, 1);
});

test("failures, truncations, refusals and fingerprints come at their rates", async () => {
  const model = simulated("m", {
    failureRate: 0.2,
    truncationRate: 0.1,
    refusalRate: 0.05,
    fingerprints: ["fp_1", "fp_2"],
  });
  const settled = await Promise.allSettled(
    Array.from({ length: 2000 }, (_, number) => model.complete(request(number))),
  );
  const given = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(given.length / 2000).toBeCloseTo(0.8, 1);
  expect(given.filter(({ finishReason }) => finishReason === "length").length / given.length).toBeCloseTo(0.1, 1);
  expect(given.filter(({ refusal }) => refusal !== null).length / given.length).toBeCloseTo(0.05, 1);
  expect(new Set(given.map(({ systemFingerprint }) => systemFingerprint))).toEqual(new Set(["fp_1", "fp_2"]));
});

test("without a seed the repeats of a case still differ", async () => {
  const model = simulated("m", { difficultySd: 0 });
  const [first, second] = await Promise.all([0, 1].map((repeat) => answers(model, { n: 100, seed: null, repeat })));
  expect(first!.map(({ text }) => text)).not.toEqual(second!.map(({ text }) => text));
});

test.each([
  [{ seedCoupling: 2 }, "seedCoupling must be a share from 0 to 1"],
  [{ latencyMs: -1 }, "latencyMs must be a number of 0 or more"],
  [{ ability: NaN }, "ability or an effect must be a finite number"],
])("refuses %j", (options, message) => {
  expect(() => simulated("m", options)).toThrow(message);
});
