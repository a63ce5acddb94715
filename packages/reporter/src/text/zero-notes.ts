import { onlyScorer, type WordedReport } from "@sameseed/core";

/** Fewer answers may all be wrong by chance. */
const FEWEST_ANSWERS = 3;

/** A scorer by which every answer of every variant is 0: more often a mistake in the scorer than in all answers. */
export function zeroNotes({ manifest, variants }: Pick<WordedReport, "manifest" | "variants">): string[] {
  const { scorers, repeats } = manifest;
  const names = scorers.length === 1 ? ["score"] : scorers.map(({ name }) => name);
  const zero = names.filter((name) => {
    const found = variants.flatMap(({ metrics }) => metrics.filter(({ metric, n }) => metric === name && n > 0));
    const answers = found.reduce((sum, { n }) => sum + n * repeats, 0);
    return answers >= FEWEST_ANSWERS && found.every(({ mean }) => mean === 0);
  });
  if (zero.length === 0) return [];
  const isAll = scorers.length === 1 || zero.length === names.length || zero.includes(onlyScorer(scorers) ?? "");
  const by = isAll ? "" : ` by ${zero.join(" and ")}`;
  return [
    `Every answer scored 0${by}: check the scorer before you compare. Does it read the answer and the expected value as intended? The failing cases show both.`,
  ];
}
