import type { Verdict } from "@sameseed/stats";

/** A verdict as every text says it: terminal, page, Markdown, gate. Files for machines have the code itself. Null: no verdict may be claimed. */
export function verdictWord(verdict: Verdict | null): string {
  if (verdict === null) return "not comparable";
  return verdict === "notWorse" ? "not worse" : verdict;
}
