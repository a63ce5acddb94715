/** One published figure and the recomputed one. */
export interface Proof {
  /** The recomputed result, such as "Qwen2-7B-Instruct on GSM8K". */
  readonly what: string;
  /** The publisher of the figure, and the quantity that it measures. */
  readonly source: string;
  /** As published, with the same rounding. */
  readonly published: string;
  readonly ours: string;
  /** Number of cases or values of the figure. */
  readonly n: number;
}

/** The table in Markdown; a figure is equal when it reads the same, rounded as published. */
export function proofTable(proofs: readonly Proof[]): string {
  const rows = proofs.map(
    ({ what, source, published, ours, n }) =>
      `| ${what} | ${source} | ${n.toLocaleString("en")} | ${published} | ${ours} | ${ours === published ? "yes" : "no"} |\n`,
  );
  return `| what | published by | n | published | ours | equal |\n| --- | --- | --- | --- | --- | --- |\n${rows.join("")}`;
}
