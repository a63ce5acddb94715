import { SameseedError } from "@sameseed/core";

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: "Correct the permissions, or choose another folder.",
  EDQUOT: "The quota of this disk is used up: make room, or choose another folder.",
  EIO: "The disk does not work as it should: choose another one.",
  ENOSPC: "The disk is full: make room, or choose another folder.",
  EPERM: "Correct the permissions, or choose another folder.",
  EROFS: "The disk is read-only: choose another folder.",
};
/** Problems of a path from a user or a benchmark. */
const PATHS: Readonly<Partial<Record<string, string>>> = {
  EBUSY: "Another program uses it: close that, or choose another name.",
  EEXIST: "It exists already: choose another name, or remove it.",
  EISDIR: "It is a folder: name a file.",
  ELOOP: "Its symbolic links lead in a circle: correct them, or name another file.",
  EMFILE: "This program may open no more files: raise the limit (ulimit -n), or lower the concurrency.",
  ENAMETOOLONG: "Choose a shorter name.",
  ENFILE: "The system may open no more files: close other programs.",
  ENOTDIR: "A part of the path is a file: correct the path.",
  ENOTEMPTY: "The folder is not empty: choose another name.",
  ENXIO: "It cannot be read as a file: choose another one.",
};
/** The program writes whole files under such names, in folders that it made or that exist. */
const UNFINISHED = /\.part$/;
const REMOVED = "Its folder was removed or renamed while it was in use: restore it, or start again.";
/** The folder above exists: all of them are made from the top. */
const NO_NEW_FOLDER = "The folder above it accepts no new folders: choose another place.";
const STORED = "If this was a run, its stored rows are safe: --resume continues from them and writes the reports.";

/** A disk error as a mistake with its remedy; null for any other error. */
export function diskProblem(error: unknown): SameseedError | null {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return null;
  const code = String(error.code);
  const hint = code === "ENOENT" ? missingFolder(error as NodeJS.ErrnoException) : PATHS[code];
  if ("path" in error && hint !== undefined)
    return new SameseedError("BAD_ARGUMENT", `${error.message}.`, { hint, cause: error });
  const remedy = REMEDIES[code];
  if (remedy === undefined) return null;
  return new SameseedError("BAD_RUN", `${error.message}.`, { hint: `${remedy} ${STORED}`, cause: error });
}

function missingFolder({ syscall, path }: NodeJS.ErrnoException): string | undefined {
  if (syscall === "mkdir") return NO_NEW_FOLDER;
  return path !== undefined && UNFINISHED.test(path) ? REMOVED : undefined;
}
