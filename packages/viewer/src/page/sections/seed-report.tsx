import type { JSX } from "preact";
import type { SeedReportEntry, SeedSpread } from "@sameseed/core";
import { count, percent, plural, pText } from "../../models/format.ts";
import { niceScale, type Scale } from "../../models/scale.ts";
import { axisHead, IntervalBar } from "../charts/interval-bar.tsx";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { numberHead, Table } from "../parts/table.tsx";

const TONES = {
  honoured: "better",
  partly: "state-stopped",
  ignored: "worse",
  unsupported: "worse",
  undecided: "inconclusive",
} as const;

/** The results of the probe before the run for each model's seed. */
export function SeedReport({ entries }: { readonly entries: readonly SeedReportEntry[] }): JSX.Element {
  return (
    <Section
      title="Seed report"
      note="Probed before the run: some cases were sent several times, under one seed and under other seeds."
    >
      <ul class="seed-report">
        {entries.map((entry) => (
          <li key={entry.model + JSON.stringify(entry.params)}>
            <p>
              <span class={`pill ${TONES[entry.verdict]}`}>{entry.verdict}</span>{" "}
              <b>
                <Untrusted text={entry.model} />
              </b>{" "}
              <Untrusted text={entry.conclusion} />
            </p>
            <Spreads entry={entry} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Spreads({ entry }: { readonly entry: SeedReportEntry }): JSX.Element | null {
  const { sameSeed, otherSeeds, calls, cases, p, distance } = entry;
  const rows = (
    [
      ["one seed", sameSeed],
      ["other seeds", otherSeeds],
    ] as const
  ).filter((row): row is readonly ["one seed" | "other seeds", SeedSpread] => row[1] !== null);
  if (rows.length === 0) return null;
  const scale = niceScale([0, 1]);
  return (
    <>
      <Table
        label={`Texts of ${entry.model}`}
        columns={[
          "Calls under",
          axisHead(scale, "Share of equal pairs", (value) => `${Math.round(100 * value)}`),
          numberHead("Equal pairs % [95 %]"),
          numberHead("Distinct texts"),
          numberHead("First difference"),
          numberHead(distance === "edit" ? "Edit distance" : "Embedding distance"),
        ]}
      >
        {rows.map(([name, spread]) => (
          <SpreadRow key={name} {...{ name, spread, scale, calls }} />
        ))}
      </Table>
      <p class="note">
        {plural(cases, "case")}, {calls} calls each; means over cases
        {p !== null && `; that equal seeds match no more often: ${pText(p)}`}.
      </p>
    </>
  );
}

interface SpreadRowProps {
  readonly name: string;
  readonly spread: SeedSpread;
  readonly scale: Scale;
  readonly calls: number;
}

function SpreadRow({ name, spread, scale, calls }: SpreadRowProps): JSX.Element {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="wide">
        <IntervalBar
          scale={scale}
          value={spread.exactMatch}
          low={spread.exactMatchLow}
          high={spread.exactMatchHigh}
          label={`${percent(spread.exactMatch)} %`}
        />
      </td>
      <td class="number">
        <b>{percent(spread.exactMatch)}</b> <small>{range(spread.exactMatchLow, spread.exactMatchHigh, percent)}</small>
      </td>
      <td class="number">
        {spread.distinct.toFixed(1)} of {calls}
      </td>
      <td class="number">{spread.firstDivergence === null ? "–" : `character ${count(spread.firstDivergence + 1)}`}</td>
      <td class="number">
        {spread.distance === null ? "–" : spread.distance.toFixed(3)}{" "}
        <small>
          {spread.distance === null ? "" : range(spread.distanceLow, spread.distanceHigh, (value) => value.toFixed(3))}
        </small>
      </td>
    </tr>
  );
}

function range(low: number | null, high: number | null, format: (value: number) => string): string {
  return low === null || high === null ? "[no interval]" : `[${format(low)}, ${format(high)}]`;
}
