import type { WordedComparison } from "@sameseed/core";
import type { Verdict } from "@sameseed/stats";
import { pText } from "./format.ts";

/** One line of the plot of all metrics. */
export interface ForestRow {
  readonly key: string;
  readonly name: string;
  /** How this line differs from the metric's first one; empty for the first. */
  readonly detail: string;
  readonly estimate: number | null;
  readonly interval: { readonly lo: number; readonly hi: number } | null;
  readonly n: number;
  readonly p: string;
  /** Undefined for a line without a verdict. */
  readonly verdict: Verdict | null | undefined;
}

/** Each metric's difference; then without failed trials and for exactly these cases, where these are others. */
export function forestRows(comparisons: readonly WordedComparison[]): readonly ForestRow[] {
  return comparisons.flatMap((one) => {
    const { metric, result, withoutFailed, suiteInterval, verdict } = one;
    const hasFailed = withoutFailed.n !== result.n || withoutFailed.estimate !== result.estimate;
    const { estimate, n } = withoutFailed;
    return [
      {
        key: metric,
        name: metric,
        detail: "",
        estimate: result.estimate,
        interval: result.interval,
        n: result.n,
        p: pText(result.pAdjusted),
        verdict,
      },
      ...(hasFailed
        ? [{ ...withoutFailed, key: `${metric} answered`, name: metric, detail: "failed trials left out", p: "" }]
        : []),
      ...(suiteInterval === null
        ? []
        : [
            {
              key: `${metric} suite`,
              name: metric,
              estimate,
              interval: suiteInterval,
              n,
              p: "",
              detail: `for exactly these cases${hasFailed ? ", answered trials" : ""}`,
              verdict: undefined,
            },
          ]),
    ];
  });
}
