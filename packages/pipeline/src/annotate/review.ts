import {
  LabelScale,
  type Manifest,
  type NewLabel,
  type ReviewLabel,
  SameseedError,
  type StoredLabel,
  type TestCase,
  unknownId,
} from "@sameseed/core";
import { shuffledFor } from "@sameseed/analysis";
import {
  addLabelKeys,
  labelSets,
  lockRun,
  readLabelKeys,
  readLabels,
  readManifest,
  type RunFolder,
  writeLabels,
  writeManifest,
} from "@sameseed/runner";
import { asBefore } from "../verify/replay-run.ts";
import { writeReports } from "../reports/write-reports.ts";
import { blindItems } from "./annotate-run.ts";
import { inOrder } from "./label-order.ts";

/** One item as shown to a person, without the case's id, prompt, model or variant. */
export interface ReviewItem {
  readonly item: string;
  readonly vars: TestCase["vars"];
  readonly expected?: unknown;
  /** One answer, or two in the order that the seed chose. */
  readonly answers: readonly string[];
  /** Null where the person has not labelled it. */
  readonly label: ReviewLabel | null;
}

export interface Review {
  readonly metric: string;
  readonly scale: LabelScale;
  readonly criteria: string | null;
  /** The metrics that this run's answers can be labelled for, with their scales. */
  readonly metrics: readonly string[];
  readonly scales: readonly LabelScale[];
  /** In the order of this person. */
  readonly items: readonly ReviewItem[];
}

export interface ReviewOptions {
  readonly annotator: string;
  readonly metric?: string | undefined;
  /** Default: preferences for a judge that compares two answers, else pass or fail. */
  readonly scale?: LabelScale | undefined;
  /** Cases to label. Default 50. */
  readonly cases?: number | undefined;
}

/** The items of `annotate export` in the blind order of one person, with the person's labels. */
export async function reviewOf(folder: RunFolder, options: ReviewOptions): Promise<Review> {
  const annotator = annotatorOf(options.annotator);
  const { metric, scale, cases } = options;
  const found = await blindItems(folder, { metric, scale, cases, variants: [] });
  await addLabelKeys(
    folder.path,
    found.items.map(({ key }) => key),
  );
  const said = new Map(
    (await readLabels(folder.path)).filter((one) => one.annotator === annotator).map((one) => [one.item, one]),
  );
  return {
    metric: found.metric,
    scale: found.scale,
    criteria: found.criteria,
    ...choicesOf(found.manifest),
    items: shuffledFor(annotator, found.items, found.manifest).map(({ key, case: { vars, expected }, answers }) => ({
      item: key.item,
      vars,
      ...(expected !== undefined && { expected }),
      answers,
      label: labelOf(said.get(key.item)),
    })),
  };
}

function choicesOf({ scorers, variants }: Manifest): Pick<Review, "metrics" | "scales"> {
  const hasTwo = variants.filter(({ control }) => control !== true).length > 1;
  return {
    metrics: [...scorers.map(({ name }) => name), ...(scorers.length > 1 ? ["score"] : [])],
    scales: LabelScale.options.filter((scale) => scale !== "preference" || hasTwo),
  };
}

/**
 * Stores one label where `annotate import` stores its labels. The reports are not rewritten: `rebuildReports`
 * does that when the person has finished. Errors: `UNKNOWN_ID` for an item that was not exported,
 * `BAD_ARGUMENT`, `BAD_RUN`.
 */
export async function saveLabel(folder: RunFolder, { annotator: name, item, label }: NewLabel): Promise<void> {
  const annotator = annotatorOf(name);
  const key = (await readLabelKeys(folder.path)).find((one) => one.item === item);
  if (key === undefined) throw unknownId("item", item, []);
  const unlock = await lockRun(folder.path);
  try {
    const others = (await readLabels(folder.path)).filter((one) => one.annotator !== annotator || one.item !== item);
    const labels = inOrder(label === null ? others : [...others, { ...key, annotator, ...stored(label) }]);
    await writeLabels(folder.path, labels);
    const { labels: _, ...manifest } = await readManifest(folder);
    await writeManifest(folder, labels.length === 0 ? manifest : { ...manifest, labels: labelSets(labels) });
  } finally {
    await unlock();
  }
}

/** Rewrites the reports of a run in their previous formats, with its current labels. */
export async function rebuildReports(folder: RunFolder): Promise<void> {
  const unlock = await lockRun(folder.path);
  try {
    await writeReports(folder, await readManifest(folder), await asBefore(folder, {}));
  } finally {
    await unlock();
  }
}

function annotatorOf(name: string): string {
  const annotator = name.trim();
  if (annotator !== "" && annotator.length <= 100 && !/\p{Cc}/u.test(annotator)) return annotator;
  throw new SameseedError("BAD_ARGUMENT", "An annotator needs a name of up to 100 characters on one line.");
}

function labelOf(label: StoredLabel | undefined): ReviewLabel | null {
  return label === undefined ? null : { value: label.value, note: label.note ?? "", isFlagged: label.flagged === true };
}

function stored({ value, note, isFlagged }: ReviewLabel): Pick<StoredLabel, "value" | "note" | "flagged"> {
  return { value, ...(note.trim() !== "" && { note: note.trim() }), ...(isFlagged && { flagged: true as const }) };
}
