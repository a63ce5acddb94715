import type { JSX } from "preact";
import type { PhrasedVariant, WordedPhrasingDifference, WordedReport } from "@sameseed/core";
import { percent, pText } from "../../models/format.ts";
import { niceScale, type Scale } from "../../models/scale.ts";
import { axisHead, IntervalBar } from "../charts/interval-bar.tsx";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { Figures, VerdictWarnings } from "./headlines.tsx";
import { VerdictPill } from "../parts/verdict-pill.tsx";
import { numberHead, Table } from "../parts/table.tsx";

/** Prompts and models over the phrasings of a prompt: the verdict for other phrasings, and the spread over these. */
export function PhrasingSection({
  report,
  metric,
  isAlone,
}: {
  readonly report: WordedReport;
  readonly metric: string;
  /** No other verdicts follow, which would have the warnings of the run. */
  readonly isAlone: boolean;
}): JSX.Element | null {
  const variants = report.phrasings?.variants.filter((one) => one.metric === metric) ?? [];
  if (variants.length === 0) return null;
  const comparisons = report.phrasings!.comparisons.filter((one) => one.metric === metric);
  return (
    <Section
      title="Over phrasings"
      note="Phrasings are a sample of all wordings of the prompt: intervals hold for other phrasings and other cases like these. Dots are single phrasings."
    >
      {comparisons.length > 0 && (
        <ol class="headlines">
          {comparisons.map((one) => (
            <PhrasingHeadline key={one.b} difference={one} />
          ))}
        </ol>
      )}
      <PhrasingTable variants={variants} />
      {isAlone && comparisons.length > 0 && <VerdictWarnings report={report} />}
      <UnfairNote comparisons={comparisons} />
    </Section>
  );
}

function PhrasingHeadline({ difference }: { readonly difference: WordedPhrasingDifference }): JSX.Element {
  const { text, verdict } = difference;
  return (
    <li class={verdict ?? "none"}>
      <div class="line">
        <VerdictPill verdict={verdict} />
        <span class="conclusion">
          <Untrusted text={text} />
        </span>
        <Figures comparison={difference} />
      </div>
    </li>
  );
}

function PhrasingTable({ variants }: { readonly variants: readonly PhrasedVariant[] }): JSX.Element {
  const ends = variants.flatMap(({ interval, means }) => [
    ...(interval === null ? [] : [interval.lo, interval.hi]),
    ...means.map(({ mean }) => mean),
  ]);
  const scale = niceScale(ends);
  return (
    <Table
      label="Over phrasings"
      columns={[
        "Prompt and model",
        axisHead(scale, "Interval", (value) => `${Math.round(100 * value)}`),
        numberHead("Mean % [95 %]"),
        numberHead("SD of phrasings"),
        numberHead("Equal phrasings"),
      ]}
    >
      {variants.map((variant) => (
        <PhrasingRow key={variant.id} variant={variant} scale={scale} />
      ))}
    </Table>
  );
}

function PhrasingRow({ variant, scale }: { readonly variant: PhrasedVariant; readonly scale: Scale }): JSX.Element {
  const { prompt, model, mean, interval, means, sd, sdInterval, p } = variant;
  return (
    <tr>
      <th scope="row" class="two">
        <Untrusted text={model} />
        <small>
          <Untrusted text={prompt} />
        </small>
      </th>
      <td class="wide">
        <IntervalBar
          scale={scale}
          value={mean}
          low={interval?.lo ?? null}
          high={interval?.hi ?? null}
          label={`${percent(mean)} %`}
          marks={means.map((one) => one.mean)}
        />
      </td>
      <td class="number">
        <b>{percent(mean)}</b>{" "}
        <small>{interval === null ? "[no interval]" : `[${percent(interval.lo)}, ${percent(interval.hi)}]`}</small>
      </td>
      <td class="number">
        {sd === null ? "–" : percent(sd)}{" "}
        <small>{sdInterval === null ? "" : `[${percent(sdInterval.lo)}, ${percent(sdInterval.hi)}]`}</small>
      </td>
      <td class="number">{pText(p)}</td>
    </tr>
  );
}

/** The caveats about the pairs of phrasings behind the verdicts. */
function UnfairNote({
  comparisons,
}: {
  readonly comparisons: readonly WordedPhrasingDifference[];
}): JSX.Element | null {
  const reasons = [...new Set(comparisons.flatMap(({ fairness }) => fairness.reasons))];
  if (reasons.length === 0) return null;
  return (
    <p class="note">
      <span class="caution">!</span> Caveats of the pairs of phrasings:{" "}
      {reasons.map((reason) => (
        <span class="caveat" key={reason}>
          <Untrusted text={reason} />
        </span>
      ))}
    </p>
  );
}
