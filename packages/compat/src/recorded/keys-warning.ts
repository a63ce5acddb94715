/** Says how many keys were taken out; none where none was. */
export function keysWarning(count: number): readonly string[] {
  if (count === 0) return [];
  return [`${count} ${count === 1 ? "text looks" : "texts look"} like a key of a service and became [key]`];
}
