import type { JSX } from "preact";
import { isPhrasingPair, onlyScorer, scoreInWords } from "@sameseed/core";
import type { RunSummary } from "../../data/page-data.ts";
import { AggregateTable } from "../sections/aggregate-table.tsx";
import { FactorTable } from "../sections/factor-table.tsx";
import { Folded, Headlines } from "../sections/headlines.tsx";
import { LatencyTables } from "../sections/latency-table.tsx";
import { Choice } from "../parts/choice.tsx";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { PhrasingSection } from "../sections/phrasing-table.tsx";
import { PriceScatter } from "../charts/price-scatter.tsx";
import { VariantTable } from "../sections/variant-table.tsx";
import { RecommendationSection } from "../sections/recommendation.tsx";
import { amend } from "../hooks/use-route.ts";

/** The result at a glance: every variant with its interval, its verdict against the baseline, and its cost. */
export function Board({
  summary,
  metric: wanted,
}: {
  readonly summary: RunSummary;
  readonly metric: string | undefined;
}): JSX.Element {
  const { report, notes } = summary;
  const { scorers } = report.manifest;
  const same = onlyScorer(scorers);
  const metrics = (report.variants[0]?.metrics ?? []).map((one) => one.metric).filter((name) => name !== same);
  const metric = wanted !== undefined && metrics.includes(wanted) ? wanted : (metrics[0] ?? "score");
  const comparisons = report.comparisons.filter((comparison) => comparison.metric === metric);
  const others = comparisons.filter((one) => !isPhrasingPair(report.manifest, one));
  const factors = report.factors.filter((factor) => factor.metric === metric);
  return (
    <>
      {report.recommendation && <RecommendationSection recommendation={report.recommendation} />}
      <PhrasingSection report={report} metric={metric} isAlone={others.length === 0} />
      <Headlines report={report} comparisons={others} />
      <Section
        title="Variants"
        note={
          metrics.length > 1 ? (
            <Choice
              label="Metric"
              value={metric}
              options={metrics.map(
                (name) => [name, name === "score" ? `score, ${scoreInWords(scorers)}` : name] as const,
              )}
              onChange={(name) => amend({ metric: name })}
            />
          ) : (
            <>
              Mean {metric} in percent over cases with its 95 % interval.
              {report.variants.length > 1 && " The dotted line is the baseline."}
            </>
          )
        }
      >
        <Folded isFolded={report.phrasings !== undefined} title={`${report.variants.length} phrasings and models`}>
          <VariantTable report={report} metric={metric} comparisons={comparisons} />
        </Folded>
      </Section>
      <PriceScatter report={report} metric={metric} />
      <Notes notes={notes} />
      {report.aggregates && <AggregateTable aggregates={report.aggregates} variants={report.manifest.variants} />}
      {factors.length > 0 && <FactorTable factors={factors} />}
      {report.latency && <LatencyTables latency={report.latency} manifest={report.manifest} />}
    </>
  );
}

function Notes({ notes }: Pick<RunSummary, "notes">): JSX.Element | null {
  if (notes.length === 0) return null;
  return (
    <Section title="Notes">
      <ul class="notes">
        {notes.map((note) => (
          <li key={note}>
            <Untrusted text={note} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
