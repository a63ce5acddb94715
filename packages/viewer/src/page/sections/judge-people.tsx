import type { JSX } from "preact";
import type { Agreement, Coefficient, CorrectedEstimate, WordedJudgeAudit, PeopleAudit } from "@sameseed/core";
import { coefficient, count, percent, plural, points } from "../../models/format.ts";
import { niceScale } from "../../models/scale.ts";
import { axisHead, IntervalBar } from "../charts/interval-bar.tsx";
import { RateCells } from "./judge-measures.tsx";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { numberHead, Table } from "../parts/table.tsx";

const SCALES: Readonly<Record<PeopleAudit["scale"], string>> = {
  "pass-fail": "pass or fail",
  "1-5": "grades from 1 to 5",
  "0-1": "numbers from 0 to 1",
  preference: "preferences",
};

/** People's labels on one scale, and the judge's agreement with them. */
export function JudgePeople({
  people,
  audit,
}: {
  readonly people: PeopleAudit;
  readonly audit: WordedJudgeAudit;
}): JSX.Element {
  const { annotators, labels, items, split, between, alpha, withJudge, scale } = people;
  const who = audit.judge === null ? "the scorer" : "the judge";
  const what = scale === "preference" ? "pairs" : "answers";
  return (
    <Section
      title={`People: ${SCALES[scale]}`}
      note={
        <>
          {plural(labels, "label")} of {count(items)} {what} by <Untrusted text={annotators.join(", ")} />.
          {split > 0 && ` On ${count(split)} people are split evenly; they are left out of the comparison with ${who}.`}
        </>
      }
    >
      <Table
        label={`Agreement of people and ${who}`}
        columns={[
          "Who agrees",
          numberHead("Same label [95 %]"),
          numberHead("Of"),
          numberHead("Kappa"),
          withJudge?.weightedKappa !== null && numberHead("Weighted kappa"),
          numberHead("AC1"),
        ]}
      >
        {between !== null && (
          <AgreementRow
            name={`${between.first} and ${between.second}`}
            detail={alpha === null ? "" : `alpha of all ${coefficient(alpha)}`}
            of={what}
            agreement={between}
          />
        )}
        {withJudge !== null && (
          <AgreementRow
            name={`People and ${who}`}
            detail={annotators.length > 1 ? "the mean of people's labels" : ""}
            of={what}
            agreement={withJudge}
          />
        )}
      </Table>
      {withJudge !== null && <Confusion agreement={withJudge} who={who} what={what} />}
    </Section>
  );
}

function AgreementRow({
  name,
  detail,
  of,
  agreement: { agreement, kappa, weightedKappa, ac1 },
}: {
  readonly name: string;
  readonly detail: string;
  readonly of: string;
  readonly agreement: Agreement;
}): JSX.Element {
  return (
    <tr>
      <th scope="row" class="two">
        <Untrusted text={name} />
        {detail !== "" && <small>{detail}</small>}
      </th>
      <RateCells rate={agreement} of={of} />
      <CoefficientCell of={kappa} />
      {weightedKappa !== null && <CoefficientCell of={weightedKappa} />}
      <CoefficientCell of={ac1} />
    </tr>
  );
}

function CoefficientCell({ of: { value, low, high } }: { readonly of: Coefficient }): JSX.Element {
  if (value === null) return <td class="number">not defined</td>;
  return (
    <td class="number">
      <b>{coefficient(value)}</b>{" "}
      <small>{low === null || high === null ? "[no interval]" : `[${coefficient(low)}, ${coefficient(high)}]`}</small>
    </td>
  );
}

/** The confusion of labels: rows are people's labels, columns the judge's. */
function Confusion({
  agreement: { categories, table },
  who,
  what,
}: {
  readonly agreement: Agreement;
  readonly who: string;
  readonly what: string;
}): JSX.Element {
  const most = Math.max(1, ...table.flat());
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`Labels by people and by ${who} for the same ${what}`}>
      <p class="note above">
        Rows: what people say. Columns: what {who} says. Numbers of {what}.
      </p>
      <table class="confusion">
        <thead>
          <tr>
            <td />
            {categories.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.map((row, place) => (
            <tr key={categories[place]}>
              <th scope="row">{categories[place]}</th>
              {row.map((items, column) => (
                <td key={categories[column]} class={place === column ? "same" : "other"}>
                  <i style={{ opacity: 0.06 + (0.34 * items) / most }} />
                  <span>{count(items)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const QUANTITIES: Readonly<Record<CorrectedEstimate["quantity"], string>> = {
  mean: "Means, in percent",
  difference: "Differences, in points",
  "win rate": "Win rates, in percent",
};

/** The estimated mean of people's labels over all cases, next to the judge's own mean. */
export function JudgeCorrected({ audit }: { readonly audit: WordedJudgeAudit }): JSX.Element {
  const groups = Map.groupBy(audit.corrected, ({ quantity }) => quantity);
  return (
    <Section
      title="Corrected by labels"
      note="Estimates over all cases, corrected by people's labels. The dotted line is the estimate without them."
    >
      {[...groups].map(([quantity, estimates]) => (
        <CorrectedTable key={quantity} quantity={quantity} estimates={estimates} />
      ))}
    </Section>
  );
}

function CorrectedTable({
  quantity,
  estimates,
}: {
  readonly quantity: CorrectedEstimate["quantity"];
  readonly estimates: readonly CorrectedEstimate[];
}): JSX.Element {
  const isDifference = quantity === "difference";
  const ends = estimates.flatMap(({ low, high, judged }) => [low, high, judged].filter((end) => end !== null));
  const scale = niceScale(isDifference ? [0, ...ends] : [0, 1]);
  const text = (value: number): string => (isDifference ? points(value) : percent(value));
  return (
    <Table
      label={QUANTITIES[quantity]}
      class="board forest"
      region="corrected"
      columns={[
        QUANTITIES[quantity],
        axisHead(scale, "Estimate", (value) => text(value).replace(".0", "")),
        numberHead("People [95 %]"),
        numberHead("Alone"),
        numberHead("Labelled cases"),
        "Method",
      ]}
    >
      {estimates.map(({ variant, against, estimate, low, high, judged, cases, labelled, method }) => (
        <tr key={variant}>
          <th scope="row" class="two">
            <Untrusted text={variant} />
            {against !== null && (
              <small>
                against <Untrusted text={against} />
              </small>
            )}
          </th>
          <td class="wide">
            <IntervalBar
              scale={scale}
              value={estimate}
              low={low}
              high={high}
              reference={judged}
              tone="equivalent"
              label={estimate === null ? "not estimated" : text(estimate)}
            />
          </td>
          <td class="number">
            {estimate === null ? "–" : <b>{text(estimate)}</b>}{" "}
            <small>{low === null || high === null ? "" : `[${text(low)}, ${text(high)}]`}</small>
          </td>
          <td class="number">{judged === null ? "–" : text(judged)}</td>
          <td class="number">
            {count(labelled)} of {count(cases)}
          </td>
          <td>{method === "none" ? "50 labelled cases are needed" : method}</td>
        </tr>
      ))}
    </Table>
  );
}
