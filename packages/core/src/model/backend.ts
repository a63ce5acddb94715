import type { AnswerFields } from "./answer.ts";

/** The fields of a response that distinguish one backend from another. */
export const BACKEND_PARTS = [
  "systemFingerprint",
  "modelVersion",
  "region",
  "upstream",
] as const satisfies readonly (keyof AnswerFields)[];
export type BackendPart = (typeof BACKEND_PARTS)[number];

/** The backend that answered, as the service reports it. A part that it does not report is null; without a gateway there is no `upstream`. */
export interface Backend {
  readonly systemFingerprint: string | null;
  readonly modelVersion: string | null;
  readonly region: string | null;
  readonly upstream?: string;
}

type Said = { readonly [Part in BackendPart]?: string | null | undefined };

/** The backend of an answer or of a judge's verdict; null if the service reports nothing about it. */
export function backendOf(said: Said): Backend | null {
  const { systemFingerprint = null, modelVersion = null, region = null, upstream = null } = said;
  if (upstream !== null) return { systemFingerprint, modelVersion, region, upstream };
  const isNamed = systemFingerprint !== null || modelVersion !== null || region !== null;
  return isNamed ? { systemFingerprint, modelVersion, region } : null;
}

/** The key of a backend: equal for equal backends, and empty if the service reports nothing. */
export function backendKey(backend: Backend | null): string {
  return backend === null ? "" : JSON.stringify(BACKEND_PARTS.map((part) => backend[part] ?? null));
}

export function isSameBackend(left: Backend, right: Backend): boolean {
  return BACKEND_PARTS.every((part) => left[part] === right[part]);
}

/** The parts that are known, the model first: `m-1 / fp_1`; null where none is. */
export function backendName(backend: Said): string | null {
  const parts: readonly BackendPart[] = ["modelVersion", ...BACKEND_PARTS.filter((part) => part !== "modelVersion")];
  const known = parts.flatMap((part) => backend[part] ?? []);
  return known.length === 0 ? null : known.join(" / ");
}
