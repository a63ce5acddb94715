/** Maximum levels of lists and objects in a value; people write a few. */
const MOST_LEVELS = 200;
/** Lists and objects in one value, each counted at every alias that repeats it. */
const MOST_MEMBERS = 2_000_000;

/**
 * Why a value that was read from a file cannot be used, in words that follow its place: it is nested without
 * end (a YAML alias that contains itself), too deeply, or it repeats itself by aliases to a size that fills
 * the memory. Null for a sound value.
 */
export function nestingProblem(value: unknown): string | null {
  if (isFlat(value)) return null;
  let members = 0;
  const open = new Set<object>();
  const problemOf = (inner: unknown): string | null => {
    if (typeof inner !== "object" || inner === null) return null;
    if (open.has(inner)) return "the value contains itself";
    if (open.size === MOST_LEVELS) return `the value is nested more than ${MOST_LEVELS} levels deep`;
    if (++members > MOST_MEMBERS) return `the value has more than ${MOST_MEMBERS} lists and objects`;
    open.add(inner);
    for (const member of Array.isArray(inner) ? inner : Object.values(inner)) {
      const problem = problemOf(member);
      if (problem !== null) return problem;
    }
    open.delete(inner);
    return null;
  };
  return problemOf(value);
}

/** Most records are lists or objects of plain values. */
function isFlat(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  for (const member of Array.isArray(value) ? value : Object.values(value))
    if (typeof member === "object" && member !== null) return false;
  return true;
}
