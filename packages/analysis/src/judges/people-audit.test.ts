import type { Manifest, Row } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { judgedBy, judgedRow, labelOf } from "../testing/judged-rows.ts";
import { auditOf, ids, pairRows } from "../testing/judged-run.ts";

describe("people", () => {
  const LABELS: Manifest["labels"] = [{ metric: "judge", scale: "pass-fail", annotators: ["ana", "bo"], labels: 1 }];

  /** `cases` cases of two variants, people's and the judge's verdicts by place. */
  function labelledRows(cases: number, of: (place: number) => { judge: number; people?: readonly number[] }): Row[] {
    return ids(cases).flatMap((id, number) =>
      ["direct", "stepwise"].map((prompt, arm) => {
        const { judge, people } = of(2 * number + arm);
        const labels = people?.map((value, person) => labelOf(value, { annotator: ["ana", "bo"][person]! }));
        return judgedRow({
          id,
          index: 2 * number + arm,
          prompt,
          score: judgedBy([{ value: judge }]),
          ...(labels && { labels }),
        });
      }),
    );
  }

  test("agree among themselves and with the judge: raw, kappa, AC1", async () => {
    const rows = labelledRows(10, (place) => {
      const truth = place % 2;
      return { judge: place < 16 ? truth : 1 - truth, people: [truth, place === 3 ? 1 - truth : truth] };
    });
    const { people, contradictions } = await auditOf(rows, { labels: LABELS });
    expect(people).toHaveLength(1);
    const [one] = people;
    expect(one).toMatchObject({ annotators: ["ana", "bo"], labels: 40, items: 20, split: 1 });
    expect(one!.between).toMatchObject({ first: "ana", second: "bo", agreement: { hits: 19, n: 20 } });
    expect(one!.between!.kappa.value).toBeCloseTo(0.9, 9);
    expect(one!.withJudge).toMatchObject({
      categories: ["fail", "pass"],
      table: [
        [8, 2],
        [2, 7],
      ],
    });
    expect(contradictions.count).toBe(4);
  });

  test("few labels correct a pass rate by the judge's error rates, but no difference", async () => {
    const rows = labelledRows(100, (place) => {
      const truth = place % 4 === 0 ? 0 : 1;
      const judge = place % 20 === 4 ? 1 : truth;
      return place < 80 ? { judge, people: [truth] } : { judge };
    });
    const { corrected } = await auditOf(rows, { labels: LABELS });
    expect(
      corrected.map(({ quantity, variant, method, labelled, cases }) => [quantity, variant, method, labelled, cases]),
    ).toEqual([
      ["mean", "direct/m", "Rogan-Gladen", 40, 100],
      ["mean", "stepwise/m", "Rogan-Gladen", 40, 100],
      ["difference", "stepwise/m", "none", 40, 100],
    ]);
    const [direct] = corrected;
    expect(direct!.judged).toBeCloseTo(0.6, 9);
    expect(direct!.estimate).toBeCloseTo(0.5, 9);
    expect(direct!.low! < 0.5 && 0.5 < direct!.high!).toBe(true);
  });

  test("50 labelled cases correct means and differences by prediction-powered inference", async () => {
    const rows = labelledRows(200, (place) => {
      const truth = place % 2 === 0 ? (place % 8 === 0 ? 0 : 1) : place % 5 === 0 ? 0 : 1;
      const judge = place % 10 === 2 ? 0 : truth;
      return place % 3 === 0 || place % 3 === 1 ? { judge, people: [truth] } : { judge };
    });
    const { corrected } = await auditOf(rows, { labels: LABELS });
    const difference = corrected.find(({ quantity }) => quantity === "difference")!;
    expect(difference.method).toBe("prediction-powered");
    expect(difference.labelled).toBeGreaterThanOrEqual(50);
    expect(difference.low! < 0.05 && 0.05 < difference.high!).toBe(true);
    expect(difference.judged).toBeGreaterThan(0.1);
  });

  test("labels that all agree do not make a corrected estimate certain", async () => {
    const { corrected } = await auditOf(
      labelledRows(200, (place) => (place < 120 ? { judge: 1, people: [1] } : { judge: 1 })),
      { labels: LABELS },
    );
    const [mean, , difference] = corrected;
    expect(mean).toMatchObject({ quantity: "mean", method: "prediction-powered", estimate: 1, high: 1 });
    expect(mean!.low).toBeLessThan(0.97);
    expect(difference).toMatchObject({ quantity: "difference", estimate: 0 });
    expect(difference!.low! < -0.03 && difference!.high! > 0.03).toBe(true);
  });

  test("corrected intervals are over clusters where cases have clusters", async () => {
    // Ten clusters in which all cases pass or all fail, for people and judge alike; half of each is labelled.
    const rows = labelledRows(200, (place) => {
      const truth = Math.floor(place / 40) % 2;
      return place % 4 < 2 ? { judge: truth, people: [truth] } : { judge: truth };
    });
    const clustered = rows.map((row, place) => ({
      ...row,
      trial: { ...row.trial, case: { ...row.trial.case, cluster: `document ${Math.floor(place / 40)}` } },
    }));
    const widthOf = async (all: readonly Row[]): Promise<number> => {
      const { corrected } = await auditOf(all, { labels: LABELS });
      expect(corrected[0]).toMatchObject({ method: "prediction-powered", labelled: 100, estimate: 0.5 });
      return corrected[0]!.high! - corrected[0]!.low!;
    };
    expect(await widthOf(clustered)).toBeGreaterThan(3 * (await widthOf(rows)));
  });

  test("preferences are compared with a pairwise judge and correct the win rate", async () => {
    const labels: Manifest["labels"] = [{ metric: "judge", scale: "preference", annotators: ["ana"], labels: 60 }];
    const rows = pairRows(
      Array.from({ length: 120 }, (_, number) => ({
        verdict: number % 4 === 0 ? 0 : 1,
        swapped: number % 4 === 0 ? 0 : 1,
      })),
    ).map((row, place) => {
      const number = Math.floor(place / 2);
      if (number >= 60) return row;
      const wins = number % 2;
      const isStepwise = place % 2 === 1;
      return {
        ...row,
        labels: [
          labelOf(isStepwise ? wins : 1 - wins, {
            scale: "preference",
            rival: isStepwise ? "direct/m" : "stepwise/m",
          }),
        ],
      };
    });
    const { people, corrected } = await auditOf(rows, { labels });
    expect(people[0]).toMatchObject({ scale: "preference", items: 60 });
    expect(people[0]!.withJudge!.agreement).toMatchObject({ hits: 45, n: 60 });
    expect(corrected).toHaveLength(1);
    expect(corrected[0]).toMatchObject({
      quantity: "win rate",
      variant: "stepwise/m",
      against: "direct/m",
      method: "prediction-powered",
      labelled: 60,
      cases: 120,
      judged: 0.75,
    });
    expect(corrected[0]!.low! < 0.5 && 0.5 < corrected[0]!.high!).toBe(true);
  });

  test("labels for a metric without a judge are compared with the scorer", async () => {
    const rows = labelledRows(10, (place) => ({ judge: 1, people: [place % 2] })).map((row) => ({
      ...row,
      scores: { judge: { value: 1 } },
    }));
    const audit = await auditOf(rows, { labels: LABELS });
    expect(audit).toMatchObject({ judge: null, calls: 0, judged: 0 });
    expect(audit.people[0]!.withJudge!.agreement).toMatchObject({ hits: 10, n: 20 });
  });
});
