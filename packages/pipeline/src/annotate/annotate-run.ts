import { existsSync } from "node:fs";
import { join } from "node:path";
import { type LabelScale, type Manifest, type Row, SameseedError, unknownId, option } from "@sameseed/core";
import { type AnnotationItem, annotationItems, annotationOrder, shuffledFor } from "@sameseed/analysis";
import { writeAnnotationCsv, writeAnnotationWorkbook } from "@sameseed/reporter";
import { addLabelKeys, openStoredRows, readManifest, type RunFolder } from "@sameseed/runner";

export interface AnnotateOptions {
  /** Default: the first scorer with a judge, else the first. */
  readonly metric?: string | undefined;
  /** Default: preferences for a judge that compares two answers, else pass or fail. */
  readonly scale?: LabelScale | undefined;
  /** Default: all but the A/A control. */
  readonly variants: readonly string[];
  /** Cases to label. Default 50. */
  readonly cases?: number | undefined;
  /** The same as a share of all cases. */
  readonly share?: number | undefined;
  /** People, each with a sheet in another order. Default 1. */
  readonly annotators?: number | undefined;
  readonly format: "xlsx" | "csv";
  /** Folder of the sheets. Default: the run's folder. */
  readonly output?: string | undefined;
}

export interface Annotated {
  readonly files: readonly string[];
  readonly metric: string;
  readonly scale: LabelScale;
  readonly cases: number;
  readonly items: number;
  /** Cases that were drawn and left out, because a variant has no answer there. */
  readonly leftOut: number;
}

const DEFAULT_CASES = 50;

/**
 * Writes blind sheets of a random sample of cases, with the same cases for every variant, and stores in the
 * run the item of each line.
 */
export async function annotateRun(folder: RunFolder, options: AnnotateOptions): Promise<Annotated> {
  const { manifest, items, metric, scale, cases, leftOut } = await blindItems(folder, options);
  const files = sheetFiles(folder, { metric, scale, options });
  refuseToOverwrite(files);
  await addLabelKeys(
    folder.path,
    items.map(({ key }) => key),
  );
  await writeSheets(items, { files, manifest, metric, scale, format: options.format });
  return { files, metric, scale, cases, items: items.length, leftOut };
}

/** The items to label, before they are shuffled for each person. */
export interface BlindItems {
  readonly manifest: Manifest;
  readonly items: readonly AnnotationItem[];
  readonly metric: string;
  readonly scale: LabelScale;
  readonly cases: number;
  readonly leftOut: number;
  /** The judge's criterion, if the scorer has one. */
  readonly criteria: string | null;
}

/** A random sample of cases, every variant on the same ones. The same options give the same items. */
export async function blindItems(
  folder: RunFolder,
  options: Pick<AnnotateOptions, "metric" | "scale" | "variants" | "cases" | "share">,
): Promise<BlindItems> {
  const manifest = await readManifest(folder);
  const metric = metricOf(manifest, options.metric);
  const variants = variantsOf(manifest, options.variants);
  const wanted = wantedCases(manifest, options);
  const { blocks, leftOut } = await sampleBlocks(folder, manifest, { variants, wanted });
  if (blocks.length === 0)
    throw new SameseedError("BAD_RUN", `${folder.id} has no case that ${variants.join(" and ")} answered.`, {
      hint: `Choose other variants with ${option("variants")}, or run the failed trials again with ${option("retryErrors")}.`,
    });
  const scale = options.scale ?? scaleOf(blocks[0]!, metric);
  if (scale === "preference" && variants.length < 2)
    throw new SameseedError("BAD_ARGUMENT", "A preference needs two variants.", {
      hint: `Name two with ${option("variants")}, or choose ${option("scale")} pass-fail.`,
    });
  const items = blocks.flatMap((rows) => annotationItems(manifest, rows, { metric, scale, variants }));
  return { manifest, items, metric, scale, cases: blocks.length, leftOut, criteria: criteriaOf(manifest, metric) };
}

interface Sample {
  readonly blocks: readonly (readonly Row[])[];
  readonly leftOut: number;
}

/** The first repeat of cases in the seeded order, until enough of them have an answer of every variant. */
async function sampleBlocks(
  folder: RunFolder,
  manifest: Manifest,
  { variants, wanted }: { readonly variants: readonly string[]; readonly wanted: number },
): Promise<Sample> {
  const stored = await openStoredRows(folder.rowsFile, manifest.counts.planned);
  const places = variants.map((id) => manifest.variants.findIndex((variant) => variant.id === id));
  const blocks: Row[][] = [];
  let leftOut = 0;
  try {
    for (const number of annotationOrder(manifest)) {
      if (blocks.length === wanted) break;
      const first = number * manifest.repeats * manifest.variants.length;
      const rows = places.map((place) => stored.row(first + place)).filter((row) => row !== null);
      const isAnswered = rows.length === places.length && rows.every(({ outcome }) => outcome.status !== "failed");
      if (isAnswered) blocks.push(rows);
      else leftOut++;
    }
  } finally {
    stored.close();
  }
  return { blocks, leftOut };
}

/** One file for each person. */
function sheetFiles(
  folder: RunFolder,
  { metric, scale, options }: Pick<BlindItems, "metric" | "scale"> & { readonly options: AnnotateOptions },
): string[] {
  const { annotators = 1, format, output = folder.path } = options;
  const name = `labels-${fileSafe(metric)}-${scale}`;
  return Array.from({ length: annotators }, (_, place) => join(output, `${name}-${place + 1}.${format}`));
}

/** An existing sheet may be filled in, which is hours of a person's work. */
function refuseToOverwrite(files: readonly string[]): void {
  const existing = files.find((file) => existsSync(file));
  if (existing === undefined) return;
  throw new SameseedError("BAD_ARGUMENT", `${existing} exists already, and may contain labels.`, {
    hint: "Import it if it is filled in, then move it away; or choose another folder for the new sheets.",
  });
}

interface SheetsOptions extends Pick<BlindItems, "manifest" | "metric" | "scale"> {
  readonly files: readonly string[];
  readonly format: AnnotateOptions["format"];
}

async function writeSheets(
  items: readonly AnnotationItem[],
  { files, manifest, metric, scale, format }: SheetsOptions,
): Promise<void> {
  for (const [place, file] of files.entries()) {
    const annotator = `person ${place + 1}`;
    const sheet = {
      annotator,
      metric,
      scale,
      criteria: criteriaOf(manifest, metric),
      varNames: manifest.cases.varNames,
      items: shuffledFor(annotator, items, manifest),
    };
    if (format === "xlsx") await writeAnnotationWorkbook(file, sheet);
    else await writeAnnotationCsv(file, sheet, { bom: true });
  }
}

function metricOf({ scorers }: Manifest, wanted: string | undefined): string {
  const names = scorers.map(({ name }) => name);
  if (wanted === undefined) return (scorers.find(({ identity }) => asksJudge(identity)) ?? scorers[0]!).name;
  if (wanted === "score" || names.includes(wanted)) return wanted;
  throw unknownId("metric", wanted, ["score", ...names]);
}

/** A scorer with a judge has the judge's prompt in its identity. */
function asksJudge(identity: unknown): boolean {
  return typeof identity === "object" && identity !== null && "retest" in identity;
}

/** The baseline first: pairs are with it. */
function variantsOf({ variants, baseline }: Manifest, wanted: readonly string[]): readonly string[] {
  const known = variants.filter(({ control }) => control !== true).map(({ id }) => id);
  for (const id of wanted) if (!known.includes(id)) throw unknownId("variant", id, known);
  const chosen = wanted.length === 0 ? known : known.filter((id) => wanted.includes(id));
  return chosen.toSorted((left, right) => Number(right === baseline) - Number(left === baseline));
}

function wantedCases({ cases }: Manifest, { cases: wanted, share }: Pick<AnnotateOptions, "cases" | "share">): number {
  if (share !== undefined) return Math.ceil(share * cases.count);
  return wanted ?? DEFAULT_CASES;
}

function scaleOf(rows: readonly Row[], metric: string): LabelScale {
  const kinds = rows.map(({ scores }) => scores[metric]?.judgement?.kind);
  return kinds.some((kind) => kind === "pairwise" || kind === "selection") ? "preference" : "pass-fail";
}

/** The judge's criterion, if it is the same for all cases. */
function criteriaOf({ scorers }: Manifest, metric: string): string | null {
  const identity = scorers.find(({ name }) => name === metric)?.identity as Record<string, unknown> | undefined;
  for (const key of ["rubric", "criteria"]) {
    const found = identity?.[key];
    if (typeof found === "string") return found;
    if (Array.isArray(found)) return found.join("\n");
  }
  return null;
}

function fileSafe(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 60);
}
