import type { AnswerFields } from "./answer.ts";

/** What a service says of who answered: the parts that tell one backend from another. */
export const BACKEND_PARTS = [
  "systemFingerprint",
  "modelVersion",
  "region",
  "upstream",
] as const satisfies readonly (keyof AnswerFields)[];
export type BackendPart = (typeof BACKEND_PARTS)[number];

/** Who answered, as the service says it. A part that it does not say is null; without a gateway there is no `upstream`. */
export interface Backend {
  readonly systemFingerprint: string | null;
  readonly modelVersion: string | null;
  readonly region: string | null;
  readonly upstream?: string;
}

type Said = { readonly [Part in BackendPart]?: string | null | undefined };

/** Who gave an answer or a judge's verdict; null where the service says nothing of it. */
export function backendOf(said: Said): Backend | null {
  const { systemFingerprint = null, modelVersion = null, region = null, upstream = null } = said;
  if (upstream !== null) return { systemFingerprint, modelVersion, region, upstream };
  const isNamed = systemFingerprint !== null || modelVersion !== null || region !== null;
  return isNamed ? { systemFingerprint, modelVersion, region } : null;
}

/** One text for one backend, wherever it is watched; empty for one that says nothing. */
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
