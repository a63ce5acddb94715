import type { Row } from "@sameseed/core";

/** What a service says it ran. A part that it does not say is null. */
interface Backend {
  readonly fingerprint: string | null;
  readonly version: string | null;
}

export interface DriftWatch {
  /** A sentence when this row's backend is one that its variant was not answered by before; else null. */
  see(row: Row): string | null;
}

/**
 * Watches who answers. A service that answers from several backends in turn is told of once for each, not at every
 * turn. Answers from a cache are of another time and are passed over.
 */
export function driftWatch(): DriftWatch {
  const seen = new Map<string, Set<string>>();
  const last = new Map<string, Backend>();
  return {
    see({ trial: { variant, case: testCase }, outcome }) {
      if (outcome.status === "failed" || outcome.cached) return null;
      const now: Backend = { fingerprint: outcome.systemFingerprint, version: outcome.modelVersion };
      if (now.fingerprint === null && now.version === null) return null;
      const known = seen.get(variant) ?? new Set();
      const key = `${now.fingerprint}|${now.version}`;
      const before = last.get(variant);
      const isNew = !known.has(key);
      if (isNew) seen.set(variant, known.add(key));
      last.set(variant, now);
      if (!isNew || before === undefined) return null;
      return `${variant}: the backend changed at case ${testCase.id}: ${changes(before, now)}. Its answers before and after may not compare.`;
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
