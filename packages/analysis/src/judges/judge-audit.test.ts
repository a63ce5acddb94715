import type { JudgeCall, Row, Manifest } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { summarize } from "../summary/summarize.ts";
import { callOf, judgedBy, judgedRow, labelOf } from "../testing/judged-rows.ts";
import { auditOf, ids, judgedManifest, type Pair, pairRows, SHOWN } from "../testing/judged-run.ts";
import { manifestOf, scorer } from "../testing/sample-run.ts";
import { judgesOfTwoRuns } from "./judges-of-two-runs.ts";

describe("a pairwise judge", () => {
  test("with both orders is compared with itself, once per pair", async () => {
    const pairs = Array.from({ length: 40 }, (_, number) => ({ verdict: 1, swapped: number < 12 ? 0 : 1 }));
    const audit = await auditOf(pairRows(pairs));
    expect(audit).toMatchObject({
      judge: "openai:gpt-4o",
      kind: "pairwise",
      judged: 40,
      calls: 80,
      costUsd: expect.closeTo(0.08, 9) as number,
      swap: { same: { hits: 28, n: 40, share: 0.7, method: "Wilson" }, reversed: 12 },
      contradictions: { count: 12 },
    });
    expect(audit.caveats[0]).toMatchObject({ code: "judgeMovedByOrder", changed: { hits: 12, n: 40 } });
  });

  test("that always prefers the first answer has a position bias, whichever is better", async () => {
    const pairs = Array.from({ length: 30 }, (_, number) => {
      const isDirectFirst = number % 3 === 0;
      return {
        shown: isDirectFirst ? SHOWN : SHOWN.toReversed(),
        verdict: isDirectFirst ? 0 : 1,
        swapped: isDirectFirst ? 1 : 0,
      };
    });
    const { firstPosition, swap, caveats } = await auditOf(pairRows(pairs));
    expect(firstPosition).toMatchObject({ share: 1, n: 30, expected: 0.5 });
    expect(swap?.same.share).toBe(0);
    expect(caveats).toContainEqual(expect.objectContaining({ code: "judgeFavoursPlace" }));
  });

  test("with a preference for the better answer has no position bias, even if that was always shown first", async () => {
    const pairs = Array.from({ length: 30 }, () => ({ shown: SHOWN.toReversed(), verdict: 1, swapped: 1 }));
    const { firstPosition, caveats } = await auditOf(pairRows(pairs));
    expect(firstPosition).toMatchObject({ share: 0.5, n: 30 });
    expect(caveats).toEqual([]);
  });

  test("that prefers the longer answer is detected, ties left out", async () => {
    const pairs: Pair[] = Array.from({ length: 30 }, (_, number) => ({
      verdict: number < 20 ? 1 : number < 26 ? 0 : 0.5,
      swapped: number < 20 ? 1 : number < 26 ? 0 : 0.5,
      texts: ["short", "a longer answer"],
    }));
    const { longerWins, caveats } = await auditOf(pairRows(pairs));
    expect(longerWins).toMatchObject({ hits: 20, n: 26 });
    expect(caveats).toContainEqual(
      expect.objectContaining({ code: "judgeFavoursLength", which: "longer", rate: longerWins }),
    );
  });

  test("with one order only reports that", async () => {
    const { swap, caveats } = await auditOf(pairRows([{ verdict: 1 }, { verdict: 0 }]));
    expect(swap).toBeNull();
    expect(caveats).toContainEqual({ code: "judgeOneOrder", metric: "judge", judge: "openai:gpt-4o" });
  });

  test("with unreadable answers has them counted, not guessed", async () => {
    const pairs = Array.from({ length: 10 }, (_, number) => ({ verdict: number < 2 ? null : 1 }));
    const { judged, unparsed, unanswered, caveats } = await auditOf(pairRows(pairs));
    expect({ judged, unparsed, unanswered }).toEqual({ judged: 10, unparsed: 2, unanswered: 0 });
    expect(caveats[0]).toMatchObject({ code: "judgeSilent", lost: 2, judged: 10, unparsed: 2 });
  });
});

describe("a judge that grades", () => {
  /** Two rows a case, graded `direct` and `stepwise`. */
  function graded(grades: readonly (readonly [number, number])[], more: (id: number) => object = () => ({})): Row[] {
    return grades.flatMap((pair, number) =>
      ["direct", "stepwise"].map((prompt, place) =>
        judgedRow({
          id: `c${number}`,
          index: 2 * number + place,
          prompt,
          score: judgedBy([{ value: pair[place]! }]),
          ...more(number),
        }),
      ),
    );
  }

  test("is retested: equal and nearly equal verdicts", async () => {
    const rows = ids(20).flatMap((id, number) =>
      ["direct", "stepwise"].map((prompt, place) =>
        judgedRow({
          id,
          index: 2 * number + place,
          prompt,
          score: judgedBy([{ value: 0.5 }, { purpose: "retest", value: number < 14 ? 0.5 : number < 18 ? 0.6 : 1 }]),
        }),
      ),
    );
    const { retest, contradictions } = await auditOf(rows);
    expect(retest?.same).toMatchObject({ hits: 28, n: 40, cases: 20, method: "Wilson, effective n" });
    expect(retest?.within).toMatchObject({ hits: 36, n: 40 });
    expect(contradictions.count).toBe(12);
    expect(contradictions.first[0]).toEqual({
      kind: "retest",
      case: "c14",
      variant: "direct/m",
      repeat: 0,
      value: 0.5,
      other: 0.6,
    });
  });

  test("of a variant's model family is reported, with the preference that people's labels do not share", async () => {
    const variants = manifestOf().variants.map((variant, place) => ({
      ...variant,
      identity: { model: place === 0 ? "claude-3-haiku" : "gpt-4o-mini" },
    }));
    const rows = graded(ids(30).map(() => [0.4, 0.9])).map((row, place) => ({
      ...row,
      labels: [labelOf(place % 2 === 0 ? 0 : place % 4 === 1 ? 1 : 0)],
    }));
    const labels: Manifest["labels"] = [{ metric: "judge", scale: "pass-fail", annotators: ["ana"], labels: 60 }];
    const { selfPreference, caveats } = await auditOf(rows, { variants, labels });
    expect(selfPreference).toMatchObject({
      family: "gpt",
      own: ["stepwise/m"],
      others: ["direct/m"],
      difference: { value: 0.5, cases: 30 },
      excess: { value: expect.closeTo(0.9 - 0.5 - 0.4, 9) as number, cases: 30 },
    });
    expect(caveats).toContainEqual(
      expect.objectContaining({ code: "judgeOfOneFamily", own: ["stepwise/m"], family: "gpt" }),
    );
  });

  test("with a changing backend has a timeline of both", async () => {
    const rows = ids(24).flatMap((id, number) =>
      ["direct", "stepwise"].map((prompt, place) =>
        judgedRow({
          id,
          index: 2 * number + place,
          prompt,
          score: judgedBy([{ value: 1, systemFingerprint: number < 12 ? "fp_1" : "fp_2" }]),
        }),
      ),
    );
    const { backends, caveats } = await auditOf(rows);
    expect(backends.map(({ systemFingerprint, calls }) => [systemFingerprint, calls])).toEqual([
      ["fp_1", 24],
      ["fp_2", 24],
    ]);
    expect(backends[0]!.timeline.slice(10, 14)).toEqual([2, 2, 0, 0]);
    expect(caveats).toEqual([{ code: "judgeBackends", metric: "judge", judge: "openai:gpt-4o", count: 2 }]);
  });

  test("passes its caveats on to the comparisons that depend on it, and to no others", async () => {
    const rows = graded(ids(30).map((_, number) => [number % 2, 1] as const)).map((row) => ({
      ...row,
      scores: { ...row.scores, equals: { value: 1 } },
    }));
    const failing = rows.map((row, place) =>
      place < 8 ? { ...row, scores: { ...row.scores, judge: judgedBy([{ value: null, text: "hm" }]) } } : row,
    );
    const { comparisons } = await summarize(
      judgedManifest(30, { scorers: [scorer("judge"), scorer("equals")] }),
      failing,
    );
    const told = (metric: string): boolean =>
      comparisons
        .find((one) => one.metric === metric)!
        .fairness.reasons.some((reason) => reason.code === "judgeSilent" && reason.lost === 8 && reason.judged === 60);
    expect({ score: told("score"), judge: told("judge"), equals: told("equals") }).toEqual({
      score: true,
      judge: true,
      equals: false,
    });
    expect(comparisons[0]!.fairness.verdict).toBe("fair with caveats");
  });
});

test("counts a selecting judge once per block, against chance among the answers it saw", async () => {
  const rows = ids(30).flatMap((id, number) =>
    ["direct", "stepwise"].map((prompt, place) => {
      const isBest = place === (number % 3 === 0 ? 0 : 1);
      const call = { value: isBest ? 1 : 0, text: `case ${number}` };
      const retest = { ...call, purpose: "retest" as const, value: number < 6 ? 1 - call.value : call.value };
      const shown = number % 2 === 0 ? SHOWN : SHOWN.toReversed();
      const text = place === 1 ? "long answer" : "short";
      const score = { ...judgedBy([call, retest], { kind: "selection", shown, sharedBy: 2 }), value: call.value };
      return judgedRow({ id, index: 2 * number + place, prompt, text, score });
    }),
  );
  const audit = await auditOf(rows);
  expect(audit).toMatchObject({ kind: "selection", judged: 30, calls: 60 });
  expect(audit.firstPosition).toMatchObject({ hits: 15, n: 30, expected: 0.5 });
  expect(audit.retest!.same).toMatchObject({ hits: 24, n: 30 });
  expect(audit.longerWins).toMatchObject({ hits: 20, n: 30 });
});

test("audits a judge inside a scorer under both names, and its caveats count for the scorer", async () => {
  const rows = ids(20).flatMap((id, number) =>
    ["direct", "stepwise"].map((prompt, place) => {
      const { value, judgement } = judgedBy([{ value: 1 }, { purpose: "retest", value: number < 10 ? 0 : 1 }]);
      const parts = [
        { name: "length", value: 1 },
        { name: "rubric", value, judgement },
      ];
      return judgedRow({ id, index: 2 * number + place, prompt, score: { value: 1, parts } });
    }),
  );
  const { judges, comparisons } = await summarize(judgedManifest(20), rows);
  expect(judges!.map(({ metric, judged }) => [metric, judged])).toEqual([["judge / rubric", 40]]);
  expect(comparisons[0]!.fairness.reasons).toContainEqual(
    expect.objectContaining({
      code: "judgeChangesItsMind",
      changed: expect.objectContaining({ hits: 20, n: 40 }) as object,
    }),
  );
});

test("compares each step of a judge with its own retest and counts steps without one", async () => {
  const step = (name: string, value: number, purpose: "verdict" | "retest" = "verdict") => ({
    step: name,
    value,
    purpose,
  });
  const rows = ids(4).flatMap((id, number) =>
    ["direct", "stepwise"].map((prompt, place) => {
      const calls = [step("a", 1), step("a", 1, "retest"), step("b", 0), step("b", 0.5, "retest")];
      return judgedRow({ id, index: 2 * number + place, prompt, score: judgedBy(calls) });
    }),
  );
  const once = { ...callOf({ value: null }), scorer: "judge" };
  const judge = { id: "openai:gpt-4o", identity: {}, params: {}, scorers: ["judge"], hash: "0", calls: [once] };
  const { retest, calls } = await auditOf(rows, { judges: [judge] });
  expect({ same: retest!.same.hits, n: retest!.same.n, calls }).toEqual({ same: 8, n: 16, calls: 33 });
});

test("compares two runs with different judges or judge backends and reports the difference", async () => {
  const audits = async (changes: Partial<JudgeCall>, judge = "openai:gpt-4o") =>
    (
      await summarize(
        judgedManifest(4),
        ids(8).map((id, index) => judgedRow({ id, index, score: judgedBy([{ value: 1, ...changes }], { judge }) })),
      )
    ).judges!;
  const [old, fresh, other] = await Promise.all([audits({}), audits({ modelVersion: "gpt-4o-2025" }), audits({}, "m")]);
  expect(judgesOfTwoRuns(old!, old!)).toEqual([{ metric: "judge", caveats: [] }]);
  expect(judgesOfTwoRuns(old!, fresh!)[0]!.caveats).toEqual([
    {
      code: "otherJudgeBackends",
      metric: "judge",
      judge: "openai:gpt-4o",
      before: "gpt-4o-2024 / fp_judge",
      after: "gpt-4o-2025 / fp_judge",
    },
  ]);
  expect(judgesOfTwoRuns(old!, other!)[0]!.caveats).toEqual([
    { code: "otherJudges", metric: "judge", before: "openai:gpt-4o", after: "m" },
  ]);
});

test("a run without judge and label has no audit", async () => {
  const rows = ids(2).map((id, index) => judgedRow({ id, index }));
  expect(await summarize(judgedManifest(2), rows)).not.toHaveProperty("judges");
});
