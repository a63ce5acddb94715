import type { JSX } from "preact";
import type { Cells } from "../../data/cells.ts";
import type { RunSummary } from "../../data/page-data.ts";
import { fingerprintsByModel, fingerprintVerdict, type ModelFingerprints } from "../../models/fingerprints.ts";
import { count, duration, plural } from "../../models/format.ts";
import type { Timeline } from "../../models/timeline.ts";
import { toneClass } from "../../models/variant-tone.ts";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VariantName } from "../parts/variant-name.tsx";

/** Shades that distinguish the fingerprints of one model. */
const SHADES = 4;

export interface FingerprintsProps {
  readonly cells: Cells;
  readonly summary: RunSummary;
  readonly found: Timeline;
}

/** Which backend answered when: a strip a variant in its own colour, another shade for another fingerprint of its model. */
export function Fingerprints({ cells, summary, found }: FingerprintsProps): JSX.Element {
  const { variants } = summary.report;
  const models = fingerprintsByModel(variants);
  if (models.every(({ seen }) => seen.length === 0)) return <NoFingerprints />;
  const shades = new Map(models.map(({ model, seen }) => [model, new Map(seen.map(({ name }, at) => [name, at]))]));
  return (
    <Section title="Fingerprints" note={fingerprintVerdict(models)}>
      <div class="strips">
        {found.variants.map(({ fingerprint, trials }, position) => {
          const { variant, model, fingerprints } = variants[position]!;
          const shadeOf = (bin: number): number =>
            (shades.get(model)!.get(cells.fingerprints[fingerprint[bin]! - 1] ?? "") ?? 0) % SHADES;
          return (
            <div class={`strip ${toneClass(position)}`} key={variant}>
              <VariantName {...summary.report.manifest.variants[position]!} />
              <svg
                viewBox={`0 0 ${trials.length} 10`}
                preserveAspectRatio="none"
                height="22"
                width="100%"
                role="img"
                aria-label={stripText(fingerprints)}
              >
                {[...trials].map((seen, bin) =>
                  seen === 0 ? null : (
                    <rect
                      key={bin}
                      class={fingerprint[bin] === 0 ? "no-fingerprint" : `shade-${shadeOf(bin)}`}
                      x={bin}
                      y="0"
                      width="1.02"
                      height="10"
                    />
                  ),
                )}
              </svg>
            </div>
          );
        })}
        <p class="strip-ends">
          <span>start</span>
          <span>{duration(1000 * (found.endS - found.startS))}</span>
        </p>
        <p class="note">A gap means that no trial of the variant started at that time.</p>
      </div>
      <Legend models={models} />
    </Section>
  );
}

function Legend({ models }: { readonly models: readonly ModelFingerprints[] }): JSX.Element {
  return (
    <ul class="legend fingerprint-legend">
      {models.flatMap(({ model, seen }) =>
        seen.map(({ name, answers }, place) => (
          <li key={`${model}|${name}`}>
            <i class={`swatch shade-${place % SHADES}`} /> <Untrusted text={model} />{" "}
            <code>
              <Untrusted text={name} />
            </code>
            <small> {plural(answers, "answer")}</small>
          </li>
        )),
      )}
    </ul>
  );
}

function NoFingerprints(): JSX.Element {
  return (
    <Section title="Fingerprints">
      <p class="note">
        No answer has a system fingerprint, so a change of the backend during the run cannot be detected. Recorded and
        embedded models have none, and some services send none.
      </p>
    </Section>
  );
}

function stripText(fingerprints: Readonly<Record<string, number>>): string {
  const parts = Object.entries(fingerprints).map(([name, seen]) => `${name} × ${count(seen)}`);
  return parts.length === 0 ? "no fingerprint" : parts.join(", ");
}
