import type { JSX } from "preact";
import type { WordedRecommendation } from "@sameseed/core";
import { dollars, milliseconds, percent } from "../../models/format.ts";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VariantById } from "../parts/variant-name.tsx";
import { numberHead, Table } from "../parts/table.tsx";

const STANDINGS = { frontier: "cheaper or faster", dominated: "dominated" } as const;

/**
 * The recommended variant: one sentence, the set that contains the best, and folded the variants without an
 * advantage.
 */
export function RecommendationSection({
  recommendation,
}: {
  readonly recommendation: WordedRecommendation;
}): JSX.Element {
  const { text, choices, confidence, best } = recommendation;
  const shown = choices.filter(({ standing }) => standing !== "dominated");
  const dominated = choices.filter(({ standing }) => standing === "dominated");
  return (
    <Section
      title="Which variant to choose"
      note={
        <>
          With {percent(confidence, 0)} % confidence,{" "}
          {best.length === 1 ? "one variant is the best" : `${best.length} of the variants may be the best`}.
        </>
      }
    >
      <p class="recommendation">
        <b>
          <Untrusted text={text} />
        </b>
      </p>
      {(best.length > 1 || shown.length > best.length) && <ChoiceTable choices={shown} best={best} />}
      {dominated.length > 0 && (
        <details>
          <summary>
            {dominated.length} dominated: neither cheaper nor faster than all variants with a higher score
          </summary>
          <ChoiceTable choices={dominated} best={best} />
        </details>
      )}
    </Section>
  );
}

function ChoiceTable({ choices, best }: Pick<WordedRecommendation, "choices" | "best">): JSX.Element {
  const standings = { ...STANDINGS, best: best.length === 1 ? "the best" : "may be the best" };
  return (
    <Table
      label="Variants by score"
      columns={[
        "Variant",
        numberHead("Mean % [95 %]"),
        numberHead("Cost per 1,000"),
        numberHead("Latency p50"),
        "Standing",
      ]}
    >
      {choices.map(({ variant, mean, low, high, costPerThousandUsd, latencyMsP50, standing }) => (
        <tr key={variant}>
          <th scope="row">
            <VariantById id={variant} />
          </th>
          <td class="number">
            {percent(mean)} <small>{low === null || high === null ? "" : `[${percent(low)}, ${percent(high)}]`}</small>
          </td>
          <td class="number">{dollars(costPerThousandUsd)}</td>
          <td class="number">{milliseconds(latencyMsP50)}</td>
          <td>{standings[standing]}</td>
        </tr>
      ))}
    </Table>
  );
}
