/** The number of removed keys, in a sentence; empty without any. */
export function keysWarning(count: number): readonly string[] {
  if (count === 0) return [];
  return [`${count} ${count === 1 ? "text looks" : "texts look"} like a key of a service and became [key]`];
}
