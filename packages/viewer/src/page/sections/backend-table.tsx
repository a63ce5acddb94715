import type { JSX } from "preact";
import type { WordedReport } from "@sameseed/core";
import { count, dateTime } from "../../models/format.ts";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VariantName } from "../parts/variant-name.tsx";

/** Who answered each variant, from when to when, as the service says it. */
export function BackendTable({
  report: { manifest, variants },
}: {
  readonly report: WordedReport;
}): JSX.Element | null {
  const lines = variants.flatMap(({ backends }, position) =>
    backends.map((span, place) => ({ ...span, isFirst: place === 0, variant: manifest.variants[position]! })),
  );
  if (lines.length === 0) return null;
  return (
    <Section
      title="Backends"
      note="In the order of their first answers. Values that a service does not report are empty."
    >
      <div class="scroll" tabIndex={0} role="region" aria-label="Backends">
        <table class="board">
          <thead>
            <tr>
              <th scope="col">Variant</th>
              <th scope="col">Model</th>
              <th scope="col">Fingerprint</th>
              <th scope="col">Region</th>
              <th scope="col" class="number">
                Answers
              </th>
              <th scope="col">First</th>
              <th scope="col">Last</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ variant, isFirst, modelVersion, systemFingerprint, region, answers, firstAt, lastAt }) => (
              <tr key={`${variant.id}|${modelVersion}|${systemFingerprint}|${region}`}>
                <th scope="row">{isFirst ? <VariantName {...variant} /> : <span class="unseen">{variant.id}</span>}</th>
                {[modelVersion, systemFingerprint, region].map((text, place) => (
                  <td key={place}>{text !== null && <Untrusted text={text} />}</td>
                ))}
                <td class="number">{count(answers)}</td>
                <td>{clock(firstAt)}</td>
                <td>{clock(lastAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** `2026-11-23 01:20:07`: to the second, since a run may take less than a minute. */
function clock(iso: string): string {
  return `${dateTime(iso)}${iso.slice(16, 19)}`;
}
