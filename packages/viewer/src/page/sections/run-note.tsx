import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { RunNote } from "@sameseed/core";
import { changeNote } from "../sources/server-source.ts";
import { Untrusted } from "../parts/untrusted.tsx";

export interface RunNoteProps {
  readonly run: string;
  readonly note: RunNote;
  /** Absent in a file, which cannot be written to. */
  readonly onChanged?: (() => void) | undefined;
}

/** The note of a run, and a form to change it if there is a server. */
export function RunNoteView({ run, note, onChanged }: RunNoteProps): JSX.Element {
  const [isEditing, setEditing] = useState(false);
  if (isEditing && onChanged !== undefined)
    return (
      <NoteForm
        {...{ run, note }}
        onEnd={(hasChanged) => {
          setEditing(false);
          if (hasChanged) onChanged();
        }}
      />
    );
  return (
    <div class="run-note">
      {note.release !== null && (
        <span class="pill base">
          release <Untrusted text={note.release} />
        </span>
      )}
      {note.tags.map((tag) => (
        <span key={tag} class="pill tag">
          <Untrusted text={tag} />
        </span>
      ))}
      {note.note !== "" && <Untrusted text={note.note} />}
      {onChanged !== undefined && (
        <button type="button" class="link" onClick={() => setEditing(true)}>
          {note.note === "" ? "Add a note" : "Edit"}
        </button>
      )}
    </div>
  );
}

function NoteForm({
  run,
  note,
  onEnd,
}: Pick<RunNoteProps, "run" | "note"> & { readonly onEnd: (hasChanged: boolean) => void }): JSX.Element {
  const [text, setText] = useState(note.note);
  const [tags, setTags] = useState(note.tags.join(", "));
  const [release, setRelease] = useState(note.release ?? "");
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const list = tags.split(",").map((tag) => tag.trim());
    try {
      await changeNote(run, {
        note: text,
        tags: list.filter((tag) => tag !== ""),
        release: release.trim() === "" ? null : release,
      });
      onEnd(true);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <form class="note-form" onSubmit={(event) => void save(event)}>
      <Field label="Note" value={text} onInput={setText} />
      <Field label="Tags, with commas" value={tags} onInput={setTags} />
      <Field label="Run of release" value={release} onInput={setRelease} />
      {problem !== null && (
        <p class="note" role="alert">
          {problem}
        </p>
      )}
      <span>
        <button type="submit">Save</button>{" "}
        <button type="button" onClick={() => onEnd(false)}>
          Cancel
        </button>
      </span>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

function Field({ label, value, onInput }: FieldProps): JSX.Element {
  return (
    <label class="choice">
      <span>{label}</span>
      <input type="text" value={value} onInput={(event) => onInput(event.currentTarget.value)} />
    </label>
  );
}
