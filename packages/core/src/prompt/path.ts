const SEGMENT = /[^.[\]]+|\[(?:(\d+)|"([^"]*)"|'([^']*)')\]/g;

/**
 * The value at `path` (`answer`, `output[0]`, `usage.total`) inside plain data; undefined when there is none.
 * A key that contains dots is found first: a CSV column `a.b` needs no quoting. Only own properties count:
 * data never reaches a prototype.
 */
export function readPath(data: unknown, path: string): unknown {
  if (hasOwn(data, path)) return data[path];
  let value: unknown = data;
  for (const match of path.matchAll(SEGMENT)) {
    const key = match[1] ?? match[2] ?? match[3] ?? match[0];
    if (!hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

function hasOwn(value: unknown, key: string): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key);
}
