import type { JudgeAudit, Manifest, Row } from "@sameseed/core";
import { summarize } from "../summary/summarize.ts";
import { judgedBy, judgedRow } from "./judged-rows.ts";
import { manifestOf, scorer } from "./sample-run.ts";

/** `c0`, `c1` …: the ids of `cases` cases. */
export const ids = (cases: number): string[] => Array.from({ length: cases }, (_, number) => `c${number}`);
/** A manifest of two variants and one judge over `cases` cases. */
export const judgedManifest = (cases: number, changes: Partial<Manifest> = {}): Manifest =>
  manifestOf({
    scorers: [scorer("judge")],
    cases: { ...manifestOf().cases, count: cases },
    counts: { planned: 2 * cases, completed: 2 * cases, truncated: 0, refused: 0, failed: 0 },
    ...changes,
  });

/** The one audit of a run that is these rows, two a case. */
export async function auditOf(rows: readonly Row[], changes: Partial<Manifest> = {}): Promise<JudgeAudit> {
  const { judges = [] } = await summarize(judgedManifest(rows.length / 2, changes), rows);
  if (judges.length !== 1) throw new Error(`${judges.length} audits`);
  return judges[0]!;
}

/** The variants in the order of the manifest. */
export const SHOWN = ["direct/m", "stepwise/m"];

export interface Pair {
  /** What `stepwise` wins, as shown first and in the other order. */
  readonly verdict: number | null;
  readonly swapped?: number | null;
  readonly retest?: number;
  readonly shown?: string[];
  readonly texts?: readonly [direct: string, stepwise: string];
}

/** Two rows a pair; both of them hold the judge's calls. */
export function pairRows(pairs: readonly Pair[]): Row[] {
  return pairs.flatMap(({ verdict, swapped, retest, shown = SHOWN, texts = ["2", "2"] }, number) => {
    const asked = [
      { value: verdict },
      ...(swapped === undefined ? [] : [{ purpose: "swapped" as const, value: swapped }]),
      ...(retest === undefined ? [] : [{ purpose: "retest" as const, value: retest }]),
    ];
    return ["direct", "stepwise"].map((prompt, place) => {
      const calls = asked.map((call) => ({
        ...call,
        text: `case ${number} ${call.value}`,
        value: call.value === null ? null : place === 1 ? call.value : 1 - call.value,
      }));
      return judgedRow({
        id: `c${number}`,
        index: 2 * number + place,
        prompt,
        text: texts[place]!,
        score: judgedBy(calls, { kind: "pairwise", shown }),
      });
    });
  });
}
