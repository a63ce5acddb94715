import type { JSX } from "preact";
import type { AuditRate, WordedJudgeAudit } from "@sameseed/core";
import { count, percent } from "../../models/format.ts";
import { axisHead, IntervalBar } from "../charts/interval-bar.tsx";
import { numberHead, Table } from "../parts/table.tsx";

/** All shares of an audit share one axis. */
const SHARES = { low: 0, high: 1, ticks: [0, 0.5, 1] };

interface Measure {
  readonly question: string;
  readonly detail: string;
  readonly rate: AuditRate;
  readonly of: string;
  /** The value for an unbiased judge; null where more is simply better. */
  readonly expected: number | null;
}

/** The results from the judge's own calls: each share with its interval, and its value for an unbiased judge. */
export function JudgeMeasures({ audit }: { readonly audit: WordedJudgeAudit }): JSX.Element {
  const measures = measuresOf(audit);
  if (measures.length === 0) return <p class="note">No request was sent twice, and there are no pairs to compare.</p>;
  return (
    <Table
      label="Consistency of the judge"
      class="board forest"
      columns={[
        "Question",
        axisHead(SHARES, "Share", (value) => `${100 * value} %`),
        numberHead("Share [95 %]"),
        numberHead("Of"),
      ]}
    >
      {measures.map(({ question, detail, rate, of, expected }) => (
        <tr key={question}>
          <th scope="row" class="two">
            {question}
            <small>{detail}</small>
          </th>
          <td class="wide">
            <IntervalBar
              scale={SHARES}
              value={rate.share}
              low={rate.low}
              high={rate.high}
              reference={expected}
              tone={toneOf(rate, expected)}
              label={`${percent(rate.share)} percent`}
            />
          </td>
          <RateCells rate={rate} of={of} />
        </tr>
      ))}
    </Table>
  );
}

/** A share with its interval and its denominator. */
export function RateCells({ rate, of }: { readonly rate: AuditRate; readonly of: string }): JSX.Element {
  return (
    <>
      <td class="number">
        <b>{percent(rate.share)} %</b>{" "}
        <small>
          {rate.low === null || rate.high === null ? "[no interval]" : `[${percent(rate.low)}, ${percent(rate.high)}]`}
        </small>
      </td>
      <td class="number">
        {rate.hits % 1 === 0 ? count(rate.hits) : rate.hits.toFixed(1)} of {count(rate.n)} {of}
      </td>
    </>
  );
}

function measuresOf({ kind, swap, firstPosition, retest, longerWins }: WordedJudgeAudit): readonly Measure[] {
  const sets = kind === "selection" ? "selections" : "pairs";
  return [
    ...(swap === null
      ? []
      : [
          {
            question: "Same verdict in the other order?",
            detail: "the same answers in reverse order",
            rate: swap.same,
            of: sets,
            expected: null,
          },
        ]),
    ...(firstPosition === null
      ? []
      : [
          {
            question: "Does the answer shown first win?",
            detail: "the dotted line is a judge without position bias",
            rate: firstPosition,
            of: "verdicts",
            expected: firstPosition.expected,
          },
        ]),
    ...(retest === null
      ? []
      : [
          {
            question: "Same verdict at the retest?",
            detail: "the same request with another seed",
            rate: retest.same,
            of: "verdicts",
            expected: null,
          },
          ...(retest.within.hits === retest.same.hits
            ? []
            : [
                {
                  question: "Nearly the same?",
                  detail: `within ${retest.tolerance}`,
                  rate: retest.within,
                  of: "verdicts",
                  expected: null,
                },
              ]),
        ]),
    ...(longerWins === null
      ? []
      : [
          {
            question: "Does the longer answer win?",
            detail: "of two answers to the same case, without ties",
            rate: longerWins,
            of: "pairs",
            expected: 0.5,
          },
        ]),
  ];
}

/** A share that should be one half is a finding where its interval leaves that out. */
function toneOf({ low, high }: AuditRate, expected: number | null): string {
  if (expected === null || low === null || high === null) return "";
  return low > expected || high < expected ? "worse" : "equivalent";
}
