import type { WordedReport } from "@sameseed/core";
import { latencyTable } from "../csv/latency-csv.ts";
import { columnOf } from "./column-of.ts";
import type { Sheet, SheetColumn } from "./sheet-xml.ts";
import type { NumberFormat } from "./styles-xml.ts";

const COUNTS = ["n", "missing", "outliers", "connections", "pairs", "dropped"];
const PROBABILITIES = ["p", "p_adjusted", "p_sign", "drift_p", "ratio_drift_p"];
const TEXTS = ["variant", "measure", "baseline", "unit", "adjustment", "verdict", "flags", "conclusion"];
const WIDTHS: Readonly<Record<string, number>> = { measure: 16, baseline: 34, flags: 30 };

/** The measurements of a run with `--latency`, as in `latency.csv`: one sheet, or none. */
export function latencySheets({ latency }: WordedReport): Sheet[] {
  if (latency === undefined) return [];
  const { columns, lines } = latencyTable(latency);
  return [{ name: "Latency", columns: columns.map(latencyColumn), rows: () => lines, frozenColumns: 2 }];
}

/** Values are milliseconds, or tokens per second, depending on their measure; comparisons are ratios. */
function latencyColumn(name: string): SheetColumn {
  const { width, colors } = columnOf(name);
  const isVerdict = name === "verdict" && colors !== undefined;
  return { name, width: WIDTHS[name] ?? width, format: formatOf(name), ...(isVerdict && { colors }) };
}

function formatOf(name: string): NumberFormat {
  if (TEXTS.includes(name)) return "general";
  if (COUNTS.includes(name)) return "count";
  if (PROBABILITIES.includes(name)) return "p";
  return name.includes("ratio") || name.startsWith("drift") ? "score" : "milliseconds";
}
