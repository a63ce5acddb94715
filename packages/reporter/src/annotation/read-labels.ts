import { type LabelKey, SameseedError, type StoredLabel } from "@sameseed/core";
import { LABEL_COLUMNS } from "./annotation-sheet.ts";
import { ASKED, labelValue } from "./label-words.ts";

/** A line of a sheet that came back, and where it stands, for messages. */
export interface FilledLine {
  readonly record: Readonly<Record<string, unknown>>;
  /** `ana.xlsx, row 12`. */
  readonly place: string;
}

export interface ReadOptions {
  /** By item. */
  readonly keys: ReadonlyMap<string, LabelKey>;
  /** Whose labels they are, in place of what the sheet says. */
  readonly annotator?: string | undefined;
  readonly file: string;
}

/** Faults that one message lists. */
const MOST_LISTED = 5;

/**
 * The labels of a filled sheet, whatever the order of its lines and columns; lines without a label are left out. Errors:
 * `BAD_DATASET` with row and column for a label that is none, for an item of another run, and for two labels of one item.
 */
export async function readFilledSheet(
  lines: AsyncIterable<FilledLine>,
  { keys, annotator, file }: ReadOptions,
): Promise<readonly StoredLabel[]> {
  const labels = new Map<string, StoredLabel>();
  const faults: string[] = [];
  for await (const { record, place } of lines) {
    const cells = named(record, file);
    const item = text(cells.item);
    const label = text(cells.label);
    if (label === "") continue;
    const key = keys.get(item);
    if (key === undefined) {
      faults.push(`${place}, column "item": "${item}" is not an item of this run`);
      continue;
    }
    const value = labelValue(key.scale, cells.label);
    if (value === undefined) {
      faults.push(`${place}, column "label": "${label}" is not ${ASKED[key.scale].message}`);
      continue;
    }
    const who = annotator ?? (text(cells.annotator) || "person 1");
    const id = JSON.stringify([who, item]);
    const before = labels.get(id);
    if (before !== undefined && before.value !== value) {
      faults.push(`${place}, column "label": ${item} has another label above`);
      continue;
    }
    const note = text(cells.note);
    labels.set(id, { ...key, annotator: who, value, ...(note !== "" && { note }) });
  }
  if (faults.length > 0) throw badSheet(faults);
  if (labels.size > 0) return [...labels.values()];
  throw new SameseedError("BAD_DATASET", `${file} has no label: its column "label" is empty.`, {
    hint: "Fill it in, save the file and import it again.",
  });
}

type Cells = Readonly<Record<keyof typeof LABEL_COLUMNS, unknown>>;

/** Columns by their names, whatever the letter case. */
function named(record: FilledLine["record"], file: string): Cells {
  const byName = new Map(Object.entries(record).map(([name, cell]) => [name.trim().toLowerCase(), cell]));
  const { item, label, note, annotator } = LABEL_COLUMNS;
  for (const needed of [item, label]) {
    if (byName.has(needed)) continue;
    throw new SameseedError("BAD_DATASET", `${file} has no column "${needed}".`, {
      hint: `It has: ${[...byName.keys()].join(", ")}. Hand in the sheet that annotate export wrote, with its first row.`,
    });
  }
  return {
    item: byName.get(item),
    label: byName.get(label),
    note: byName.get(note),
    annotator: byName.get(annotator),
  };
}

function text(cell: unknown): string {
  return cell === undefined || cell === null ? "" : String(cell).trim();
}

function badSheet(faults: readonly string[]): SameseedError {
  const more = faults.length - MOST_LISTED;
  const listed = faults.slice(0, MOST_LISTED).join("; ");
  return new SameseedError("BAD_DATASET", `${listed}${more > 0 ? `; and ${more} more` : ""}.`, {
    hint: "Mend these cells and import the file again; nothing was imported.",
  });
}
