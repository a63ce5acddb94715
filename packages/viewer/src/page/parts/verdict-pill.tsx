import type { JSX } from "preact";
import { type WordedComparison, verdictWord } from "@sameseed/core";
import type { Verdict } from "@sameseed/stats";

const VERDICT_SIGNS: Readonly<Record<Verdict | "none", string>> = {
  better: "▲",
  worse: "▼",
  equivalent: "=",
  notWorse: "≥",
  inconclusive: "?",
  insufficient: "…",
  none: "⊘",
};

/** A verdict as a word with a sign and a colour: never the colour alone. */
export function VerdictPill({ verdict }: { readonly verdict: Verdict | null }): JSX.Element {
  return (
    <span class={`pill ${verdict ?? "none"}`}>
      <span aria-hidden="true">{VERDICT_SIGNS[verdict ?? "none"]}</span> {verdictWord(verdict)}
    </span>
  );
}

/** The verdict of a comparison. The A/A control has no winner: it passes, or the run leaks. */
export function ComparisonPill({
  comparison: { verdict, isControl },
}: {
  readonly comparison: Pick<WordedComparison, "verdict" | "isControl">;
}): JSX.Element {
  if (!isControl) return <VerdictPill verdict={verdict} />;
  const leaks = verdict === "better" || verdict === "worse";
  return <span class={`pill ${leaks ? "worse" : "base"}`}>{leaks ? "▼ A/A failed" : "A/A control"}</span>;
}
