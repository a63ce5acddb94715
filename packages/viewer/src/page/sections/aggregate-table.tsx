import type { JSX } from "preact";
import type { WordedAggregateReport, Manifest } from "@sameseed/core";
import { count, percent, points, pText } from "../../models/format.ts";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VariantName } from "../parts/variant-name.tsx";
import { ComparisonPill } from "../parts/verdict-pill.tsx";

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
      note="pass@k: at least one of k repeats passes. pass^k: all of them pass. corpus: computed from all answers together. In percent, with the 95 % interval over cases."
    >
      <div class="scroll" tabIndex={0} role="region" aria-label="All answers together">
        <table class="board">
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col">Variant</th>
              <th scope="col" class="number">
                n
              </th>
              <th scope="col" class="number">
                Value [95 %]
              </th>
              <th scope="col" class="number">
                Difference [95 %]
              </th>
              <th scope="col" class="number">
                p
              </th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {[...byMetric].flatMap(([metric, ofMetric]) =>
              ofMetric.map(({ variant, n, mean, low, high }, place) => {
                const comparison = comparisons.find((one) => one.metric === metric && one.b === variant);
                const found = variants.find(({ id }) => id === variant)!;
                return (
                  <tr key={`${metric} ${variant}`}>
                    <td>{place === 0 && <Untrusted text={metric} />}</td>
                    <td>
                      <VariantName {...found} />
                    </td>
                    <td class="number">{count(n)}</td>
                    <td class="number">{mean === null ? "–" : interval(percent(mean, 1), [low, high])}</td>
                    {comparison === undefined ? (
                      <td colSpan={3} />
                    ) : (
                      <>
                        <td class="number">{difference(comparison.result)}</td>
                        <td class="number">{pText(comparison.result.pAdjusted)}</td>
                        <td>
                          <ComparisonPill comparison={comparison} />
                        </td>
                      </>
                    )}
                  </tr>
                );
              }),
            )}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function interval(text: string, [low, high]: readonly [number | null, number | null]): string {
  return low === null || high === null ? text : `${text} [${percent(low, 1)}, ${percent(high, 1)}]`;
}

function difference({ estimate, interval: ends }: WordedAggregateReport["comparisons"][number]["result"]): string {
  if (estimate === null) return "–";
  return ends === null ? points(estimate) : `${points(estimate)} [${points(ends.lo)}, ${points(ends.hi)}]`;
}
