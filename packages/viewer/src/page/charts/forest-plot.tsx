import type { JSX } from "preact";
import type { WordedComparison } from "@sameseed/core";
import { count, points, pText } from "../../models/format.ts";
import { niceScale } from "../../models/scale.ts";
import { Axis, IntervalBar } from "./interval-bar.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VerdictPill } from "../parts/verdict-pill.tsx";

/** B - A with its interval on every metric, on one axis; the band is the margin that does not matter. */
export function ForestPlot({ comparisons }: { readonly comparisons: readonly WordedComparison[] }): JSX.Element {
  const rows = comparisons.flatMap((one) => [
    {
      key: one.metric,
      name: one.metric,
      detail: "",
      estimate: one.result.estimate,
      interval: one.result.interval,
      n: one.result.n,
      p: pText(one.result.pAdjusted),
      verdict: one.verdict,
    },
    ...(one.withoutFailed.n !== one.result.n || one.withoutFailed.estimate !== one.result.estimate
      ? [
          {
            key: `${one.metric} answered`,
            name: one.metric,
            detail: "failed trials left out",
            ...one.withoutFailed,
            p: "",
            verdict: one.withoutFailed.verdict,
          },
        ]
      : []),
    ...(one.suiteInterval === null
      ? []
      : [
          {
            key: `${one.metric} suite`,
            name: one.metric,
            detail:
              one.withoutFailed.n === one.result.n && one.withoutFailed.estimate === one.result.estimate
                ? "for exactly these cases"
                : "for exactly these cases, answered trials",
            estimate: one.withoutFailed.estimate,
            interval: one.suiteInterval,
            n: one.withoutFailed.n,
            p: "",
            verdict: undefined,
          },
        ]),
  ]);
  const margin = comparisons[0]?.result.margin ?? null;
  const ends = rows.flatMap(({ interval, estimate }) =>
    interval === null ? [estimate ?? 0] : [interval.lo, interval.hi],
  );
  const scale = niceScale([0, ...ends, ...(margin === null ? [] : [-margin, margin])]);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Difference on every metric">
      <table class="board forest">
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col" class="wide">
              <Axis scale={scale} format={(value) => points(value).replace(".0", "")} />
              <span class="unseen">Difference</span>
            </th>
            <th scope="col" class="number">
              B − A, points [95 %]
            </th>
            <th scope="col" class="number">
              p
            </th>
            <th scope="col" class="number">
              n
            </th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, detail, estimate, interval, n, p, verdict }) => (
            <tr key={key} class={detail === "" ? "" : "detail"}>
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
                <small>
                  {interval === null ? "[no interval]" : `[${points(interval.lo)}, ${points(interval.hi)}]`}
                </small>
              </td>
              <td class="number">{p}</td>
              <td class="number">{count(n)}</td>
              <td>{verdict !== undefined && <VerdictPill verdict={verdict} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
