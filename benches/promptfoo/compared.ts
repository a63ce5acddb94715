import { ANSWERS } from "./answers.ts";
import type { Asserted } from "./assertions.ts";
import { causeOf, type Verdict } from "./causes.ts";

type Verdicts = ReadonlyMap<string, Verdict>;

interface Count {
  compared: number;
  equal: number;
  /** Different verdicts where both programs have one. */
  opposite: number;
  readonly causes: Map<string, number>;
}

/** The verdicts of both programs by test: a table by type, and each difference without a cause. */
export function compared(
  asserted: readonly Asserted[],
  their: Verdicts,
  our: Verdicts,
): { readonly table: string; readonly unexplained: readonly string[] } {
  const counts = new Map<string, Count>();
  const unexplained: string[] = [];
  for (const [id, one] of their) {
    const [place, answer] = id.slice(1).split(".") as [string, string];
    const test = asserted[Number(place)]!;
    const count = counts.get(test.type) ?? { compared: 0, equal: 0, opposite: 0, causes: new Map<string, number>() };
    counts.set(test.type, count);
    count.compared++;
    const mine = our.get(id) ?? { passes: null, value: null, reason: "there is no row" };
    if (mine.passes === one.passes) {
      count.equal++;
      continue;
    }
    if (mine.passes !== null) count.opposite++;
    const cause = causeOf(test, { answer: ANSWERS[answer]!, their: one, our: mine });
    count.causes.set(cause ?? "?", (count.causes.get(cause ?? "?") ?? 0) + 1);
    if (cause === undefined)
      unexplained.push(JSON.stringify([test.assert, test.test, ANSWERS[answer], { promptfoo: one, sameseed: mine }]));
  }
  return { table: tableOf(counts, unexplained.length), unexplained };
}

function tableOf(counts: ReadonlyMap<string, Count>, unexplained: number): string {
  const sum = (key: "compared" | "equal" | "opposite"): number =>
    [...counts.values()].reduce((all, count) => all + count[key], 0);
  const lines = [...counts].map(([type, { compared, equal, opposite, causes }]) => {
    const why = [...causes].map(([cause, n]) => `${n}: ${cause}`).join("; ");
    return `| ${type} | ${compared} | ${equal} | ${opposite} | ${why} |`;
  });
  return [
    "| assertion | compared | equal | opposite | causes of all differences |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
    `| all | ${sum("compared")} | ${sum("equal")} | ${sum("opposite")} | ${unexplained} without a cause |`,
  ].join("\n");
}
