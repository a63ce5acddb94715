import type { Style } from "./style.ts";

/** Colours a verdict's word only: figures stay readable on every background. */
export function verdictPaint(style: Style): (verdict: string) => string {
  return (verdict) => {
    if (verdict === "better") return style("green", style("bold", verdict));
    if (verdict === "worse") return style("red", style("bold", verdict));
    return style(verdict === "none" || verdict === "insufficient" ? "dim" : "bold", verdict);
  };
}
