import type { JSX } from "preact";
import type { Classification, ClassRate, VariantClasses } from "@sameseed/core";
import type { RunSummary } from "../../data/page-data.ts";
import { count, percent, plural } from "../../models/format.ts";
import { Choice } from "../parts/choice.tsx";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { amend } from "../hooks/use-route.ts";
import { numberHead, Table } from "../parts/table.tsx";

/** Confusion matrix, precision, recall and F1 of one variant, for scorers with labels as answers. */
export function Classes({
  summary: { report },
  params,
}: {
  readonly summary: RunSummary;
  readonly params: Readonly<Record<string, string>>;
}): JSX.Element {
  const { classifications = [], manifest } = report;
  const shown = classifications.find(({ metric }) => metric === params["metric"]) ?? classifications[0];
  if (shown === undefined)
    return <p class="status">This run has no labels. The scorers choice and classifier produce labels.</p>;
  const variant = shown.variants.find((one) => one.variant === (params["b"] ?? manifest.baseline)) ?? shown.variants[0];
  return (
    <>
      <Section title="Labels" note="Given labels for each expected label. Counts are answers; intervals are 95 %.">
        <div class="controls">
          {classifications.length > 1 && (
            <Choice
              label="Metric"
              value={shown.metric}
              options={classifications.map(({ metric }) => [metric, metric] as const)}
              onChange={(metric) => amend({ metric })}
            />
          )}
          {variant !== undefined && shown.variants.length > 1 && (
            <Choice
              label="Variant"
              value={variant.variant}
              options={shown.variants.map((one) => [one.variant, one.variant] as const)}
              onChange={(b) => amend({ b })}
            />
          )}
        </div>
        {variant === undefined && <p class="note">{count(shown.labels.length)} labels are too many for a table.</p>}
      </Section>
      {variant !== undefined && (
        <>
          <Rates of={variant} />
          <Confusion labels={shown.labels} of={variant} />
        </>
      )}
    </>
  );
}

function Rates({ of: { classes } }: { readonly of: VariantClasses }): JSX.Element {
  return (
    <Section title="Precision, recall and F1">
      <Table
        label="Precision, recall and F1 by label"
        columns={[
          "Label",
          ...["Expected", "Given", "Precision, % [95 %]", "Recall, % [95 %]", "F1, % [95 %]"].map(numberHead),
        ]}
      >
        {classes.map(({ label, expected, given, precision, recall, f1 }) => (
          <tr key={label}>
            <th scope="row">
              <Untrusted text={label} />
            </th>
            <td class="number">{count(expected)}</td>
            <td class="number">{count(given)}</td>
            <Rate of={precision} />
            <Rate of={recall} />
            <Rate of={f1} />
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function Rate({ of: { value, low, high } }: { readonly of: ClassRate }): JSX.Element {
  return (
    <td class="number">
      <b>{percent(value)}</b>{" "}
      <small>{low === null || high === null ? "[no interval]" : `[${percent(low)}, ${percent(high)}]`}</small>
    </td>
  );
}

function Confusion({
  labels,
  of: { confusion, n, failed },
}: {
  readonly labels: Classification["labels"];
  readonly of: VariantClasses;
}): JSX.Element {
  return (
    <Section
      title="Confusion matrix"
      note={`Rows are expected labels, columns given ones. ${plural(n, "answer")}${failed > 0 ? `; without ${plural(failed, "failed trial")}` : ""}.`}
    >
      <Table
        label="Confusion matrix"
        class="board confusion"
        columns={["Expected", ...labels.map((label) => numberHead(<Untrusted text={label} />)), numberHead("no label")]}
      >
        {confusion.map((row, expected) => (
          <tr key={labels[expected]}>
            <th scope="row">
              <Untrusted text={labels[expected]!} />
            </th>
            {row.map((answers, given) => (
              <td
                key={labels[given] ?? ""}
                class="number"
                style={{ background: shade(answers, row, given === expected) }}
              >
                {answers === 0 ? <span class="quiet">0</span> : count(answers)}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </Section>
  );
}

/** The share of the row as a tint: right answers in the tone of better, others in that of worse. */
function shade(answers: number, row: readonly number[], isHit: boolean): string {
  const share =
    answers /
    Math.max(
      1,
      row.reduce((sum, each) => sum + each, 0),
    );
  return `color-mix(in srgb, var(${isHit ? "--good" : "--bad"}) ${Math.round(40 * share)}%, transparent)`;
}
