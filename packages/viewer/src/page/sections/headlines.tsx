import type { ComponentChildren, JSX } from "preact";
import { type WordedFairness, type WordedReport, seedsInWords, type WordedComparison } from "@sameseed/core";
import { caveats } from "../../models/caveats.ts";
import { count, percent, points, pText } from "../../models/format.ts";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { ComparisonPill } from "../parts/verdict-pill.tsx";
import { SliceWarnings } from "./slice-warnings.tsx";
import { linkTo } from "../hooks/use-route.ts";

/** More verdicts than this are folded: the recommendation is above them. */
const MOST_OPEN = 6;

/** The verdicts in words, each with its caveats. */
export function Headlines({
  report,
  comparisons,
}: {
  readonly report: WordedReport;
  readonly comparisons: readonly WordedComparison[];
}): JSX.Element | null {
  if (comparisons.length === 0) return null;
  const { margin } = report.manifest;
  const { shared, of } = caveats(comparisons);
  return (
    <Section
      title="Verdicts"
      note={
        <>
          Against the baseline <Untrusted text={report.manifest.baseline} />
          {margin === null ? "" : `; differences within ${percent(margin, margin < 0.01 ? 1 : 0)} points do not matter`}
          .
        </>
      }
    >
      <Folded isFolded={comparisons.length > MOST_OPEN} title={`${comparisons.length} verdicts`}>
        <ol class="headlines">
          {comparisons.map((comparison) => (
            <Headline key={comparison.b + comparison.metric} comparison={comparison} reasons={of(comparison)} />
          ))}
        </ol>
      </Folded>
      <VerdictWarnings report={report} />
      {shared.length > 0 && (
        <p class="note">
          <span class="caution">!</span> All verdicts: <Reasons reasons={shared} />
          {shared.length === 1 ? ". " : " "}
          <a href={linkTo("fairness")}>See Fairness</a>
        </p>
      )}
      {comparisons.every(({ fairness }) => fairness.verdict === "fair") && (
        <p class="note">
          <span class="tick">✓</span> Fair: same cases, {seedsInWords(comparisons)}, same blocks; variants differ only
          in the compared factors. <a href={linkTo("fairness")}>See Fairness</a>
        </p>
      )}
    </Section>
  );
}

interface HeadlineProps {
  readonly comparison: WordedComparison;
  readonly reasons: readonly string[];
}

function Headline({ comparison, reasons }: HeadlineProps): JSX.Element {
  return (
    <li class={comparison.verdict ?? "none"}>
      <a href={linkTo("compare", { a: comparison.a, b: comparison.b, metric: comparison.metric })}>
        <ComparisonPill comparison={comparison} />
        <span class="conclusion">
          <Untrusted text={conclusionOf(comparison)} />
          <Caveats
            verdict={comparison.fairness.verdict}
            reasons={reasons.filter((reason) => !comparison.conclusion.includes(reason))}
          />
        </span>
        <Figures comparison={comparison} />
      </a>
    </li>
  );
}

/** Reasons to doubt the verdicts of the whole run. */
export function VerdictWarnings({ report }: { readonly report: WordedReport }): JSX.Element {
  return (
    <>
      <SliceWarnings slices={report.slices} />
      {report.manifest.state === "running" && report.manifest.sequential === undefined && (
        <p class="note">
          <b>The run is not finished.</b> These verdicts are valid only at its end. Stopping early because of an interim
          result finds differences that do not exist
          {report.phrasings === undefined && "; use --sequential to be able to stop early"}.
        </p>
      )}
    </>
  );
}

export function Folded({
  isFolded,
  title,
  children,
}: {
  readonly isFolded: boolean;
  readonly title: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  if (!isFolded) return <>{children}</>;
  return (
    <details>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

function Caveats({ verdict, reasons }: Pick<WordedFairness, "verdict" | "reasons">): JSX.Element | null {
  if (reasons.length === 0) return null;
  return (
    <small>
      {verdict}: <Reasons reasons={reasons} />
    </small>
  );
}

/** Several reasons are listed one below another, which keeps them readable. */
export function Reasons({ reasons }: Pick<WordedFairness, "reasons">): JSX.Element {
  const [first = "", ...more] = reasons;
  if (more.length === 0) return <Untrusted text={first} />;
  return (
    <>
      {reasons.map((reason) => (
        <span class="caveat" key={reason}>
          <Untrusted text={reason} />
        </span>
      ))}
    </>
  );
}

/** Names the variant where the conclusion does not. */
function conclusionOf({ b, conclusion }: WordedComparison): string {
  return conclusion.includes(b.replace(/ \(A\/A\)$/, ""))
    ? conclusion
    : `${b}: ${conclusion[0]!.toLowerCase()}${conclusion.slice(1)}`;
}

export function Figures({
  comparison: { result, adjustment },
}: {
  readonly comparison: Pick<WordedComparison, "result" | "adjustment">;
}): JSX.Element {
  const { estimate, interval, n, pAdjusted } = result;
  return (
    <span class="figures">
      <span>
        {estimate === null ? "no case" : `${points(estimate)} points`}{" "}
        {interval === null ? "[no interval]" : `[${points(interval.lo)}, ${points(interval.hi)}]`}
      </span>
      {pAdjusted !== null && (
        <span>
          {pText(pAdjusted)}
          {adjustment === "none" ? "" : ` (${adjustment})`}
        </span>
      )}
      <span>n = {count(n)}</span>
    </span>
  );
}
