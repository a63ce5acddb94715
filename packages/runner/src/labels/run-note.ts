import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { NO_NOTE, RunNote, SameseedError } from "@sameseed/core";
import { writeDurably } from "../files/durable-file.ts";

const NOTE_FILE = "note.json";

/** People's note on a run; `NO_NOTE` without one. Errors: `BAD_RUN` for a damaged file. */
export async function readRunNote(run: string): Promise<RunNote> {
  const file = join(run, NOTE_FILE);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return NO_NOTE;
  try {
    return RunNote.parse(JSON.parse(text));
  } catch (cause) {
    throw new SameseedError("BAD_RUN", `${file} is not a note that this version reads.`, {
      hint: "Delete the file and write the note again. The run itself is not affected.",
      cause,
    });
  }
}

/**
 * Changes the given fields and keeps the others; without note, tags and release the file is removed. Errors:
 * `BAD_ARGUMENT`.
 */
export async function changeRunNote(
  run: string,
  changes: { readonly [Key in keyof RunNote]?: RunNote[Key] | undefined },
): Promise<RunNote> {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const parsed = RunNote.safeParse({ ...(await readRunNote(run)), ...given });
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new SameseedError(
      "BAD_ARGUMENT",
      `The ${path[0] === "tags" ? "tag" : String(path[0])} cannot be taken: ${message}.`,
      {
        hint: "A note has up to 2,000 characters. A run has up to 20 tags of up to 60 characters each, without commas.",
      },
    );
  }
  const note = { ...parsed.data, tags: [...new Set(parsed.data.tags)] };
  if (note.note === "" && note.tags.length === 0 && note.release === null)
    await rm(join(run, NOTE_FILE), { force: true });
  else await writeDurably(join(run, NOTE_FILE), `${JSON.stringify(note, null, 2)}\n`);
  return note;
}
