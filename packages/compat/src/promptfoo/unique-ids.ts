/** Ids from names: no slash, none too long, none twice. */
export function uniqueIds(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    const id = name.replaceAll("/", "-").replaceAll(/\s+/g, " ").trim().slice(0, 60).trim() || "prompt";
    let unique = id;
    for (let number = 2; seen.has(unique); number++) unique = `${id}-${number}`;
    seen.add(unique);
    return unique;
  });
}

/** Whether one of the names matches: exactly, or by the text before a star or a colon. */
export function isCalled(names: readonly string[], meant: string): boolean {
  if (meant.endsWith("*") && names.some((name) => name.startsWith(meant.slice(0, -1)))) return true;
  return names.some((name) => name === meant || name.startsWith(`${meant}:`));
}
