import { count, milliseconds, plural, type WordedReport } from "@sameseed/core";
import { driftText } from "../words/latency-text.ts";

/** Notes that a reader needs to interpret the latencies, in sentences. */
export function latencyNotes({ manifest, latency }: WordedReport): readonly string[] {
  if (latency === undefined) return [];
  const ofLatency = latency.summaries.filter(({ measure }) => measure === "latency_ms");
  const isUnknown = (name: string): boolean => latency.summaries.every(({ measure }) => measure !== name);
  const connections = ofLatency.filter(({ connections: opened }) => opened > 0);
  const outliers = ofLatency.filter(({ outliers: far }) => far > 0);
  const drifting = ofLatency.filter(({ drift }) => drift !== null && (drift.low > 1 || drift.high < 1));
  const shifting = latency.comparisons.filter(
    ({ measure, drift }) => measure === "latency_ms" && drift !== null && (drift.low > 1 || drift.high < 1),
  );
  const isOfBlocks = latency.comparisons.some(({ unit }) => unit === "block") && manifest.repeats > 1;
  return [
    ...(ofLatency.length === 0 ? ["No latency was measured: no answer came from a model that can be timed."] : []),
    ...(connections.length === 0
      ? []
      : [
          `Subtracted: the time to open connections, ${connections.map(({ variant, connections: opened, connectMs }) => `${variant} ${plural(opened, "connection")} of ${milliseconds(connectMs / opened)} on average`).join(", ")}.`,
        ]),
    ...(outliers.length === 0
      ? []
      : [
          `Outliers (beyond 3 interquartile ranges of the logarithms): ${outliers.map(({ variant, outliers: far, n }) => `${variant} ${count(far)} of ${count(n)}`).join(", ")}. They are included; the median ratio is not affected by them.`,
        ]),
    ...drifting.map(
      ({ variant, drift }) =>
        `The latency of ${variant} drifted from the first trial to the last by ${driftText(drift)}. The variants took turns, so all of them are affected alike.`,
    ),
    ...shifting.map(
      ({ a, b, drift }) =>
        `The ratio of ${b} to ${a} itself drifted by ${driftText(drift)}: one figure does not describe the whole run.`,
    ),
    ...(isOfBlocks ? ["Fewer than 15 cases: each block counts, and the ratios are valid for these cases only."] : []),
    ...(isUnknown("ttft_ms") ? ["No time to the first token: set params: {stream: true}."] : []),
  ];
}
