/**
 * Adds the path to a system error. An error on an open file (a full disk, a quota) has no path, and the user
 * could not know which disk was full. Other errors are returned unchanged.
 */
export function withPath(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !("syscall" in error) || "path" in error) return error;
  return Object.assign(new Error(`${error.message} '${path}'`, { cause: error }), { ...error, path });
}
