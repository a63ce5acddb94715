import type { JSX } from "preact";
import type { WordedReport } from "@sameseed/core";
import { count, dateTime } from "../../models/format.ts";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VariantName } from "../parts/variant-name.tsx";
import { numberHead, Table } from "../parts/table.tsx";

/** The backends of each variant with their times, as the service reports them. */
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
      <Table
        label="Backends"
        columns={["Variant", "Model", "Fingerprint", "Region", numberHead("Answers"), "First", "Last"]}
      >
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
      </Table>
    </Section>
  );
}

/** `2026-11-23 01:20:07`: to the second, since a run may take less than a minute. */
function clock(iso: string): string {
  return `${dateTime(iso)}${iso.slice(16, 19)}`;
}
