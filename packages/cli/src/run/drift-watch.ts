import { judgementsOf, type Row } from "@sameseed/core";

/** What a service says it ran. A part that it does not say is null. */
interface Backend {
  readonly fingerprint: string | null;
  readonly version: string | null;
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
    if (now.fingerprint === null && now.version === null) return null;
    const before = last.get(who);
    if (before?.fingerprint === now.fingerprint && before.version === now.version) return null;
    const known = seen.get(who) ?? new Set();
    const key = `${now.fingerprint}|${now.version}`;
    const isNew = !known.has(key);
    if (isNew) seen.set(who, known.add(key));
    last.set(who, now);
    return isNew && before !== undefined ? changes(before, now) : null;
  };
  return {
    see({ trial: { variant, case: testCase }, outcome, scores }) {
      const sentences: string[] = [];
      if (outcome.status !== "failed" && !outcome.cached) {
        const found = change(variant, { fingerprint: outcome.systemFingerprint, version: outcome.modelVersion });
        if (found !== null)
          sentences.push(
            `${variant}: the backend changed at case ${testCase.id}: ${found}. Its answers before and after may not compare.`,
          );
      }
      for (const { judge, calls } of judgementsOf(scores)) {
        for (const { cached, systemFingerprint: fingerprint, modelVersion: version } of calls) {
          const found = cached ? null : change(`the judge ${judge}`, { fingerprint, version });
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

function changes(before: Backend, now: Backend): string {
  const parts = [
    ...(before.fingerprint === now.fingerprint
      ? []
      : [`system_fingerprint ${before.fingerprint ?? "(none)"} → ${now.fingerprint ?? "(none)"}`]),
    ...(before.version === now.version ? [] : [`model ${before.version ?? "(none)"} → ${now.version ?? "(none)"}`]),
  ];
  return parts.join(", ");
}
