import { type LabelKey, SameseedError, type StoredLabel } from "@sameseed/core";
import { LABEL_COLUMNS } from "./annotation-sheet.ts";
import { ASKED, isNoLabel, labelValue, NO_LABEL } from "./label-words.ts";

/** A line of a filled sheet, with its position for messages. */
export interface FilledLine {
  readonly record: Readonly<Record<string, unknown>>;
  /** `ana.xlsx, row 12`. */
  readonly place: string;
}

export interface ReadOptions {
  /** By item. */
  readonly keys: ReadonlyMap<string, LabelKey>;
  /** The person whose labels these are, instead of the sheet's own annotator. */
  readonly annotator?: string | undefined;
  readonly file: string;
}

/** A person's label of an item that is removed. */
export type RemovedLabel = Pick<StoredLabel, "annotator" | "item" | "metric" | "scale">;

export interface FilledSheet {
  readonly labels: readonly StoredLabel[];
  /** Labels that the sheet takes back with the word "none". */
  readonly removed: readonly RemovedLabel[];
}

/** A line with a label, or with the word that removes one (`value` null). */
interface Line {
  readonly key: LabelKey;
  readonly who: string;
  readonly value: number | null;
  readonly note: string;
}

/** Faults that one message lists. */
const MOST_LISTED = 5;

/**
 * The labels of a filled sheet, with lines and columns in any order; lines without a label are left out. The
 * word "none" removes an earlier label. Errors: `BAD_DATASET` with row and column for an invalid label, for
 * an item of another run, and for two labels of one item.
 */
export async function readFilledSheet(
  lines: AsyncIterable<FilledLine>,
  { keys, annotator, file }: ReadOptions,
): Promise<FilledSheet> {
  const found = new Map<string, Line>();
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
    const value = isNoLabel(label) ? null : labelValue(key.scale, cells.label);
    if (value === undefined) {
      faults.push(
        `${place}, column "label": "${label}" is not ${ASKED[key.scale].message}, or "${NO_LABEL}" to remove an earlier label`,
      );
      continue;
    }
    const who = annotator ?? (text(cells.annotator) || "person 1");
    const id = JSON.stringify([who, item]);
    const before = found.get(id);
    if (before !== undefined && before.value !== value) {
      faults.push(`${place}, column "label": ${item} has another label above`);
      continue;
    }
    found.set(id, { key, who, value, note: text(cells.note) });
  }
  if (faults.length > 0) throw badSheet(faults);
  if (found.size > 0) return sheetOf([...found.values()]);
  throw new SameseedError("BAD_DATASET", `${file} has no label: its column "label" is empty.`, {
    hint: "Fill it in, save the file and import it again.",
  });
}

function sheetOf(lines: readonly Line[]): FilledSheet {
  const labels: StoredLabel[] = [];
  const removed: RemovedLabel[] = [];
  for (const { key, who: annotator, value, note } of lines) {
    const { item, metric, scale } = key;
    if (value === null) removed.push({ annotator, item, metric, scale });
    else labels.push({ ...key, annotator, value, ...(note !== "" && { note }) });
  }
  return { labels, removed };
}

type Cells = Readonly<Record<keyof typeof LABEL_COLUMNS, unknown>>;

/** Columns by their names, in any letter case. */
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
