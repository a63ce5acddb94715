/** One published figure and ours. */
export interface Proof {
  /** What was recomputed, such as "Qwen2-7B-Instruct on GSM8K". */
  readonly what: string;
  /** Who published the figure, and what it measures. */
  readonly source: string;
  /** As it was published, rounded as there. */
  readonly published: string;
  readonly ours: string;
  /** Cases or values behind the figure. */
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
