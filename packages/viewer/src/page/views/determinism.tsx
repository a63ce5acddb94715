import type { JSX } from "preact";
import type { Manifest } from "@sameseed/core";
import { placeOf } from "../../data/case-details.ts";
import type { Cells } from "../../data/cells.ts";
import type { RunSummary } from "../../data/page-data.ts";
import { type CaseCount, determinism, identicalShare, type VariantDeterminism } from "../../models/determinism.ts";
import { count, percent } from "../../models/format.ts";
import { niceScale } from "../../models/scale.ts";
import { axisHead, IntervalBar } from "../charts/interval-bar.tsx";
import { Ready } from "../parts/ready.tsx";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VariantName } from "../parts/variant-name.tsx";
import type { RunSource } from "../sources/run-source.ts";
import { SeedReport } from "../sections/seed-report.tsx";
import { useLoaded } from "../hooks/use-loaded.ts";
import { linkTo } from "../hooks/use-route.ts";
import { numberHead, Table } from "../parts/table.tsx";

export interface DeterminismProps {
  readonly summary: RunSummary;
  readonly source: RunSource;
}

/** The effect of a seed: whether it repeats the text, and whether another seed changes it. */
export function Determinism({ summary, source }: DeterminismProps): JSX.Element {
  const { manifest } = summary.report;
  const cells = useLoaded(() => source.cells(), [source]);
  return (
    <>
      <Section title="Seeds of this run">
        <p>{policyText(manifest)}</p>
        <p class="note">
          A shared seed is one control of several. Services may ignore it, and equal seed and equal fingerprint can
          still give different text. This page counts equal texts.
        </p>
      </Section>
      {manifest.seedLedger !== undefined && manifest.seedLedger.length > 0 && (
        <SeedReport entries={manifest.seedLedger} />
      )}
      <Ready of={cells} what="the trials">
        {(value) => <Tables cells={value} summary={summary} />}
      </Ready>
    </>
  );
}

function policyText({ seedPolicy, seed, repeats }: Manifest): string {
  if (seedPolicy === "none") return "No seed was sent. Differences below come from the service's own sampling.";
  if (seedPolicy === "fixed")
    return `Every trial was sent the seed ${seed}. The ${repeats} repeats of a case share it, so they are not independent: they show whether the seed is honoured, not how answers vary.`;
  return `Each case and repeat has its own seed, derived from ${seed} and the same for all variants.`;
}

function Tables({ cells, summary }: { readonly cells: Cells; readonly summary: RunSummary }): JSX.Element {
  const { manifest } = summary.report;
  const twinOf = manifest.variants.map((variant) =>
    variant.control ? manifest.variants.findIndex((other) => !other.control && other.id === manifest.baseline) : -1,
  );
  const found = determinism(cells, { seedPolicy: manifest.seedPolicy, twinOf });
  const isPart = cells.caseIds.length < summary.coverage.cases;
  return (
    <>
      {isPart && (
        <p class="note">
          This file holds {count(cells.caseIds.length)} of {count(summary.coverage.cases)} cases, those that differ
          first: shares below are too low for the run as a whole. `sameseed view` counts all.
        </p>
      )}
      <ShareTable
        title="Same seed, same text?"
        none={sameSeedHint(manifest)}
        {...{ cells, manifest, found }}
        of={({ sameSeed }) => sameSeed}
        what="cases whose answers with the same seed are the same text"
      />
      <ShareTable
        title={manifest.seedPolicy === "none" ? "Without a seed, same text?" : "Other seeds, same text?"}
        none={
          manifest.repeats === 1
            ? "One repeat per case: there is nothing to compare. --repeats 5 sends each case five times, each time with another seed."
            : "All repeats share the seed."
        }
        {...{ cells, manifest, found }}
        of={({ otherSeed }) => otherSeed}
        what={
          manifest.seedPolicy === "none"
            ? "cases whose repeats are all the same text"
            : "cases whose repeats, each with its own seed, are all the same text"
        }
      />
    </>
  );
}

function sameSeedHint({ seedPolicy }: Manifest): string {
  if (seedPolicy === "none") return "No seed was sent.";
  return "No request was sent twice with the same seed. To measure this, --aa runs the baseline a second time with the same seeds.";
}

interface ShareTableProps {
  readonly title: string;
  readonly none: string;
  readonly what: string;
  readonly cells: Cells;
  readonly manifest: Manifest;
  readonly found: readonly VariantDeterminism[];
  readonly of: (one: VariantDeterminism) => CaseCount;
}

function ShareTable({ title, none, what, cells, manifest, found, of }: ShareTableProps): JSX.Element {
  const rows = found.filter((one) => of(one).cases > 0);
  const scale = niceScale([0, 1]);
  if (rows.length === 0)
    return (
      <Section title={title}>
        <p class="note">{none}</p>
      </Section>
    );
  return (
    <Section title={title} note={`Share of ${what}, with its 95 % interval (Wilson).`}>
      <Table
        label={title}
        columns={[
          "Variant",
          axisHead(scale, "Share", (value) => `${Math.round(100 * value)}`),
          numberHead("Identical % [95 %]"),
          numberHead("Cases"),
          "Answers that differ",
        ]}
      >
        {rows.map((one) => {
          const { cases, identical, examples } = of(one);
          const { estimate, lo, hi } = identicalShare(of(one));
          const variant = manifest.variants[one.variant]!;
          return (
            <tr key={variant.id}>
              <th scope="row">
                <VariantName {...variant} />
              </th>
              <td class="wide">
                <IntervalBar scale={scale} value={estimate} low={lo} high={hi} label={`${percent(estimate)} %`} />
              </td>
              <td class="number">
                <b>{percent(estimate)}</b>{" "}
                <small>
                  [{percent(lo)}, {percent(hi)}]
                </small>
              </td>
              <td class="number">
                {count(identical)} of {count(cases)}
              </td>
              <td>
                <span class="examples">
                  {examples.length === 0
                    ? "–"
                    : examples.map(([, cell]) => <Example key={cell} {...{ cells, cell }} />)}
                </span>
              </td>
            </tr>
          );
        })}
      </Table>
    </Section>
  );
}

function Example({ cells, cell }: { readonly cells: Cells; readonly cell: number }): JSX.Element {
  const { caseNumber: position, repeat, variant } = placeOf(cells, cell);
  return (
    <a
      href={linkTo("trial", {
        case: cells.caseIds[position],
        variant: cells.variants[variant],
        repeat: String(repeat),
      })}
    >
      <Untrusted text={cells.caseIds[position] ?? ""} />
    </a>
  );
}
