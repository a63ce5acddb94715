import { type LatencyComparison, type LatencyMeasure, plural } from "@sameseed/core";
import { pText } from "./difference-text.ts";
import { timesText } from "./latency-text.ts";

const SAYS: Readonly<
  Record<LatencyMeasure, { readonly what: string; readonly better: string; readonly worse: string }>
> = {
  latency_ms: { what: "takes * times as long as", better: "faster", worse: "slower" },
  ttft_ms: { what: "takes * times as long to the first token as", better: "faster", worse: "slower" },
  tokens_per_s: { what: "writes * times as many tokens per second as", better: "faster", worse: "slower" },
};

/** The conclusion from a comparison of latency. */
export function latencyConclusionOf(comparison: LatencyComparison): string {
  const { a, b, measure, ratio, interval, result } = comparison;
  const { verdict } = result.verdict;
  if (ratio === null || verdict === "insufficient")
    return `${b} against ${a}: too little data, ${lackText(comparison)}.`;
  const found = `${b} ${SAYS[measure].what.replace("*", timesText(ratio, interval))} ${a}, p ${pText(result.pAdjusted).replace(/^(?=\d)/, "= ")}`;
  return `${found}: ${claim(comparison)}.${contradiction(comparison)}`;
}

/** Ratios have no bounds, and few of them no interval. */
function lackText({ unit, result: { n, insufficient } }: LatencyComparison): string {
  if (insufficient === "fewer than 15 non-ties of an unbounded score")
    return `${plural(n, unit)}, and an interval needs 15`;
  return insufficient ?? "no interval";
}

function claim({ measure, result }: LatencyComparison): string {
  const { verdict, isWithinMargin } = result.verdict;
  const small = isWithinMargin ? ", by less than 5 %" : "";
  if (verdict === "better") return SAYS[measure].better + small;
  if (verdict === "worse") return SAYS[measure].worse + small;
  if (verdict === "equivalent") return "equal within 5 %";
  return verdict === "notWorse" ? "not slower by more than 5 %" : "the data cannot tell";
}

/** A mean that depends on a few outliers must not pass for the usual value. */
function contradiction({ result, medianRatio, medianInterval }: LatencyComparison): string {
  const isClaim = result.verdict.verdict === "better" || result.verdict.verdict === "worse";
  if (!isClaim || medianRatio === null || medianInterval === null) return "";
  const isAgreed = result.estimate! > 0 ? medianInterval.lo > 1 : medianInterval.hi < 1;
  return isAgreed
    ? ""
    : ` The median of the ratios, ${timesText(medianRatio, medianInterval)}, does not confirm this: a few trials dominate.`;
}
