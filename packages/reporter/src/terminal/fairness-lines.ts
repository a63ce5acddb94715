import { type WordedFairness, seedsInWords, type WordedComparison } from "@sameseed/core";
import { markedLines } from "./marked-lines.ts";
import type { Style } from "./style.ts";
import { wrapped } from "./text-table.ts";
import { oneLine } from "./text-width.ts";

/** A finding about the fairness of several comparisons: a verdict and its reasons. */
export interface FairnessFinding {
  readonly verdict: WordedFairness["verdict"];
  /** Each with the variants concerned, unless it concerns all. For `fair`: the conditions that were equal. */
  readonly reasons: readonly string[];
}

const MOST_REASONS = 5;

/** A comparison of two variants, or of two prompts and models over phrasings. */
export type Audited = Pick<WordedComparison, "b" | "fairness">;

/** One finding where all are fair, else one a verdict: the gravest first. */
export function fairnessFindings(group: readonly Audited[]): readonly FairnessFinding[] {
  const found = group.flatMap(({ b, fairness }) =>
    fairness.reasons.map((reason) => ({ b, reason, verdict: fairness.verdict })),
  );
  if (found.length === 0) return [{ verdict: "fair", reasons: [fairText(group)] }];
  return [...Map.groupBy(found, ({ verdict }) => verdict)]
    .map(([verdict, concerned]) => ({ verdict, reasons: reasonsOf(concerned, group.length) }))
    .toSorted((left, right) => Number(right.verdict === NOT_COMPARABLE) - Number(left.verdict === NOT_COMPARABLE));
}

const NOT_COMPARABLE: WordedFairness["verdict"] = "not comparable";

function reasonsOf(
  found: readonly { readonly b: string; readonly reason: string }[],
  variantCount: number,
): readonly string[] {
  return [...Map.groupBy(found, ({ reason }) => reason)].map(([reason, concerned]) =>
    concerned.length === variantCount ? reason : `${reason} (${concerned.map(({ b }) => b).join(", ")})`,
  );
}

/** The reasons against comparisons, each once, with the variants concerned unless it concerns all. */
export function namedReasons(group: readonly Audited[]): readonly string[] {
  return reasonsOf(
    group.flatMap(({ b, fairness }) => fairness.reasons.map((reason) => ({ b, reason }))),
    group.length,
  );
}

/** New findings; a finding without a new reason is left out. */
export function newFindings(
  findings: readonly FairnessFinding[],
  said: ReadonlySet<string>,
): readonly FairnessFinding[] {
  return findings
    .map(({ verdict, reasons }) => ({ verdict, reasons: reasons.filter((reason) => !said.has(reason)) }))
    .filter(({ reasons }) => reasons.length > 0);
}

interface LineOptions {
  readonly width: number;
  readonly style: Style;
}

/** A finding for the terminal: on one line where it has one reason, else its reasons below it. */
export function findingLines({ verdict, reasons }: FairnessFinding, { width, style }: LineOptions): readonly string[] {
  if (verdict === "fair")
    return wrapped(`✓ fair: ${reasons.join(", ")}`, width, "  ").map((line) => style("dim", line));
  const mark = verdict === NOT_COMPARABLE ? "✗" : "!";
  const [only = "", ...others] = reasons;
  if (others.length === 0) return markedLines(mark, `${verdict}: ${only}`, { width, style });
  const listed = reasons.length > MOST_REASONS + 1 ? reasons.slice(0, MOST_REASONS) : reasons;
  const more = reasons.length - listed.length;
  return [
    ...markedLines(mark, `${verdict}:`, { width, style }),
    ...[...listed, ...(more > 0 ? [`and ${more} more: report.html, Fairness`] : [])].flatMap((reason) =>
      wrapped(`· ${oneLine(reason)}`, width - 2, "  ").map((line) => `  ${line}`),
    ),
  ];
}

/** The equal conditions of a fair comparison. */
export function fairText(group: readonly Pick<Audited, "fairness">[]): string {
  return `same cases, ${seedsInWords(group)}, same blocks; variants differ only in the compared factors`;
}
