/** The parts of `fs.Stats` that give the kind of file at a path. */
export interface FileKinds {
  readonly isFile: () => boolean;
  readonly isDirectory: () => boolean;
  readonly isFIFO: () => boolean;
  readonly isSocket: () => boolean;
}

/** Standard input, and the pipe that a shell opens for `<(…)`. The other end is open, so reading ends. */
const OPEN_BY_CALLER = /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/(?:self|\d+)\/fd\/\d+)$/;

/**
 * The kind of a path that is not a regular file: `a named pipe`, which would wait for a writer forever, `a folder`, `a socket`
 * or `a device`. Null for a file, and for pipes that the caller has opened. `path` is absolute.
 */
export function irregularKind(path: string, found: FileKinds): string | null {
  if (found.isFile()) return null;
  if (found.isDirectory()) return "a folder";
  if (OPEN_BY_CALLER.test(path)) return null;
  return found.isFIFO() ? "a named pipe" : found.isSocket() ? "a socket" : "a device";
}
