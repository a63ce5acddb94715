/** A tool's measurements for the job. Medians of the rounds; `lost` and `paidTwice` are counted in the last one. */
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
  /** Version of Node, such as `v24.21.0`. */
  readonly node: string;
  readonly requests: number;
  readonly rounds: number;
  readonly inFlight: number;
  readonly latencyMs: number;
  readonly rows: readonly Measured[];
  /** Tools that could not be installed or run, and why. */
  readonly failed: readonly string[];
}

/** The measurements in Markdown. Times are multiples of the first row's, since absolute ones depend on the machine. */
export function peersTable({ rows, failed }: PeersResult): string {
  const [first] = rows;
  const times = (key: "cpuMs" | "startCpuMs" | "share", row: Measured): string =>
    `× ${(row[key] / first![key]).toFixed(2)}`;
  const lines = rows.map(
    (row) =>
      `| ${row.name} | ${times("cpuMs", row)} | ${times("startCpuMs", row)} | ${times("share", row)} | ${Math.round(row.peakMiB)} | ${row.installMB} | ${row.lost ?? "–"} | ${row.paidTwice ?? "–"} |\n`,
  );
  const left = failed.map((text) => `- ${text.split("\n", 1)[0]!}\n`);
  return `| | CPU | start | throughput | MiB | MB | lost | paid twice |
| --- | --- | --- | --- | --- | --- | --- | --- |
${lines.join("")}${left.length === 0 ? "" : `\nNot measured, because the installation or the start failed:\n\n${left.join("")}`}`;
}

const START = "<!-- pnpm bench:peers writes the following lines -->\n";
const END = "<!-- end -->\n";

/** The page about performance with this result between its two comments. Throws if a comment is missing. */
export function withPeers(page: string, result: PeersResult): string {
  const start = page.indexOf(START);
  const end = page.indexOf(END, start);
  if (start < 0 || end < 0)
    throw new Error(
      "docs/performance.md lacks the comments around the table of other tools. Add them again: see benches/peers/peers-table.ts.",
    );
  return `${page.slice(0, start)}${START}\n${peersSection(result)}\n${page.slice(end)}`;
}

function peersSection(result: PeersResult): string {
  const { node, rounds, requests } = result;
  return `${requests.toLocaleString("en")} requests, medians of ${rounds} interleaved ${rounds === 1 ? "round" : "rounds"}, Node ${node.slice(1)}:

${peersTable(result)}`;
}
