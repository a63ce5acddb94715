import type { JSX } from "preact";
import { type Manifest, takesSeed, type WordedComparison } from "@sameseed/core";
import type { RunSummary } from "../../data/page-data.ts";
import { caveats } from "../../models/caveats.ts";
import { count, percent, plural } from "../../models/format.ts";
import { ParameterUses } from "../sections/parameter-uses.tsx";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VariantName } from "../parts/variant-name.tsx";
import { Table } from "../parts/table.tsx";

/** The audit: equal conditions, intended differences, and reasons against a comparison. */
export function FairnessView({ summary }: { readonly summary: RunSummary }): JSX.Element {
  const { manifest, comparisons } = summary.report;
  const first = comparisons.filter(
    (one, place) => comparisons.findIndex(({ a, b }) => a === one.a && b === one.b) === place,
  );
  return (
    <>
      <Section title="Shared conditions" note="All variants of this run have these in common.">
        <ul class="checks">
          {controls(manifest).map(([name, text]) => (
            <li key={name}>
              <b>{name}</b> <Untrusted text={text} />
            </li>
          ))}
        </ul>
      </Section>
      {first.length > 0 && <EachComparison comparisons={first} />}
      <Parameters manifest={manifest} />
      <ParameterUses manifest={manifest} />
      <Section title="Record">
        <dl class="facts">
          {record(manifest).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Untrusted text={value} />
              </dd>
            </div>
          ))}
        </dl>
      </Section>
    </>
  );
}

function EachComparison({ comparisons }: { readonly comparisons: readonly WordedComparison[] }): JSX.Element {
  const { shared, of } = caveats(comparisons);
  return (
    <Section title="Each comparison">
      {shared.length > 0 && (
        <div class="shared">
          <p class="note">For all of them:</p>
          <ul>
            {shared.map((reason) => (
              <li key={reason}>
                <Untrusted text={reason} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <ul class="audits">
        {comparisons.map((comparison) => (
          <Audit key={comparison.b} comparison={comparison} reasons={of(comparison)} />
        ))}
      </ul>
    </Section>
  );
}

const AUDIT_SIGNS = {
  fair: ["✓", "right"],
  "fair with caveats": ["!", "partly"],
  "not comparable": ["✗", "wrong"],
} as const;

function Audit({
  comparison: { a, b, fairness, result, sharing, isControl },
  reasons,
}: {
  readonly comparison: WordedComparison;
  /** Reasons against this one in addition to those for all. */
  readonly reasons: readonly string[];
}): JSX.Element {
  const [sign, tone] = AUDIT_SIGNS[fairness.verdict];
  const gain = sharing?.seUnpaired && sharing.sePairedCases ? (sharing.seUnpaired / sharing.sePairedCases) ** 2 : null;
  return (
    <li>
      <span class={`square ${tone}`} aria-hidden="true">
        {sign}
      </span>
      <div>
        <p>
          <b>
            <Untrusted text={b} />
          </b>{" "}
          against <Untrusted text={a} />
          {isControl && " (A/A control)"}: <b>{fairness.verdict}</b>.
        </p>
        <p class="note">
          {fairness.factors.length === 0 ? (
            "The manifest shows no difference between them."
          ) : (
            <>
              They differ in <Untrusted text={fairness.factors.join(", ")} />.
            </>
          )}{" "}
          {plural(result.n, "case")} paired{result.dropped > 0 && `, ${count(result.dropped)} left out`}.
          {gain !== null &&
            Number.isFinite(gain) &&
            gain > 1.05 &&
            ` Sharing the cases had the effect of ${gain.toFixed(1)} × as many unpaired cases.`}
        </p>
        <AuditReasons reasons={reasons} flags={result.flags} />
      </div>
    </li>
  );
}

interface AuditReasonsProps {
  readonly reasons: readonly string[];
  readonly flags: WordedComparison["result"]["flags"];
}

function AuditReasons({ reasons, flags }: AuditReasonsProps): JSX.Element | null {
  if (reasons.length + flags.length === 0) return null;
  return (
    <ul>
      {reasons.map((reason) => (
        <li key={reason}>
          <Untrusted text={reason} />
        </li>
      ))}
      {flags.map((flag) => (
        <li key={flag}>{FLAGS[flag]}</li>
      ))}
    </ul>
  );
}

const FLAGS: Readonly<Record<WordedComparison["result"]["flags"][number], string>> = {
  degenerate: "The differences do not vary at all. An interval of width 0 does not mean certainty.",
  sparse: "The two differ in few cases, so a more cautious interval was used.",
  "few discordant": "Fewer than five cases differ, so no verdict is possible.",
  "few clusters": "Fewer than 20 clusters: the interval is rough.",
  "heavy tail": "A few extreme cases contribute most of the variance.",
};

function controls(manifest: Manifest): readonly (readonly [string, string])[] {
  const { cases, seedPolicy, seed, repeats, scorers, variants, concurrency } = manifest;
  const seeds = {
    derived: `each case and repeat has one seed, derived from ${seed}, which is sent to every variant`,
    fixed: `every trial has the seed ${seed}`,
    none: "none is sent",
  }[seedPolicy];
  return [
    [
      "Cases:",
      `the same ${count(cases.count)} from ${cases.dataset}, each ${repeats === 1 ? "once" : `${repeats} times`}, for every variant; content hash ${cases.hash.slice(0, 12)}.`,
    ],
    ["Seeds:", `${seeds}${seedless(manifest)}. Whether a service honours the seed is measured, not assumed.`],
    [
      "Order:",
      `${variants.length === 1 ? "cases and repeats run" : `all ${variants.length} variants of a case and repeat run back to back,`} in an order shuffled by the seed, so that drift and rate limits hit all alike; ${plural(concurrency, "request")} in flight at most.`,
    ],
    ["Scorers:", `${scorers.map(({ name }) => name).join(", ") || "none"}; the same for every variant.`],
    [
      "Statistics:",
      `paired by case, repeats averaged first; a verdict needs the interval and the adjusted p to agree${manifest.margin === null ? "" : `; differences within ${percent(manifest.margin, 1)} points do not matter`}.`,
    ],
  ];
}

/** Which models are sent none, because their services take none. */
function seedless({ variants, seedPolicy }: Manifest): string {
  const models = new Set(variants.filter(({ parameters }) => !takesSeed(parameters)).map(({ model }) => model));
  if (seedPolicy === "none" || models.size === 0) return "";
  return `, except ${[...models].join(", ")}: the service has no seed`;
}

/** Effective parameters: a row each variant, a column each parameter, marked where they differ. */
function Parameters({ manifest: { variants } }: { readonly manifest: Manifest }): JSX.Element {
  const names = [...new Set(variants.flatMap(({ params }) => Object.keys(params)))].toSorted();
  const valueOf = (variant: Manifest["variants"][number], name: string): string => {
    const value = (variant.params as Readonly<Record<string, unknown>>)[name];
    return value === undefined ? "not sent" : JSON.stringify(value);
  };
  const differing = new Set(names.filter((name) => new Set(variants.map((one) => valueOf(one, name))).size > 1));
  if (names.length === 0)
    return (
      <Section title="Parameters">
        <p class="note">No variant sends a parameter: each service uses its own defaults.</p>
      </Section>
    );
  return (
    <Section
      title="Parameters"
      note="As sent. Parameters that are missing here were not sent: there are no hidden defaults."
    >
      <Table
        label="Parameters by variant"
        columns={[
          "Variant",
          ...names.map((name) => (
            <th scope="col" class={differing.has(name) ? "differs" : ""}>
              {name}
              {differing.has(name) && <small> differs</small>}
            </th>
          )),
        ]}
      >
        {variants.map((variant) => (
          <tr key={variant.id}>
            <th scope="row">
              <VariantName {...variant} />
            </th>
            {names.map((name) => (
              <td key={name} class={differing.has(name) ? "differs" : ""}>
                <code>
                  <Untrusted text={valueOf(variant, name)} />
                </code>
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function record(manifest: Manifest): readonly (readonly [string, string])[] {
  const { runId, hash, tool, gitCommit, startedAt, endedAt, counts, priceTable, reusedFrom = [] } = manifest;
  return [
    ["Run", runId],
    ["Benchmark hash", hash],
    ["Git commit", gitCommit ?? "not in a repository"],
    ["Tool", `sameseed ${tool.version}, Node ${tool.node}`],
    ["Started", startedAt],
    ["Ended", endedAt ?? "running"],
    [
      "Trials",
      `${count(counts.completed)} completed, ${count(counts.truncated)} truncated, ${count(counts.refused)} refused, ${count(counts.failed)} failed, of ${count(counts.planned)}`,
    ],
    ...reusedFrom.map(
      (from) => ["Reused", `${plural(from.rows, "answer")} of ${from.runId}, not requested again`] as const,
    ),
    ["Price table", priceTable ?? "no prices; a cost is known only if the service reports it"],
  ];
}
