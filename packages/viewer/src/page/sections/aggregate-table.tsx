import type { JSX } from "preact";
import { isPlainNumber, type Manifest, plainNumber, signedNumber, type WordedAggregateReport } from "@sameseed/core";
import { count, percent, points, pText } from "../../models/format.ts";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VariantName } from "../parts/variant-name.tsx";
import { ComparisonPill } from "../parts/verdict-pill.tsx";
import { numberHead, Table } from "../parts/table.tsx";

export interface AggregateTableProps {
  readonly aggregates: WordedAggregateReport;
  readonly variants: Manifest["variants"];
}

/** Values of all answers of a variant together: pass@k, pass^k, metrics of the corpus. */
export function AggregateTable({ aggregates, variants }: AggregateTableProps): JSX.Element {
  const { summaries, comparisons } = aggregates;
  const byMetric = Map.groupBy(summaries, ({ metric }) => metric);
  return (
    <Section
      title="All answers together"
      note="pass@k: at least one of k repeats passes. pass^k: all of them pass. corpus and sums: computed from all answers together. Values are percentages, or plain numbers for sums outside 0 to 1. Intervals are 95 % intervals over cases."
    >
      <Table
        label="All answers together"
        columns={[
          "Metric",
          "Variant",
          numberHead("n"),
          numberHead("Value [95 %]"),
          numberHead("Difference [95 %]"),
          numberHead("p"),
          "Verdict",
        ]}
      >
        {[...byMetric].flatMap(([metric, ofMetric]) => {
          const unit = isPlainNumber(metric, ofMetric) ? NUMBERS : PERCENT;
          return ofMetric.map(({ variant, n, mean, low, high }, place) => {
            const comparison = comparisons.find((one) => one.metric === metric && one.b === variant);
            const found = variants.find(({ id }) => id === variant)!;
            return (
              <tr key={`${metric} ${variant}`}>
                <td>{place === 0 && <Untrusted text={metric} />}</td>
                <td>
                  <VariantName {...found} />
                </td>
                <td class="number">{count(n)}</td>
                <td class="number">{mean === null ? "–" : interval(mean, [low, high], unit.value)}</td>
                {comparison === undefined ? (
                  <td colSpan={3} />
                ) : (
                  <>
                    <td class="number">{difference(comparison.result, unit.change)}</td>
                    <td class="number">{pText(comparison.result.pAdjusted)}</td>
                    <td>
                      <ComparisonPill comparison={comparison} />
                    </td>
                  </>
                )}
              </tr>
            );
          });
        })}
      </Table>
    </Section>
  );
}

const PERCENT = { value: (value: number): string => percent(value, 1), change: points };
const NUMBERS = { value: plainNumber, change: signedNumber };

type Text = (value: number) => string;

function interval(mean: number, [low, high]: readonly [number | null, number | null], text: Text): string {
  return low === null || high === null ? text(mean) : `${text(mean)} [${text(low)}, ${text(high)}]`;
}

type Result = WordedAggregateReport["comparisons"][number]["result"];

function difference({ estimate, interval: ends }: Result, text: Text): string {
  if (estimate === null) return "–";
  return ends === null ? text(estimate) : `${text(estimate)} [${text(ends.lo)}, ${text(ends.hi)}]`;
}
