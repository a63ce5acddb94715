import { type Choice, dollars, milliseconds, plural, type Recommendation } from "@sameseed/core";

/** Names in a sentence; the others are counted. */
const MOST_NAMES = 4;

/** Which of several variants to take, in words. `variants`: how many there are, without the A/A control. */
export function recommendationText(
  { top, best, cheapest, fastest, choices, metric }: Recommendation,
  variants: number,
): string {
  const of = (id: string): Choice => choices.find(({ variant }) => variant === id)!;
  const mean = `${(100 * of(top).mean!).toFixed(1)} %`;
  const on = metric === "score" ? "" : ` in ${metric}`;
  const others = best.filter((id) => id !== top);
  if (others.length === 0)
    return `Best${on}: ${top} (${mean}), better than each of the other ${variants - 1} variants.`;
  const same =
    best.length === choices.length
      ? `No variant is distinguishable from it yet (95 % confidence)`
      : `Not distinguishable from it (95 % confidence): ${names(others)}`;
  const facts = [
    ...(cheapest === null
      ? []
      : [`cheapest of them: ${cheapest} (${dollars(of(cheapest).costPerThousandUsd!)} per 1,000)`]),
    ...(fastest === null ? [] : [`fastest: ${fastest} (${milliseconds(of(fastest).latencyMsP50!)})`]),
  ];
  const tail = facts.length === 0 ? "" : ` ${facts.join("; ").replace(/^c/, "C").replace(/^f/, "F")}.`;
  return `Best${on}: ${top} (${mean}). ${same}.${tail}`;
}

function names(ids: readonly string[]): string {
  const shown = ids.slice(0, MOST_NAMES).join(", ");
  return ids.length <= MOST_NAMES ? shown : `${shown} and ${plural(ids.length - MOST_NAMES, "other")}`;
}
