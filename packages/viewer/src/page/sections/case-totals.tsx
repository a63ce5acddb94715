import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { MetricSummary } from "@sameseed/core";
import type { Cells } from "../../data/cells.ts";
import type { RunSummary } from "../../data/page-data.ts";
import { caseTotals, type VariantTotal } from "../../models/case-totals.ts";
import type { CaseView } from "../../models/case-view.ts";
import { count, dollars, milliseconds, percent, plural } from "../../models/format.ts";
import { VariantName } from "../parts/variant-name.tsx";

export interface CaseTotalsProps {
  readonly cells: Cells;
  readonly summary: RunSummary;
  readonly view: CaseView;
  readonly order: Uint32Array;
  readonly isNarrow: boolean;
}

/**
 * The totals of the shown cases. For all cases the mean with its interval, as on the board; for some a count,
 * since a share of cases that were selected by their scores has no interval.
 */
export function CaseTotals({ cells, summary, view, order, isNarrow }: CaseTotalsProps): JSX.Element {
  const metric = view.query.metric;
  const totals = useMemo(() => caseTotals(cells, order, metric), [cells, order, metric]);
  const isAll = order.length === summary.coverage.cases;
  const { manifest, variants } = summary.report;
  return (
    <div class="matrix-row totals" role="row" aria-rowindex={2} tabIndex={isNarrow ? 0 : undefined}>
      <span role="rowheader" class="case-id">
        {isAll ? "All cases" : plural(order.length, "case")}
      </span>
      <span role="cell" class="snippet">
        {isAll ? "mean % [95 %]" : "sum of scores, failed trials as 0"}
      </span>
      {view.shown.map((position) => (
        <span role="cell" key={position} class="total">
          {isNarrow && <VariantName {...manifest.variants[position]!} />}
          <Score
            total={totals[position]!}
            figures={
              isAll ? variants[position]?.metrics.find((one) => one.metric === cells.metrics[metric]) : undefined
            }
          />
          <Price {...totals[position]!} />
        </span>
      ))}
    </div>
  );
}

function Score({
  total: { sum, cases },
  figures,
}: {
  readonly total: VariantTotal;
  readonly figures: MetricSummary | undefined;
}): JSX.Element {
  if (figures === undefined)
    return (
      <span>
        <b>{Number.isInteger(sum) ? count(sum) : sum.toFixed(1)}</b> of {count(cases)}
      </span>
    );
  const { mean, low, high, n } = figures;
  return (
    <span title={`n = ${count(n)}`}>
      <b>{percent(mean)}</b>{" "}
      <small>{low === null || high === null ? "[no interval]" : `[${percent(low)}, ${percent(high)}]`}</small>
    </span>
  );
}

/** The cost of 1,000 answers, and the median time of one. */
function Price({ costPerThousandUsd, medianMs, failed }: VariantTotal): JSX.Element | null {
  const facts = [
    costPerThousandUsd === null ? null : `${dollars(costPerThousandUsd)} per 1,000`,
    medianMs === null ? null : milliseconds(medianMs),
    failed === 0 ? null : `${count(failed)} failed`,
  ].filter((fact) => fact !== null);
  return facts.length === 0 ? null : <small>{facts.join(" · ")}</small>;
}
