import {
  type Backend,
  backendKey,
  backendOf,
  BACKEND_PARTS,
  type BackendPart,
  isSameBackend,
  judgementsOf,
  type Row,
} from "@sameseed/core";

export interface DriftWatch {
  /** A sentence for each backend of this row, its variant's or a judge's, that did not answer for them before. */
  see(row: Row): readonly string[];
}

/**
 * Detects changes of the backend. A service that alternates between several backends is reported once for
 * each, not at every change. Cached answers are from another time and are ignored.
 */
export function driftWatch(): DriftWatch {
  const seen = new Map<string, Set<string>>();
  const last = new Map<string, Backend>();
  const change = (who: string, now: Backend | null): string | null => {
    if (now === null) return null;
    const before = last.get(who);
    if (before !== undefined && isSameBackend(before, now)) return null;
    const key = backendKey(now);
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
        const found = change(variant, backendOf(outcome));
        if (found !== null)
          sentences.push(
            `${variant}: the backend changed at case ${testCase.id}: ${found}. Its answers before and after may not be comparable.`,
          );
      }
      for (const { judge, calls } of judgementsOf(scores)) {
        for (const call of calls) {
          const found = call.cached ? null : change(`the judge ${judge}`, backendOf(call));
          if (found !== null)
            sentences.push(
              `The judge ${judge}: the backend changed at case ${testCase.id}: ${found}. Its verdicts before and after may not be comparable.`,
            );
        }
      }
      return sentences;
    },
  };
}

const NAMES: Readonly<Record<BackendPart, string>> = {
  systemFingerprint: "system_fingerprint",
  modelVersion: "model",
  region: "region",
  upstream: "upstream",
};

function changes(before: Backend, now: Backend): string {
  return BACKEND_PARTS.filter((part) => before[part] !== now[part])
    .map((part) => `${NAMES[part]} ${before[part] ?? "(none)"} → ${now[part] ?? "(none)"}`)
    .join(", ");
}
