import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { several } from "../flags/option-parsers.ts";
import { example, OUT_FLAG, RUN } from "../flags/shared-flags.ts";

const FLAGS = {
  tags: { flags: "--tag <tag>", help: "add a tag; repeatable", parse: several },
  untag: { flags: "--untag <tag>", help: "remove a tag; repeatable", parse: several },
  release: { flags: "--release <name>", help: "mark the run as the run of this release" },
  noRelease: { flags: "--no-release", help: "remove that mark" },
  ...OUT_FLAG,
} as const satisfies FlagTable;
type NoteFlags = Omit<FlagsOf<typeof FLAGS>, "release"> & {
  /** False for --no-release, true without a flag. */
  readonly release?: string | boolean;
};

/** `sameseed note`: shows or changes the note, the tags and the release of a run. */
export function addNote(sameseed: Command): void {
  const note = sameseed.command("note").description("show or change the note, tags and release of a run");
  addFlags(note.argument("<run>", RUN).argument("[text]", 'new note; "" removes it'), FLAGS)
    .addHelpText("after", example('sameseed note latest "shorter system prompt" --tag nightly'))
    .action(noteRun);
}

async function noteRun(reference: string, text: string | undefined, flags: NoteFlags): Promise<void> {
  const { changeRunNote, readRunNote } = await import("@sameseed/runner");
  const { namedRun } = await import("../view/named-run.ts");
  const { noteText } = await import("../view/note-text.ts");
  const folder = await namedRun(flags.out, reference);
  const before = await readRunNote(folder.path);
  const { tags: added = [], untag = [], release } = flags;
  const isChange =
    text !== undefined || added.length + untag.length > 0 || release === false || typeof release === "string";
  const note = isChange
    ? await changeRunNote(folder.path, {
        note: text,
        tags: [...before.tags, ...added].filter((tag) => !untag.includes(tag)),
        release: release === false ? null : typeof release === "string" ? release : undefined,
      })
    : before;
  console.log(`${folder.id}  ${noteText(note) || "no note"}`);
}
