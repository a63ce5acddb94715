import type { Manifest } from "@sameseed/core";

/** The manifest as lines of key and value, the notes first. The hashes of single cases are only in `manifest.json`. */
export function manifestLines(
  { cases: { hashes: _, ...cases }, notes: __, ...manifest }: Manifest,
  notes: readonly string[],
): readonly (readonly [string, unknown])[] {
  return [...notes.map((note) => ["note", note] as const), ...linesOf({ ...manifest, cases })];
}

function linesOf(value: unknown, key = ""): (readonly [string, unknown])[] {
  if (typeof value !== "object" || value === null) return [[key, value]];
  const list = Array.isArray(value);
  if (list && value.every((item) => typeof item !== "object")) return [[key, value.join(", ")]];
  return Object.entries(value).flatMap(([name, member]) =>
    linesOf(member, list ? `${key}[${name}]` : key === "" ? name : `${key}.${name}`),
  );
}
