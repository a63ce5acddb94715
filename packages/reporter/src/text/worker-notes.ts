import { count, type Manifest, plural, type WorkerRecord } from "@sameseed/core";

const MOST_LISTED = 16;

/** Who sent the trials of a run over several machines, and who did not come back. Empty for a run of one machine. */
export function workerNotes({ workers = [] }: Pick<Manifest, "workers">): string[] {
  if (workers.length === 0) return [];
  const listed = workers.toSorted((left, right) => right.rows - left.rows).slice(0, MOST_LISTED);
  const others = workers.length - listed.length;
  const more = others > 0 ? [`${plural(others, "other worker")}`] : [];
  return [`Sent by ${plural(workers.length, "worker")}: ${[...listed.map(workerText), ...more].join("; ")}.`];
}

function workerText({ host, pid, rows, failed, seconds, state }: WorkerRecord): string {
  const parts = [
    ...(seconds >= 1 ? [`${count(Math.round(rows / seconds))}/s`] : []),
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(state === "silent" ? ["stopped responding, other workers took its trials"] : []),
  ];
  return `${host}:${pid} ${plural(rows, "trial")}${parts.length > 0 ? ` (${parts.join(", ")})` : ""}`;
}
