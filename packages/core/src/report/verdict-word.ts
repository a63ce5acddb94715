import type { Verdict } from "@sameseed/stats";

/** A verdict in words for the terminal, the page, Markdown and gates. Files for programs have the code itself. Null means that there is no verdict. */
export function verdictWord(verdict: Verdict | null): string {
  if (verdict === null) return "not comparable";
  return verdict === "notWorse" ? "not worse" : verdict;
}
