import { type PhrasingDifference, plural, type PhrasedVariant } from "@sameseed/core";
import { FEWEST_PHRASINGS } from "@sameseed/stats";
import { points, pText } from "./difference-text.ts";

/** The conclusion about two prompts or models over phrasings. */
export function phrasingConclusion(difference: PhrasingDifference): string {
  const { a, b, verdict, result, phrasings } = difference;
  const over = `over ${phrasings} phrasings like these`;
  if (verdict !== null && difference.dependsOnFailed)
    return `The data cannot tell ${b} from ${a} ${over}: the verdict depends on the failed trials (${result.verdict.verdict} with them as 0, ${difference.withoutFailed.verdict} without them).`;
  switch (verdict) {
    case null:
      return `No verdict on ${b} against ${a} over phrasings: they are not comparable.`;
    case "better":
    case "worse":
      return `${b} is ${verdict} than ${a} ${over}${favoured(difference)}.`;
    case "equivalent":
      return `${b} and ${a} are equivalent ${over}, within ${points(result.margin!).replace("+", "")} points.`;
    case "notWorse":
      return `${b} is not worse than ${a} by more than ${points(result.margin!).replace("+", "")} points ${over}.`;
    case "insufficient":
      return `Too little data on ${b} against ${a} over phrasings: ${insufficiency(difference)}.${needed(difference)}`;
    case "inconclusive":
      return `The data cannot tell ${b} from ${a} ${over}.${onlyThese(difference)}${needed(difference)}`;
  }
}

/** Differences below are rounding. */
const LEAST = 1e-12;

/** How many phrasings speak for B (`sign` 1), or for A (-1). */
export function phrasingsFor({ differences }: Pick<PhrasingDifference, "differences">, sign: 1 | -1): number {
  return differences.filter(({ estimate }) => sign * estimate > LEAST).length;
}

function favoured(difference: PhrasingDifference): string {
  const { differences, verdict } = difference;
  if (differences.length === 0) return "";
  const agreeing = phrasingsFor(difference, verdict === "better" ? 1 : -1);
  return ` (${verdict} in ${agreeing} of ${differences.length})`;
}

function insufficiency({ result, phrasings }: PhrasingDifference): string {
  return result.insufficient === "fewer than 4 phrasings"
    ? `${plural(phrasings, "phrasing")}, and a verdict needs at least ${FEWEST_PHRASINGS}`
    : (result.insufficient ?? "no interval");
}

/** A verdict for these phrasings that may not hold for others. */
function onlyThese({ fixedVerdict, phrasings }: PhrasingDifference): string {
  if (fixedVerdict !== "better" && fixedVerdict !== "worse") return "";
  return ` With exactly these ${phrasings} phrasings it is ${fixedVerdict}.`;
}

function needed({ phrasingsNeeded, phrasings, result }: PhrasingDifference): string {
  if (phrasingsNeeded !== null && phrasingsNeeded > phrasings)
    return ` Detecting the observed difference needs about ${plural(phrasingsNeeded, "phrasing")}.`;
  return result.insufficient === null && result.estimate !== 0 && phrasingsNeeded === null
    ? " More phrasings alone cannot detect the observed difference. Add cases."
    : "";
}

/** How far the mean of a prompt × model depends on the phrasing, `40.0 (short) to 62.5 (polite)`. */
export function phrasingRange({ means, prompt }: Pick<PhrasedVariant, "means" | "prompt">): string {
  if (means.length === 0) return "–";
  const sorted = means.toSorted((left, right) => left.mean - right.mean);
  const named = ({ mean, prompt: id }: (typeof means)[number]): string =>
    `${(100 * mean).toFixed(1)} (${id.startsWith(`${prompt}~`) ? id.slice(prompt.length + 1) : id})`;
  return `${named(sorted[0]!)} to ${named(sorted.at(-1)!)}`;
}

/** The standard deviation between phrasings with its interval, in points. */
export function phrasingSd({ sd, sdInterval }: Pick<PhrasedVariant, "sd" | "sdInterval">): string {
  if (sd === null) return "–";
  const end = (value: number): string => (100 * value).toFixed(1);
  return sdInterval === null ? end(sd) : `${end(sd)} [${end(sdInterval.lo)}, ${end(sdInterval.hi)}]`;
}

/** Whether the mean depends on the phrasing at all: `p 0.003`. */
export function phrasingP({ p }: Pick<PhrasedVariant, "p">): string {
  return pText(p);
}
