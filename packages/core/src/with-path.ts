/**
 * An error of the system with the file that it is about. What an open file refuses (a full disk, a quota) names none, and
 * the user could not tell which disk it was. Other errors are returned as they are.
 */
export function withPath(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !("syscall" in error) || "path" in error) return error;
  return Object.assign(new Error(`${error.message} '${path}'`, { cause: error }), { ...error, path });
}
