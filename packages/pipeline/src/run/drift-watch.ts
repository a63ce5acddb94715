import { judgementsOf, type Row } from "@sameseed/core";

/** What a service says it ran. A part that it does not say is null. */
interface Backend {
  readonly fingerprint: string | null;
  readonly version: string | null;
  readonly region: string | null;
}

export interface DriftWatch {
  /** A sentence for each backend of this row, its variant's or a judge's, that did not answer for them before. */
  see(row: Row): readonly string[];
}

/**
 * Watches who answers. A service that answers from several backends in turn is told of once for each, not at every
 * turn. Answers from a cache are of another time and are passed over.
 */
export function driftWatch(): DriftWatch {
  const seen = new Map<string, Set<string>>();
  const last = new Map<string, Backend>();
  const change = (who: string, now: Backend): string | null => {
    const key = `${now.fingerprint}|${now.version}|${now.region}`;
    if (key === "null|null|null") return null;
    const before = last.get(who);
    const known = seen.get(who) ?? new Set();
    const isNew = !known.has(key);
    if (isNew) seen.set(who, known.add(key));
    last.set(who, now);
    return isNew && before !== undefined ? changes(before, now) : null;
  };
  return {
    see({ trial: { variant, case: testCase }, outcome, scores }) {
      const sentences: string[] = [];
      if (outcome.status !== "failed" && !outcome.cached) {
        const { systemFingerprint: fingerprint, modelVersion: version, region = null } = outcome;
        const found = change(variant, { fingerprint, version, region });
        if (found !== null)
          sentences.push(
            `${variant}: the backend changed at case ${testCase.id}: ${found}. Its answers before and after may not compare.`,
          );
      }
      for (const { judge, calls } of judgementsOf(scores)) {
        for (const { cached, systemFingerprint: fingerprint, modelVersion: version } of calls) {
          const found = cached ? null : change(`the judge ${judge}`, { fingerprint, version, region: null });
          if (found !== null)
            sentences.push(
              `The judge ${judge}: the backend changed at case ${testCase.id}: ${found}. Its verdicts before and after may not compare.`,
            );
        }
      }
      return sentences;
    },
  };
}

const NAMES = { fingerprint: "system_fingerprint", version: "model", region: "region" } as const;

function changes(before: Backend, now: Backend): string {
  return (["fingerprint", "version", "region"] as const)
    .filter((key) => before[key] !== now[key])
    .map((key) => `${NAMES[key]} ${before[key] ?? "(none)"} → ${now[key] ?? "(none)"}`)
    .join(", ");
}
