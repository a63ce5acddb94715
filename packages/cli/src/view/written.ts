import { RunNote, SameseedError } from "@sameseed/core";
import { changeRunNote } from "@sameseed/runner";
import type { StoredRun } from "./stored-run.ts";

/** What the page may write of a run. */
const WRITABLE = ["note"] as const;
type Writable = (typeof WRITABLE)[number];

export function isWritable(what: string | undefined): what is Writable {
  return WRITABLE.some((one) => one === what);
}

const Changes = RunNote.partial();

/** Writes what the page sent, and gives what stands there now. Errors: `BAD_ARGUMENT` for what cannot be taken. */
export async function written(run: StoredRun, what: Writable, body: unknown): Promise<unknown> {
  const changes = Changes.safeParse(body);
  if (!changes.success)
    throw new SameseedError("BAD_ARGUMENT", `The ${what} cannot be taken: ${changes.error.issues[0]!.message}.`);
  // A part that was not sent stays, whatever the schema's default.
  const sent = Object.keys(body as object);
  return changeRunNote(
    run.folder.path,
    Object.fromEntries(Object.entries(changes.data).filter(([key]) => sent.includes(key))),
  );
}
