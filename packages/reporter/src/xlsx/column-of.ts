import type { Manifest } from "@sameseed/core";
import type { SheetColumn } from "./sheet-xml.ts";
import type { Mark, NumberFormat } from "./styles-xml.ts";

const VERDICTS: Readonly<Record<string, Mark>> = {
  better: "good",
  equivalent: "good",
  notWorse: "good",
  worse: "bad",
  inconclusive: "unsure",
  insufficient: "quiet",
  none: "quiet",
};
const FAIRNESS: Readonly<Record<string, Mark>> = {
  fair: "good",
  "fair with caveats": "unsure",
  "not comparable": "bad",
};
const STATUSES: Readonly<Record<string, Mark>> = { failed: "bad", truncated: "unsure", refused: "unsure" };

const CHANGES: Readonly<Record<string, Mark>> = { lost: "bad", gained: "good" };

const PERCENTS = ["mean", "score_a", "score_b", "mean_a", "mean_b", "ci_level", "margin", "mde"];
const DIFFERENCES = [
  "difference",
  "delta",
  "estimate",
  "ci_low",
  "ci_high",
  "ci90_low",
  "ci90_high",
  "without_failed",
  "without_failed_low",
  "without_failed_high",
  "bound_low",
  "bound_high",
  "suite_low",
  "suite_high",
];
const FOUR_DECIMALS = ["sd", "se_unpaired", "se_paired_cases", "se_paired_cases_and_seeds", "rho_seed"];
const COUNTS = [
  "n",
  "repeat",
  "attempts",
  "order",
  "dropped",
  "trials",
  "completed",
  "truncated",
  "refused",
  "failed",
  "unscored",
  "cached",
  "fingerprints",
  "prompt_tokens",
  "completion_tokens",
  "non_tied",
  "both",
  "a_only",
  "b_only",
  "neither",
  "clusters",
  "cases_for_estimate",
  "hits",
  "cases",
  "cases_needed",
];
const ID_COLUMNS = ["variant", "a", "b", "model", "prompt"];
const MOST_ID_WIDTH = 60;
const WIDTHS: Readonly<Record<string, number>> = {
  variant: 34,
  a: 34,
  b: 34,
  model: 26,
  prompt: 18,
  case: 22,
  output: 50,
  reasoning: 50,
  expected: 24,
  error: 30,
  reasons: 60,
  conclusion: 70,
  fairness: 18,
  verdict: 14,
  flags: 20,
  started_at: 24,
  run_id: 36,
  previous_run: 36,
  benchmark: 22,
  system_fingerprint: 22,
  model_version: 24,
  method: 22,
  test: 18,
  finish_reason: 15,
  metric: 20,
  judge: 26,
  measure: 28,
  against: 34,
  slice: 24,
  note: 50,
  tags: 24,
};

/** The display of a CSV column in a spreadsheet, by its name; values do not depend on it. */
export function columnOf(name: string): SheetColumn {
  const last = /^(?:vars|metadata)\./.test(name)
    ? "vars"
    : (/^(score|human|reason)\./.exec(name)?.[1] ?? /\.(score|n|output|status)$/.exec(name)?.[1] ?? name);
  const colors = colorsOf(last);
  return { name, width: widthOf(name, last), format: formatOf(last), ...(colors !== undefined && { colors }) };
}

/** The column with room for the run's ids, as far as that is not too wide. */
export function withRoomForIds(column: SheetColumn, { variants }: Pick<Manifest, "variants">): SheetColumn {
  const ids = variants.map((variant) =>
    ["variant", "a", "b"].includes(column.name) ? variant.id : column.name === "model" ? variant.model : variant.prompt,
  );
  if (!ID_COLUMNS.includes(column.name)) return column;
  const longest = Math.max(...ids.map((id) => id.length));
  return { ...column, width: Math.min(MOST_ID_WIDTH, Math.max(column.width, longest + 2)) };
}

function formatOf(name: string): NumberFormat {
  if (name === "score" || name === "human") return "score";
  if (/^(?:interaction_)?p(?:_adjusted)?$/.test(name)) return "p";
  if (/^(?:judge_)?cost_(?:per_1000_)?usd$|^cost_per_correct$/.test(name)) return "dollars";
  if (name === "seed") return "integer";
  if (name === "started_at") return "dateTime";
  if (name.includes("_ms") || name === "df") return "milliseconds";
  if (PERCENTS.includes(name)) return "percent";
  if (DIFFERENCES.includes(name)) return "signedPercent";
  if (FOUR_DECIMALS.includes(name)) return "score";
  return COUNTS.includes(name) ? "count" : "general";
}

function colorsOf(name: string): SheetColumn["colors"] {
  if (name === "change") return CHANGES;
  if (name === "score" || name === "human" || name === "mean") return "scale";
  if (name === "verdict") return VERDICTS;
  if (name === "fairness") return FAIRNESS;
  return name === "status" ? STATUSES : undefined;
}

/** Wide enough for the header, on two lines if needed, and its filter button; text columns by their usual contents. */
function widthOf(name: string, last: string): number {
  const header = Math.min(
    30,
    /[/ .]/.test(name) && name.length > 12 ? Math.ceil(name.length / 2) + 6 : name.length + 4,
  );
  if (last === "vars" || last === "reason") return Math.max(30, header);
  return Math.max(WIDTHS[last] ?? 11, header);
}
