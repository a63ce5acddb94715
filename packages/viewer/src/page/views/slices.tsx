import type { JSX } from "preact";
import type { SliceComparison, SliceInteraction } from "@sameseed/core";
import type { RunSummary } from "../../data/page-data.ts";
import { count, percent, plural, points, pText } from "../../models/format.ts";
import { niceScale } from "../../models/scale.ts";
import { axisHead, IntervalBar } from "../charts/interval-bar.tsx";
import { Choice } from "../parts/choice.tsx";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VerdictPill } from "../parts/verdict-pill.tsx";
import { amend } from "../hooks/use-route.ts";
import { SliceWarnings } from "../sections/slice-warnings.tsx";
import { numberHead, Table } from "../parts/table.tsx";

/** The variants in each group of cases that share a value: a forest plot by slice. */
export function Slices({
  summary: { report },
  params,
}: {
  readonly summary: RunSummary;
  readonly params: Readonly<Record<string, string>>;
}): JSX.Element {
  const { slices, manifest } = report;
  if (slices === undefined || slices.comparisons.length === 0)
    return (
      <p class="status">
        This run has no slices. Slices compare variants: a run needs two variants, and slices in the benchmark or --by.
      </p>
    );
  const metrics = unique(slices.comparisons.map(({ metric }) => metric));
  const variants = unique(slices.comparisons.map(({ b }) => b));
  const first = slices.warnings[0] ?? slices.comparisons[0]!;
  const pick = (name: string, known: readonly string[], fallback: string): string =>
    known.includes(params[name] ?? "") ? params[name]! : fallback;
  const metric = pick("metric", metrics, first.metric);
  const variant = pick("b", variants, first.b);
  return (
    <>
      <Section
        title="Slices"
        note={
          <>
            Difference to <Untrusted text={manifest.baseline} /> in each group of cases, with its 95 % interval. p is
            corrected over all slices (Holm).
          </>
        }
      >
        <SliceWarnings slices={slices} />
        <Choices {...{ variants, variant, metrics, metric }} />
        {slices.omitted.map(({ key, reason }) => (
          <p key={key} class="note">
            No slices by <Untrusted text={key} />: {reason}.
          </p>
        ))}
      </Section>
      {slices.keys.map(({ key }) => (
        <Section key={key} title={<Untrusted text={`By ${key}`} />}>
          <SliceForest
            name={key}
            lines={slices.comparisons.filter(
              (line) => line.key === key && line.metric === metric && line.b === variant,
            )}
            interaction={slices.interactions.find(
              (test) => test.key === key && test.metric === metric && test.b === variant,
            )}
            margin={manifest.margin}
          />
        </Section>
      ))}
    </>
  );
}

interface ChoicesProps {
  readonly variants: readonly string[];
  readonly variant: string;
  readonly metrics: readonly string[];
  readonly metric: string;
}

function Choices({ variants, variant, metrics, metric }: ChoicesProps): JSX.Element | null {
  if (variants.length <= 1 && metrics.length <= 1) return null;
  return (
    <div class="controls">
      {variants.length > 1 && (
        <Choice
          label="Variant"
          value={variant}
          options={variants.map((name) => [name, name] as const)}
          onChange={(b) => amend({ b })}
        />
      )}
      {metrics.length > 1 && (
        <Choice
          label="Metric"
          value={metric}
          options={metrics.map((name) => [name, name] as const)}
          onChange={(name) => amend({ metric: name })}
        />
      )}
    </div>
  );
}

function SliceForest({
  name,
  lines,
  interaction,
  margin,
}: {
  readonly name: string;
  readonly lines: readonly SliceComparison[];
  readonly interaction: SliceInteraction | undefined;
  readonly margin: number | null;
}): JSX.Element {
  const ends = lines.flatMap(({ low, high, estimate }) =>
    low === null || high === null ? [estimate ?? 0] : [low, high],
  );
  const scale = niceScale([0, ...ends]);
  return (
    <Table
      label={`Difference by ${name}`}
      class="board forest"
      after={<Interaction name={name} interaction={interaction} />}
      columns={[
        <th scope="col">
          <Untrusted text={name} />
        </th>,
        axisHead(scale, "Difference", (value) => points(value).replace(".0", "")),
        numberHead("Mean A → B, %"),
        numberHead("B − A, points [95 %]"),
        numberHead("p (Holm)"),
        numberHead("n"),
        "Verdict",
      ]}
    >
      {lines.map((line) => (
        <SliceRow key={line.slice} line={line} scale={scale} margin={margin} />
      ))}
    </Table>
  );
}

function SliceRow({
  line,
  scale,
  margin,
}: {
  readonly line: SliceComparison;
  readonly scale: ReturnType<typeof niceScale>;
  readonly margin: number | null;
}): JSX.Element {
  const { slice, estimate, low, high, meanA, meanB, pAdjusted, n, verdict, casesNeeded } = line;
  return (
    <tr>
      <th scope="row">
        <Untrusted text={slice} />
      </th>
      <td class="wide">
        <IntervalBar
          scale={scale}
          value={estimate}
          low={low}
          high={high}
          reference={0}
          band={margin === null ? null : [-margin, margin]}
          tone={verdict ?? ""}
          label={estimate === null ? "no difference known" : `${points(estimate)} points`}
        />
      </td>
      <td class="number">
        {percent(meanA)} → {percent(meanB)}
      </td>
      <td class="number">
        {estimate === null ? "–" : <b>{points(estimate)}</b>}{" "}
        <small>{low === null || high === null ? "[no interval]" : `[${points(low)}, ${points(high)}]`}</small>
      </td>
      <td class="number">{pText(pAdjusted)}</td>
      <td class="number">{count(n)}</td>
      <td>
        <VerdictPill verdict={verdict} />
        {casesNeeded !== null && <small> needs {plural(casesNeeded, "case")}</small>}
      </td>
    </tr>
  );
}

function Interaction({
  name,
  interaction,
}: {
  readonly name: string;
  readonly interaction: SliceInteraction | undefined;
}): JSX.Element | null {
  if (interaction === undefined || interaction.pAdjusted === null) return null;
  return (
    <p class="note">
      {interaction.pAdjusted <= 0.05 ? "The difference depends on " : "No sign that the difference depends on "}
      <Untrusted text={name} /> (test of interaction: {pText(interaction.pAdjusted)}).
    </p>
  );
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
