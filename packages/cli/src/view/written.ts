import { NewLabel, RunNote, SameseedError } from "@sameseed/core";
import { changeRunNote } from "@sameseed/runner";
import type { StoredRun } from "./stored-run.ts";

/** The parts of a run that the page may write. */
type Writable = "note" | "labels";

export function isWritable(what: string | undefined): what is Writable {
  return what === "note" || what === "labels";
}

/** Writes the page's data and returns the stored result. Errors: `BAD_ARGUMENT` for invalid data. */
export async function written(run: StoredRun, what: Writable, body: unknown): Promise<unknown> {
  if (what === "labels") {
    await run.label(parsed(NewLabel, body));
    return {};
  }
  // A part that was not sent is kept, instead of the schema's default.
  const changes = parsed(RunNote.partial(), body);
  const sent = Object.entries(changes).filter(([key]) => Object.hasOwn(body as object, key));
  return changeRunNote(run.folder.path, Object.fromEntries(sent));
}

type Parsing<T> =
  | { readonly success: true; readonly data: T }
  | {
      readonly success: false;
      readonly error: {
        readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
      };
    };

function parsed<T>(schema: { safeParse(value: unknown): Parsing<T> }, body: unknown): T {
  const found = schema.safeParse(body);
  if (found.success) return found.data;
  const { path, message } = found.error.issues[0]!;
  throw new SameseedError("BAD_ARGUMENT", `${path.map(String).join(".") || "The request"}: ${message}.`);
}
