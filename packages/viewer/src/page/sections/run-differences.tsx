import type { JSX } from "preact";
import type { WordedComparison } from "@sameseed/core";
import type { RunsComparison } from "../../data/page-data.ts";
import { count, points, pText } from "../../models/format.ts";
import { niceScale } from "../../models/scale.ts";
import { axisHead, IntervalBar } from "../charts/interval-bar.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { ComparisonPill } from "../parts/verdict-pill.tsx";
import { numberHead, Table } from "../parts/table.tsx";

/** The comparisons of two runs, with their caveats. */
export function RunDifferences({ compared }: { readonly compared: RunsComparison }): JSX.Element {
  const { comparisons, notes, notAlike } = compared;
  return (
    <>
      {notAlike !== null && (
        <p class="note">
          <span class="caution">!</span> <Untrusted text={notAlike} /> The comparison uses only the cases that both runs
          have.
        </p>
      )}
      {comparisons.length === 0 ? (
        <p class="note">The runs share no metric and no case: there is nothing to compare.</p>
      ) : (
        <DifferenceTable comparisons={comparisons} />
      )}
      {notes.map((note) => (
        <p key={note} class="note">
          <Untrusted text={note} />
        </p>
      ))}
    </>
  );
}

function DifferenceTable({ comparisons }: { readonly comparisons: readonly WordedComparison[] }): JSX.Element {
  const scale = niceScale(
    [
      0,
      ...comparisons.flatMap(({ result: { interval, estimate } }) => [
        interval?.lo ?? estimate,
        interval?.hi ?? estimate,
      ]),
    ].filter((value) => value !== null && value !== undefined),
  );
  return (
    <Table
      label="Differences"
      columns={[
        "Variant",
        "Metric",
        axisHead(scale, "Interval", (value) => points(value).replace(/\.0$/, "")),
        numberHead("Points [95 %]"),
        numberHead("p"),
        numberHead("n"),
        "Verdict",
      ]}
    >
      {comparisons.map((comparison) => (
        <Line key={comparison.metric + comparison.b} {...{ comparison, scale }} />
      ))}
    </Table>
  );
}

function Line({
  comparison,
  scale,
}: {
  readonly comparison: WordedComparison;
  readonly scale: ReturnType<typeof niceScale>;
}): JSX.Element {
  const { estimate, interval, n, pAdjusted } = comparison.result;
  const name = comparison.b.replace(/ \[run 2\]$/, "");
  return (
    <tr>
      <th scope="row">
        <Untrusted text={name} />
        {!comparison.a.startsWith(name) && (
          <small>
            {" "}
            against <Untrusted text={comparison.a.replace(/ \[run 1\]$/, "")} />
          </small>
        )}
      </th>
      <td>
        <Untrusted text={comparison.metric} />
      </td>
      <td class="wide">
        <IntervalBar
          scale={scale}
          value={estimate}
          low={interval?.lo ?? null}
          high={interval?.hi ?? null}
          reference={0}
          tone={comparison.verdict ?? ""}
          label={estimate === null ? "no difference known" : `${points(estimate)} points`}
        />
      </td>
      <td class="number">
        <b>{estimate === null ? "–" : points(estimate)}</b>{" "}
        <small>{interval === null ? "[no interval]" : `[${points(interval.lo)}, ${points(interval.hi)}]`}</small>
      </td>
      <td class="number">{pText(pAdjusted)}</td>
      <td class="number">{count(n)}</td>
      <td>
        <ComparisonPill comparison={comparison} />
      </td>
    </tr>
  );
}
