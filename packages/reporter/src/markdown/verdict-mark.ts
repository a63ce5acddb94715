const MARKS: Readonly<Record<string, string>> = {
  better: "🟢",
  equivalent: "🟢",
  notWorse: "🟢",
  worse: "🔴",
  inconclusive: "🟡",
  insufficient: "⚪",
};

/** The mark before a verdict; null: the two are not comparable. */
export function verdictMark(verdict: string | null): string {
  return MARKS[verdict ?? ""] ?? "⚪";
}
