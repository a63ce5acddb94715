/** What a tool took for the job. Medians of the rounds; `lost` and `paidTwice` are counted in the last one. */
export interface Measured {
  readonly name: string;
  readonly installMB: number;
  /** CPU time of the whole job with four requests. */
  readonly startCpuMs: number;
  /** CPU time of one more request. */
  readonly cpuMs: number;
  readonly peakMiB: number;
  /** Ideal time of the job by its time. */
  readonly share: number;
  /** Bytes of a request's body. */
  readonly bytes: number;
  /** Questions without an answer though the service would have answered a second attempt; null when not counted. */
  readonly lost: number | null;
  /** Answers that came more than once after a kill in the middle; null when not counted. */
  readonly paidTwice: number | null;
}

export interface PeersResult {
  readonly requests: number;
  readonly rounds: number;
  readonly inFlight: number;
  readonly latencyMs: number;
  readonly rows: readonly Measured[];
  /** Tools that could not be installed or run, and why. */
  readonly failed: readonly string[];
}

/** The measurements in Markdown; CPU time also as a ratio to the first row. */
export function peersTable({ requests, latencyMs, inFlight, rows, failed }: PeersResult): string {
  const [first] = rows;
  const lines = rows.map(
    (row) =>
      `| ${row.name} | ${row.cpuMs.toFixed(2)} (× ${(row.cpuMs / first!.cpuMs).toFixed(2)}) | ${(row.startCpuMs / 1000).toFixed(2)} s | ${row.share.toFixed(2)} | ${Math.round(row.peakMiB)} | ${row.installMB} | ${Math.round(row.bytes)} | ${row.lost ?? "–"} | ${row.paidTwice ?? "–"} |\n`,
  );
  const left = failed.map((text) => `- ${text.split("\n", 1)[0]!}\n`);
  return `| | CPU ms a request | CPU of 4 requests | share of ideal, ${inFlight} × ${latencyMs} ms | peak MiB | install MB | bytes a request | lost of ${requests} | paid twice |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${lines.join("")}${left.length === 0 ? "" : `\nNot measured:\n\n${left.join("")}`}`;
}
