import type { Agreement, AuditRate, Coefficient, WordedJudgeAudit } from "@sameseed/core";
import type { CsvOptions } from "./csv-line.ts";
import { type Table, tableCsv } from "./table-csv.ts";

const COLUMNS = [
  "metric",
  "judge",
  "kind",
  "measure",
  "variant",
  "against",
  "value",
  "ci_low",
  "ci_high",
  "hits",
  "n",
  "cases",
  "method",
];

interface Measure {
  readonly measure: string;
  readonly variant?: string;
  readonly against?: string | null;
  readonly value?: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
  readonly hits?: number;
  readonly n?: number;
  readonly cases?: number;
  readonly method?: string;
}

/** One line per judge and measure: counts, rates with n and interval, agreement with people, corrected estimates. */
export function judgesTable(audits: readonly WordedJudgeAudit[] = []): Table {
  const lines = audits.flatMap((audit) =>
    measures(audit).map(({ measure, variant, against, value, low, high, hits, n, cases, method }) => [
      audit.metric,
      audit.judge,
      audit.kind,
      measure,
      variant,
      against,
      value,
      low,
      high,
      hits,
      n,
      cases,
      method,
    ]),
  );
  return { columns: COLUMNS, lines };
}

/** `judges.csv`: the judges' table as CSV. */
export function judgesCsv(audits: readonly WordedJudgeAudit[] | undefined, options: CsvOptions = {}): string {
  return tableCsv(judgesTable(audits), options);
}

function measures(audit: WordedJudgeAudit): readonly Measure[] {
  const { swap, firstPosition, retest, longerWins, people, corrected, backends } = audit;
  return [
    ...(audit.judge === null ? [] : counts(audit)),
    ...(swap === null
      ? []
      : [ofRate("swap_same", swap.same), { measure: "swap_reversed", hits: swap.reversed, n: swap.same.n }]),
    ...(firstPosition === null ? [] : [ofRate("first_position_wins", firstPosition)]),
    ...(retest === null ? [] : [ofRate("retest_same", retest.same), ofRate("retest_within_tolerance", retest.within)]),
    ...(longerWins === null ? [] : [ofRate("longer_wins", longerWins)]),
    ...selfPreference(audit),
    ...(audit.judge === null ? [] : [{ measure: "backends", n: backends.length }]),
    ...people.flatMap(({ between, withJudge, labels, items, split, alpha }) => [
      { measure: "labels", n: labels },
      { measure: "labels_split", hits: split, n: items },
      ...(between === null ? [] : ofAgreement("people", between)),
      ...(alpha === null ? [] : [{ measure: "people_alpha", value: alpha, n: items }]),
      ...(withJudge === null ? [] : ofAgreement("judge_people", withJudge)),
    ]),
    ...corrected.flatMap(({ quantity, variant, against, estimate, judged, low, high, cases, labelled, method }) => {
      const name = quantity.replace(" ", "_");
      const of = { variant, against };
      return [
        { measure: `judged_${name}`, ...of, value: judged, n: cases, cases },
        { measure: `corrected_${name}`, ...of, value: estimate, low, high, n: labelled, cases, method },
      ];
    }),
  ];
}

function counts(audit: WordedJudgeAudit): Measure[] {
  const { judged, unparsed, unanswered, calls, failedCalls, cachedCalls, promptTokens, completionTokens, costUsd } =
    audit;
  return [
    { measure: "judged", n: judged },
    { measure: "unparsed", hits: unparsed, n: judged },
    { measure: "unanswered", hits: unanswered, n: judged },
    { measure: "calls", n: calls },
    { measure: "failed_calls", hits: failedCalls, n: calls },
    { measure: "cached_calls", hits: cachedCalls, n: calls },
    { measure: "prompt_tokens", ...(promptTokens !== null && { n: promptTokens }) },
    { measure: "completion_tokens", ...(completionTokens !== null && { n: completionTokens }) },
    { measure: "cost_usd", value: costUsd, n: calls },
  ];
}

function selfPreference({ selfPreference: found }: WordedJudgeAudit): Measure[] {
  if (found === null) return [];
  const { difference, excess, own } = found;
  return [
    { measure: "own_family_variants", n: own.length },
    ...(difference === null ? [] : [ofCoefficient("own_family_difference", difference)]),
    ...(excess === null ? [] : [ofCoefficient("own_family_excess", excess)]),
  ];
}

function ofAgreement(of: string, { agreement, kappa, ac1, weightedKappa }: Agreement): Measure[] {
  const { n, cases } = agreement;
  return [
    ofRate(`${of}_agreement`, agreement),
    { ...ofCoefficient(`${of}_kappa`, kappa), n, cases },
    ...(weightedKappa === null ? [] : [{ ...ofCoefficient(`${of}_weighted_kappa`, weightedKappa), n, cases }]),
    { ...ofCoefficient(`${of}_ac1`, ac1), n, cases },
  ];
}

function ofRate(measure: string, { share, low, high, hits, n, cases, method }: AuditRate): Measure {
  return { measure, value: share, low, high, hits, n, cases, method };
}

function ofCoefficient(
  measure: string,
  { value, low, high, cases }: Coefficient & { readonly cases?: number },
): Measure {
  return { measure, value, low, high, ...(cases !== undefined && { n: cases, cases }) };
}
