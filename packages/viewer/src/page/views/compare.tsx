import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { WordedComparison } from "@sameseed/core";
import type { Cells } from "../../data/cells.ts";
import type { RunSummary } from "../../data/page-data.ts";
import { count, plural } from "../../models/format.ts";
import { type PairCase, pairCases, type PairedCases } from "../../models/pair-cases.ts";
import { CasePair } from "../sections/case-pair.tsx";
import { Reasons } from "../sections/headlines.tsx";
import { ForestPlot } from "../charts/forest-plot.tsx";
import { Choice } from "../parts/choice.tsx";
import { Ready } from "../parts/ready.tsx";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { ComparisonPill } from "../parts/verdict-pill.tsx";
import type { RunSource } from "../sources/run-source.ts";
import { scoreTone } from "../../models/score-tone.ts";
import { useKeys } from "../hooks/use-keys.ts";
import { useLoaded } from "../hooks/use-loaded.ts";
import { amend, go } from "../hooks/use-route.ts";
import { VirtualRows } from "../parts/virtual-rows.tsx";

export interface CompareProps {
  readonly summary: RunSummary;
  readonly source: RunSource;
  readonly params: Readonly<Record<string, string>>;
}

/** Two variants: the figures over all metrics, then the cases that make the difference. */
export function Compare({ summary, source, params }: CompareProps): JSX.Element {
  const { manifest } = summary.report;
  const ids = manifest.variants.map(({ id }) => id);
  const known = (id: string | undefined, other: string): string => (id !== undefined && ids.includes(id) ? id : other);
  const a = known(params["a"], manifest.baseline);
  const b = known(params["b"], ids.find((id) => id !== a) ?? a);
  const metrics = summary.report.variants[0]?.metrics.map(({ metric }) => metric) ?? ["score"];
  const metric = Math.max(0, metrics.indexOf(params["metric"] ?? ""));
  const stored = summary.report.comparisons;
  const comparisons = useLoaded(
    async () =>
      a === manifest.baseline || stored.some((one) => one.a === a && one.b === b)
        ? stored
        : ((await source.comparisons(a)) ?? null),
    [a, b, stored],
  );
  const cells = useLoaded(() => source.cells(), [source]);
  const options = ids.map((id) => [id, id] as const);

  return (
    <>
      <Section title="Compare">
        <div class="controls">
          <Choice label="A" value={a} options={options} onChange={(id) => amend({ a: id, b, case: undefined })} />
          <button
            type="button"
            class="swap"
            onClick={() => amend({ a: b, b: a })}
            aria-label="Swap A and B"
            title="Swap A and B (x)"
          >
            ⇄
          </button>
          <Choice label="B" value={b} options={options} onChange={(id) => amend({ a, b: id, case: undefined })} />
          {metrics.length > 1 && (
            <Choice
              label="Metric"
              value={metrics[metric]!}
              options={metrics.map((name) => [name, name] as const)}
              onChange={(name) => amend({ metric: name })}
            />
          )}
        </div>
        <Ready of={comparisons} what="the comparison">
          {(found) => <Statistics found={found} a={a} b={b} metric={metrics[metric]!} />}
        </Ready>
      </Section>
      <Ready of={cells} what="the trials">
        {(value) => <Cases {...{ cells: value, summary, source, a, b, metric, selected: params["case"] }} />}
      </Ready>
    </>
  );
}

function Statistics({
  found,
  a,
  b,
  metric,
}: {
  readonly found: readonly WordedComparison[] | null;
  readonly a: string;
  readonly b: string;
  readonly metric: string;
}): JSX.Element {
  const pair = found?.filter((one) => one.a === a && one.b === b) ?? [];
  const comparison = pair.find((one) => one.metric === metric) ?? pair[0];
  if (a === b) return <p class="note">A and B are the same variant.</p>;
  if (comparison === undefined) {
    return (
      <p class="note">
        This file has only the comparisons with the run's baseline. For this pair:{" "}
        <code>
          sameseed compare &lt;run&gt; --baseline <Untrusted text={a} />
        </code>
      </p>
    );
  }
  const { fairness } = comparison;
  return (
    <>
      <p class="lead">
        <ComparisonPill comparison={comparison} /> <Untrusted text={comparison.conclusion} />
      </p>
      <ForestPlot comparisons={pair} />
      <p class="note">
        {fairness.factors.length > 0 && (
          <>
            A and B differ in <Untrusted text={fairness.factors.join(", ")} />.{" "}
          </>
        )}
        The comparison is {fairness.verdict}
        {fairness.reasons.length > 0 ? ": " : "."}
        <Reasons reasons={fairness.reasons} />
      </p>
    </>
  );
}

interface CasesProps {
  readonly cells: Cells;
  readonly summary: RunSummary;
  readonly source: RunSource;
  readonly a: string;
  readonly b: string;
  readonly metric: number;
  readonly selected: string | undefined;
}

function Cases({ cells, summary, source, a, b, metric, selected }: CasesProps): JSX.Element {
  const pair = [cells.variants.indexOf(a), cells.variants.indexOf(b)] as const;
  const paired = useMemo(() => pairCases(cells, pair, metric), [cells, a, b, metric]);
  const found =
    selected === undefined ? 0 : paired.cases.findIndex(({ position }) => cells.caseIds[position] === selected);
  const place = Math.max(0, found);
  const move = (by: number): void => {
    const next = paired.cases[Math.max(0, Math.min(paired.cases.length - 1, place + by))];
    if (next !== undefined) amend({ a, b, case: cells.caseIds[next.position] });
  };
  const chosen = paired.cases[place];
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    x: () => amend({ a: b, b: a }),
    Enter: () => chosen && go("trial", { case: cells.caseIds[chosen.position], variant: b }),
  });
  return (
    <Section title="Cases" note={<Tally paired={paired} coverage={summary.coverage.cases - cells.caseIds.length} />}>
      <div class="split">
        <VirtualRows
          class="pair-list"
          role="listbox"
          label="Cases, discordant ones first"
          columns={3}
          count={paired.cases.length}
          rowHeightPx={40}
          selected={place}
          activeId={chosen && `pair-${chosen.position}`}
        >
          {(at) => (
            <PairRow
              pair={paired.cases[at]!}
              id={cells.caseIds[paired.cases[at]!.position]!}
              isChosen={at === place}
              onChoose={() => amend({ a, b, case: cells.caseIds[paired.cases[at]!.position] })}
            />
          )}
        </VirtualRows>
        <div class="pair-pane">
          {chosen !== undefined && (
            <CasePair
              {...{ cells, manifest: summary.report.manifest, source, a: pair[0], b: pair[1] }}
              position={chosen.position}
            />
          )}
        </div>
      </div>
    </Section>
  );
}

interface PairRowProps {
  readonly pair: PairCase;
  readonly id: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function PairRow({ pair: { position, a: left, b: right }, id, isChosen, onChoose }: PairRowProps): JSX.Element {
  const difference = right - left;
  const kind = Number.isNaN(difference) ? "unscored" : difference < 0 ? "lost" : difference > 0 ? "won" : "tied";
  return (
    <div
      id={`pair-${position}`}
      role="option"
      aria-selected={isChosen}
      class={`pair ${kind}`}
      style={{ height: "40px" }}
      onClick={onChoose}
    >
      <span class="pair-sign" title={SIGNS[kind][1]}>
        {SIGNS[kind][0]}
      </span>
      <span class="pair-id">
        <Untrusted text={id} />
      </span>
      <span class={`mini ${scoreTone(left)}`}>{short(left, right)}</span>
      <span aria-hidden="true">→</span>
      <span class={`mini ${scoreTone(right)}`}>{short(right, left)}</span>
    </div>
  );
}

const SIGNS = {
  lost: ["▼", "B is lower"],
  won: ["▲", "B is higher"],
  tied: ["=", "equal"],
  unscored: ["?", "a side has no score"],
} as const;

function Tally({
  paired: { lost, won, tied, unscored },
  coverage,
}: {
  readonly paired: PairedCases;
  readonly coverage: number;
}): JSX.Element {
  return (
    <>
      B is higher in <b>{count(won)}</b>, lower in <b>{count(lost)}</b> and equal in {plural(tied, "case")}
      {unscored > 0 && `; ${count(unscored)} cannot be paired`}. Discordant cases come first.
      {coverage > 0 && ` Not in this file: ${plural(coverage, "case")}.`} <kbd>j</kbd> <kbd>k</kbd> to move.
    </>
  );
}

/** In percent, with a decimal where the two would look equal and are not. */
function short(value: number, other: number): string {
  if (Number.isNaN(value)) return "–";
  const isClose = value !== other && Math.round(100 * value) === Math.round(100 * other);
  return (100 * value).toFixed(isClose ? 1 : 0);
}
