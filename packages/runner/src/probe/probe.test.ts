import { type Completion, ModelError, type ModelRequest, type SeedReportEntry } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { fake } from "../models/fake.ts";
import { recorded } from "../models/recorded.ts";
import { probe, type ProbeOptions } from "./probe.ts";

const CASES = ["a", "b", "c"].map((id) => ({
  id,
  messages: [{ role: "user" as const, content: `Say something about ${id}.` }],
}));

async function probing(
  reply: (request: ModelRequest, number: number) => string | Partial<Completion>,
  options: Partial<ProbeOptions> = {},
): Promise<SeedReportEntry & { asked: ModelRequest[] }> {
  const asked: ModelRequest[] = [];
  const model = fake("fake:m", (request) => reply(request, asked.push(request)));
  const entry = await probe({ modelId: "warm", model, params: { temperature: 0.7 } }, { cases: CASES, ...options });
  return { ...entry, asked };
}

/** A text of a few words that follows from a number. */
const textOf = (number: number) => `word ${(number * 7919) % 104_729} and ${(number * 104_729) % 7919}`;

describe("a model whose texts", () => {
  test.each<[string, (request: ModelRequest, number: number) => string, SeedReportEntry["verdict"]]>([
    ["follow from the seed honours it", ({ seed }) => textOf(seed!), "honoured"],
    ["are new with each call ignores it", (_, number) => textOf(number), "ignored"],
    [
      "follow from the seed in four of five calls honours it partly",
      ({ seed }, number) => (number % 5 === 0 ? textOf(number) : textOf(seed!)),
      "partly",
    ],
    ["are one text for all seeds is undecided", () => "always this", "undecided"],
    [
      "are nearly always one text is undecided",
      ({ seed, case: id }) => (id === "a" && seed! % 3 === 0 ? "rare" : "usual"),
      "undecided",
    ],
    ["come from a few without regard to the seed ignores it", (_, number) => `one of ${(number * 31) % 3}`, "ignored"],
  ])("%s", async (...[, reply, verdict]) => {
    const entry = await probing(reply, { concurrency: 1 });
    expect(entry.verdict).toBe(verdict);
    expect(entry).toMatchObject({ model: "warm", params: { temperature: 0.7 }, cases: 3, calls: 5, distance: "edit" });
  });
});

test("sends each case k times with its first seed and once with k others, in a shuffled order", async () => {
  const { asked } = await probing(({ seed }) => textOf(seed!), { calls: 4 });
  expect(asked).toHaveLength(24);
  for (const { id } of CASES) {
    const seeds = asked.filter((request) => request.case === id).map(({ seed }) => seed);
    const counts = [...Map.groupBy(seeds, (seed) => seed).values()].map((group) => group.length).toSorted();
    expect(counts).toEqual([1, 1, 1, 1, 4]);
  }
  expect(asked.every(({ params }) => params.temperature === 0.7)).toBe(true);
  expect(asked.map((request) => request.case).join("")).not.toMatch(/^a+b+c+$/);
});

test("the spreads contain match, distinct texts, first difference and distance with intervals", async () => {
  const { sameSeed, otherSeeds, p } = await probing(({ seed, case: id }) => `${id}: ${seed}`);
  expect(sameSeed).toEqual({
    exactMatch: 1,
    exactMatchLow: expect.closeTo(0.4385, 3) as number,
    exactMatchHigh: 1,
    distinct: 1,
    firstDivergence: null,
    distance: 0,
    distanceLow: null,
    distanceHigh: null,
  });
  expect(otherSeeds).toMatchObject({ exactMatch: 0, exactMatchLow: 0, distinct: 5 });
  expect(otherSeeds!.firstDivergence).toBeGreaterThanOrEqual(3);
  expect(otherSeeds!.distanceLow).toBeLessThan(otherSeeds!.distance!);
  expect(p).toBeLessThan(0.001);
});

test("sends one request without the seed to a service that refuses it, and no more", async () => {
  const { verdict, conclusion, sameSeed, asked } = await probing(({ seed }) => {
    if (seed !== null) throw new ModelError("bad_request", "unknown parameter: seed", { status: 400 });
    return "fine";
  });
  expect({ verdict, sameSeed }).toEqual({ verdict: "unsupported", sameSeed: null });
  expect(conclusion).toBe("The service refuses a seed: unknown parameter: seed");
  expect(asked).toHaveLength(2);
});

test.each(["server", "connection"] as const)(
  "a service that breaks (%s) only with a seed does not support seeds",
  async (kind) => {
    const { verdict, conclusion, asked } = await probing(
      ({ seed }) => {
        if (seed !== null) throw new ModelError(kind, "it broke");
        return "fine";
      },
      { maxRetries: 0 },
    );
    expect(verdict).toBe("unsupported");
    expect(conclusion).toContain("answers without a seed, and with one it fails: ");
    expect(asked.map(({ seed }) => seed === null)).toEqual([false, true, false]);
  },
);

test("probes a service that breaks once, each call once", async () => {
  const { verdict, asked } = await probing(
    ({ seed }, number) => {
      if (number === 1) throw new ModelError("connection", "it broke");
      return textOf(seed ?? 0);
    },
    { maxRetries: 0 },
  );
  expect(verdict).toBe("honoured");
  expect(asked).toHaveLength(32); // 30, the first of them twice, and one without a seed
});

test("a service that is broken with and without a seed is the user's to fix", async () => {
  const broken = probing(
    () => {
      throw new ModelError("server", "it broke");
    },
    { maxRetries: 0 },
  );
  await expect(broken).rejects.toThrow(
    expect.objectContaining({ code: "MODEL_UNREACHABLE", message: expect.stringContaining("it broke") as string }),
  );
});

test("a request that is refused without a seed too says nothing about the seed", async () => {
  const refused = probing(() => {
    throw new ModelError("bad_request", "no such parameter", { status: 400 });
  });
  await expect(refused).rejects.toThrow(
    expect.objectContaining({
      code: "MODEL_UNREACHABLE",
      message: expect.stringContaining("also without a seed") as string,
    }),
  );
});

test("calls that fail are left out", async () => {
  let calls = 0;
  const { verdict, conclusion, sameSeed } = await probing(
    ({ seed }) => {
      if (++calls % 6 === 0) throw new ModelError("other", "lost");
      return textOf(seed!);
    },
    { concurrency: 1 },
  );
  expect(verdict).toBe("honoured");
  expect(conclusion).toMatch(/5 of 30 calls failed and are left out\.$/);
  expect(sameSeed!.exactMatch).toBe(1);
});

test("a single call of a case cannot be compared", async () => {
  const entry = probing(() => "fine", { calls: 1 });
  await expect(entry).rejects.toThrow(
    expect.objectContaining({ code: "BAD_ARGUMENT", hint: expect.stringContaining("-k 2") as string }),
  );
});

test("recorded answers have no seed to probe", async () => {
  const entry = probe({ modelId: "r", model: recorded("a.jsonl"), params: {} }, { cases: CASES });
  await expect(entry).rejects.toThrow(expect.objectContaining({ code: "BAD_ARGUMENT" }));
});

test("reports a model that ignores its seed as honouring it in at most one of twenty probes", async () => {
  let verdicts = 0;
  for (let seed = 0; seed < 100; seed++) {
    let state = seed * 7919 + 1;
    const next = () => (state = (state * 48_271) % 2_147_483_647);
    const { verdict } = await probing(() => `one of ${next() % 3}`, { seed, concurrency: 1 });
    if (verdict === "honoured" || verdict === "partly") verdicts++;
  }
  expect(verdicts).toBeLessThanOrEqual(10); // 95 % of binomial(100, 0.05) is below 10
});
