import { besidePhrasings, contentHash, dollars, type Manifest, milliseconds, verdictWord } from "@sameseed/core";
import type { PairMeans } from "@sameseed/analysis";
import {
  comparisonsMarkdown,
  differenceText,
  folded,
  groupedConclusions,
  list,
  markdownTable,
  phrasingLines,
  phrasingMarkdown,
  plain,
} from "@sameseed/reporter";
import {
  type VariantMeasure,
  type Check,
  type ComparedCases,
  type ComparedRuns,
  exitCodeOf,
} from "@sameseed/pipeline/compare";
import { failedChecks, gateWord } from "./gate-report.ts";

/** The data of the comment. */
export interface CommentSource {
  readonly manifest: Pick<Manifest, "name" | "runId">;
  readonly compared: ComparedRuns;
  readonly checks: readonly Check[];
  /** Null without a comparison. */
  readonly cases: ComparedCases | null;
  /** By the labels of the comparisons. */
  readonly measures: ReadonlyMap<string, VariantMeasure>;
  /** The run's own report in Markdown, without a comparison. */
  readonly report: string | null;
  /** The workflow's page; null outside of GitHub Actions. */
  readonly runUrl: string | null;
}

/** Broken cases that are shown, and characters of an answer; GitHub takes 65,536 characters in all. */
export const MOST_BROKEN = 10;
const MOST_ANSWER = 160;
const MOST_CHECKS = 20;
const MARKS = { 0: "✅", 1: "❌", 3: "❓" } as const;

/**
 * The result for a comment on a pull request, in GitHub-flavoured Markdown: the verdict first, then scores,
 * costs and times before and after, the broken cases, and the rest folded. The first line is a marker that
 * identifies the comment. Ids and answers are escaped: they are text and cannot mention a user.
 */
export function githubComment({ manifest, compared, checks, cases, measures, report, runUrl }: CommentSource): string {
  const { comparisons, phrasings } = compared;
  const code = exitCodeOf(checks);
  const title =
    checks.length === 0 ? plain(manifest.name) : `${MARKS[code]} ${gateWord(checks)}: ${plain(manifest.name)}`;
  const metric = comparisons[0]?.metric ?? phrasings?.variants[0]?.metric ?? "score";
  const main = comparisons.filter((comparison) => comparison.metric === metric);
  const broken = failedChecks(checks).slice(0, MOST_CHECKS);
  return [
    markOf(manifest.name),
    `### ${title}`,
    broken.length > 0 ? list(broken.map(plain)) : "",
    phrasingLines(phrasings, metric),
    list(groupedConclusions(besidePhrasings(main, phrasings)).map(({ text }) => `**${plain(text)}**`)),
    phrasingMarkdown(phrasings, metric),
    changeTable(main, cases?.changes.means ?? [], measures),
    cases === null ? "" : brokenCases(cases),
    report === null ? "" : `Nothing was compared.\n\n${folded("Report", report.trim())}`,
    comparisons.length + (phrasings?.comparisons.length ?? 0) === 0
      ? ""
      : folded("All comparisons", comparisonsMarkdown(comparisons, compared).trim()),
    [`Run ${plain(manifest.runId)}`, ...(runUrl === null ? [] : [`[workflow run](${runUrl})`])].join(" · "),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

/** One benchmark has one comment; the marker is the same at every push, and safe for any name. */
function markOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 40);
  return `<!-- sameseed ${slug} ${contentHash(name).slice(0, 8)} -->`;
}

function changeTable(
  comparisons: ComparedRuns["comparisons"],
  means: readonly PairMeans[],
  measures: ReadonlyMap<string, VariantMeasure>,
): string {
  if (comparisons.length === 0) return "";
  const known = (of: (measure: VariantMeasure) => number | null): boolean =>
    comparisons.some(({ b }) => of(measures.get(b) ?? NOTHING) !== null);
  const columns = [
    { title: "cost per 1,000:", of: (one: VariantMeasure) => one.costPerThousandUsd, text: dollars },
    { title: "p50:", of: (one: VariantMeasure) => one.latencyMsP50, text: milliseconds },
    { title: "p95:", of: (one: VariantMeasure) => one.latencyMsP95, text: milliseconds },
  ].filter(({ of }) => known(of));
  return markdownTable(
    [
      "variant",
      "against",
      "score:",
      "difference in points \\[95 %\\]:",
      "verdict",
      ...columns.map(({ title }) => title),
    ],
    comparisons.map(({ a, b, result, verdict, isControl }) => {
      const mean = means.find((one) => one.a === a && one.b === b);
      const [before, after] = [measures.get(a) ?? NOTHING, measures.get(b) ?? NOTHING];
      return [
        plain(b),
        plain(a),
        mean === undefined ? "" : `${percent(mean.meanA)} → ${percent(mean.meanB)}`,
        plain(differenceText(result)),
        isControl ? "control" : verdictWord(verdict),
        ...columns.map(({ of, text }) => changeText(of(before), of(after), text)),
      ];
    }),
  );
}

const NOTHING: VariantMeasure = { costPerThousandUsd: null, latencyMsP50: null, latencyMsP95: null };

function percent(mean: number | null): string {
  return mean === null ? "–" : `${(100 * mean).toFixed(1)} %`;
}

/** `\$0.40 → \$0.52 (+30 %)`; the earlier value may be unknown. */
function changeText(before: number | null, after: number | null, text: (value: number) => string): string {
  if (after === null) return "–";
  if (before === null) return plain(text(after));
  const change = before === 0 ? "" : ` (${signed((100 * (after - before)) / before)} %)`;
  return `${plain(text(before))} → ${plain(text(after))}${change}`;
}

function signed(value: number): string {
  const rounded = Math.round(value);
  return rounded > 0 ? `+${rounded}` : `${rounded === 0 ? "±0" : rounded}`;
}

function brokenCases({ changes: { shown, counts }, texts }: ComparedCases): string {
  const lost = shown.filter(({ change }) => change === "lost").slice(0, MOST_BROKEN);
  const summary = `Cases: ${counts.lost} lost, ${counts.gained} gained, ${counts.same} the same.`;
  if (lost.length === 0) return summary;
  const table = markdownTable(
    ["broken case", "variant", "expected", "before", "after"],
    lost.map(({ id, a, b, scoreA, scoreB }) => {
      const text = texts.of(id);
      const side = (score: number, answer: string | undefined): string =>
        `${percent(score)}${answer === undefined ? "" : `: ${short(answer)}`}`;
      const expected = text?.expected ?? null;
      return [
        short(id),
        plain(b),
        expected === null ? "" : short(typeof expected === "string" ? expected : JSON.stringify(expected)),
        side(scoreA, text?.best.get(a)?.text),
        side(scoreB, text?.worst.get(b)?.text),
      ];
    }),
  );
  const more = counts.lost > lost.length ? `\n\n… and ${counts.lost - lost.length} more that lost.` : "";
  return `${summary}\n\n${table}${more}`;
}

/** Cut before it is escaped, which keeps escapes whole. */
function short(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return plain(line.length <= MOST_ANSWER ? line : `${line.slice(0, MOST_ANSWER).replace(/[\uD800-\uDBFF]$/, "")} …`);
}
