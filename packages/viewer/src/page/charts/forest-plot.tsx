import type { JSX } from "preact";
import type { WordedComparison } from "@sameseed/core";
import { forestRows, type ForestRow } from "../../models/forest-rows.ts";
import { count, points } from "../../models/format.ts";
import { niceScale, type Scale } from "../../models/scale.ts";
import { numberHead, Table } from "../parts/table.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VerdictPill } from "../parts/verdict-pill.tsx";
import { axisHead, IntervalBar } from "./interval-bar.tsx";

/** B - A with its interval on every metric, on one axis; the band is the margin that does not matter. */
export function ForestPlot({ comparisons }: { readonly comparisons: readonly WordedComparison[] }): JSX.Element {
  const rows = forestRows(comparisons);
  const margin = comparisons[0]?.result.margin ?? null;
  const ends = rows.flatMap(({ interval, estimate }) =>
    interval === null ? [estimate ?? 0] : [interval.lo, interval.hi],
  );
  const scale = niceScale([0, ...ends, ...(margin === null ? [] : [-margin, margin])]);
  return (
    <Table
      label="Difference on every metric"
      class="board forest"
      columns={[
        "Metric",
        axisHead(scale, "Difference", (value) => points(value).replace(".0", "")),
        ...["B − A, points [95 %]", "p", "n"].map(numberHead),
        "Verdict",
      ]}
    >
      {rows.map((row) => (
        <Row key={row.key} {...{ row, scale, margin }} />
      ))}
    </Table>
  );
}

interface RowProps {
  readonly row: ForestRow;
  readonly scale: Scale;
  readonly margin: number | null;
}

function Row({ row, scale, margin }: RowProps): JSX.Element {
  const { name, detail, estimate, interval, n, p, verdict } = row;
  return (
    <tr class={detail === "" ? "" : "detail"}>
      <th scope="row">{detail === "" ? <Untrusted text={name} /> : <small>{detail}</small>}</th>
      <td class="wide">
        <IntervalBar
          scale={scale}
          value={estimate}
          low={interval?.lo ?? null}
          high={interval?.hi ?? null}
          reference={0}
          band={margin === null ? null : [-margin, margin]}
          tone={verdict ?? ""}
          label={estimate === null ? "none" : `${points(estimate)} points`}
        />
      </td>
      <td class="number">
        {estimate === null ? "–" : <b>{points(estimate)}</b>}{" "}
        <small>{interval === null ? "[no interval]" : `[${points(interval.lo)}, ${points(interval.hi)}]`}</small>
      </td>
      <td class="number">{p}</td>
      <td class="number">{count(n)}</td>
      <td>{verdict !== undefined && <VerdictPill verdict={verdict} />}</td>
    </tr>
  );
}
