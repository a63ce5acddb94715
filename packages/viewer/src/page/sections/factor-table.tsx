import type { JSX } from "preact";
import type { FactorEffect } from "@sameseed/core";
import { points, pText } from "../../models/format.ts";
import { niceScale, type Scale } from "../../models/scale.ts";
import { axisHead, IntervalBar } from "../charts/interval-bar.tsx";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VerdictPill } from "../parts/verdict-pill.tsx";
import { numberHead, Table } from "../parts/table.tsx";

/** Effects of prompts over all models and of models over all prompts. */
export function FactorTable({ factors }: { readonly factors: readonly FactorEffect[] }): JSX.Element {
  const ends = factors.flatMap(({ result: { interval } }) => (interval === null ? [] : [interval.lo, interval.hi]));
  const scale = niceScale([0, ...ends]);
  return (
    <Section
      title="Effects of prompts and models"
      note="Each prompt over all models, each model over all prompts, in points; an interaction is the effect beyond that at the baseline."
    >
      <Table
        label="Effects of prompts and models"
        columns={[
          "Effect of",
          "Level",
          axisHead(scale, "Difference", (value) => points(value).replace(".0", "")),
          numberHead("Points [95 %]"),
          numberHead("p (Holm)"),
          "Verdict",
        ]}
      >
        {factors.map((effect) => (
          <FactorRow key={effect.factor + effect.level} effect={effect} scale={scale} />
        ))}
      </Table>
    </Section>
  );
}

interface FactorRowProps {
  readonly effect: FactorEffect;
  readonly scale: Scale;
}

function FactorRow({ effect: { factor, level, baseline, result }, scale }: FactorRowProps): JSX.Element {
  return (
    <tr>
      <td>{factor}</td>
      <th scope="row" class="two">
        <Untrusted text={level} />
        <small>
          against <Untrusted text={baseline} />
        </small>
      </th>
      <td class="wide">
        <IntervalBar
          scale={scale}
          value={result.estimate}
          low={result.interval?.lo ?? null}
          high={result.interval?.hi ?? null}
          reference={0}
          tone={result.verdict.verdict}
          label={`${points(result.estimate ?? 0)} points`}
        />
      </td>
      <td class="number">
        {result.estimate === null ? "–" : points(result.estimate)}{" "}
        <small>
          {result.interval === null
            ? "[no interval]"
            : `[${points(result.interval.lo)}, ${points(result.interval.hi)}]`}
        </small>
      </td>
      <td class="number">{pText(result.pAdjusted)}</td>
      <td>
        <VerdictPill verdict={result.verdict.verdict} />
      </td>
    </tr>
  );
}
