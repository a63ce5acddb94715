import { SameseedError } from "@sameseed/core";

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: "Correct the permissions, or choose another folder.",
  EDQUOT: "The quota of this disk is used up: make room, or choose another folder.",
  EIO: "The disk does not work as it should: choose another one.",
  ENOSPC: "The disk is full: make room, or choose another folder.",
  EPERM: "Correct the permissions, or choose another folder.",
  EROFS: "The disk is read-only: choose another folder.",
};
const STORED = "Rows that were stored are safe; sameseed run with --resume continues from them and writes the reports.";

/** What a disk refused, as a mistake with its remedy; null for any other error. */
export function diskProblem(error: unknown): SameseedError | null {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return null;
  const remedy = REMEDIES[String(error.code)];
  if (remedy === undefined) return null;
  return new SameseedError("BAD_RUN", `${error.message}.`, { hint: `${remedy} ${STORED}`, cause: error });
}
