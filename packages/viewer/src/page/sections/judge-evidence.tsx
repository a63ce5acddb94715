import type { JSX } from "preact";
import type { Contradiction, WordedJudgeAudit, Manifest } from "@sameseed/core";
import { count, percent, plural } from "../../models/format.ts";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VariantName } from "../parts/variant-name.tsx";
import { linkTo } from "../hooks/use-route.ts";
import { numberHead, Table } from "../parts/table.tsx";

/** The judge's backends along the run. */
export function Backends({ audit: { backends } }: { readonly audit: WordedJudgeAudit }): JSX.Element {
  const most = Math.max(1, ...backends.flatMap(({ timeline }) => timeline));
  return (
    <Section
      title="Backends of the judge"
      note={
        backends.length > 1
          ? `${backends.length} backends: different backends judged this run.`
          : "One backend from the first call to the last."
      }
    >
      <div class="strips">
        {backends.map(({ modelVersion, systemFingerprint, calls, timeline }, place) => (
          <div class="strip" key={`${modelVersion} ${systemFingerprint}`}>
            <span class="two">
              <b>{modelVersion === null ? "no version" : <Untrusted text={modelVersion} />}</b>{" "}
              <small>
                {systemFingerprint === null ? "no fingerprint" : <Untrusted text={systemFingerprint} />} ·{" "}
                {plural(calls, "call")}
              </small>
            </span>
            <svg
              viewBox={`0 0 ${timeline.length} 10`}
              preserveAspectRatio="none"
              height="26"
              width="100%"
              role="img"
              aria-label={`${plural(calls, "call")} along the run`}
            >
              <rect class="no-fingerprint" x="0" y="0" width={timeline.length} height="10" />
              {timeline.map((seen, part) => (
                <rect
                  key={part}
                  class={`fill-${place % 8}`}
                  x={part}
                  y={10 - (10 * seen) / most}
                  width="1.02"
                  height={(10 * seen) / most}
                />
              ))}
            </svg>
          </div>
        ))}
        <p class="strip-ends">
          <span>first trial</span>
          <span>last</span>
        </p>
      </div>
    </Section>
  );
}

const KINDS: Readonly<Record<Contradiction["kind"], readonly [problem: string, other: string]>> = {
  swapped: ["changed in the other order", ""],
  retest: ["changed at the retest", ""],
  people: ["differs from people's labels", "people: "],
};

/** Verdicts that the judge did not repeat, or that people do not share: the cases to read. */
export function Contradictions({
  audit,
  manifest,
}: {
  readonly audit: WordedJudgeAudit;
  readonly manifest: Manifest;
}): JSX.Element {
  const { first, count: all } = audit.contradictions;
  return (
    <Section
      title="Verdicts to check"
      note={`${plural(all, "verdict")} with problems${all > first.length ? `, the first ${count(first.length)} here` : ""}.`}
    >
      <Table
        label="Verdicts with problems"
        region="contradictions"
        columns={["Case", "Answer of", "Problem", numberHead("Verdict"), numberHead("Second verdict")]}
      >
        {first.map((found, place) => (
          <tr key={place}>
            <th scope="row">
              <a
                href={linkTo("trial", {
                  case: found.case,
                  variant: found.variant,
                  repeat: found.repeat === 0 ? undefined : String(found.repeat),
                })}
              >
                <b>
                  <Untrusted text={found.case} />
                </b>
              </a>
              {manifest.repeats > 1 && <small> repeat {found.repeat}</small>}
            </th>
            <td>
              <VariantName {...manifest.variants.find(({ id }) => id === found.variant)!} />
            </td>
            <td>{KINDS[found.kind][0]}</td>
            <td class="number">{percent(found.value, 0)} %</td>
            <td class="number">
              <small>{KINDS[found.kind][1]}</small>
              <b>{percent(found.other, 0)} %</b>
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}
