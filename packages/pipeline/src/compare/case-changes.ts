import { contentHash, isCounted, type Row } from "@sameseed/core";
import { CaseChangeBuilder, type CaseChanges, CaseTexts } from "@sameseed/analysis";
import { readManifest, readRows, type RunFolder } from "@sameseed/runner";
import { type BaselineFile, baselineRows, caseHash } from "./baseline-file.ts";
import { baselineLabel } from "./compare-with-baseline.ts";
import { labelOf } from "./compare-two-runs.ts";

/** The two sides of a comparison: the variants of one run, two runs, or a baseline file and a run. */
export type ComparedSides =
  | { readonly kind: "run"; readonly run: RunFolder }
  | { readonly kind: "runs"; readonly before: RunFolder; readonly after: RunFolder }
  | { readonly kind: "baseline"; readonly file: BaselineFile; readonly run: RunFolder };

export interface CaseChangeOptions {
  /** The labels that were compared, as in `VariantComparison`. */
  readonly pairs: readonly (readonly [a: string, b: string])[];
  readonly metric: string;
  /** Lines to keep, the largest changes first. */
  readonly most: number;
}

/** The cases that changed between the sides, with the answers to show; a baseline file has no answers. */
export interface ComparedCases {
  readonly changes: CaseChanges;
  readonly texts: CaseTexts;
  readonly varNames: readonly string[];
}

/** Reads the rows twice: for the scores, then for the answers of the cases that are shown. */
export async function caseChanges(sides: ComparedSides, options: CaseChangeOptions): Promise<ComparedCases> {
  const builder = new CaseChangeBuilder(options.pairs, options.metric);
  for await (const { row, label } of labelledRows(sides)) builder.add(row, label);
  const changes = builder.changes(options.most);
  const texts = new CaseTexts(changes.shown.map(({ id }) => id));
  for await (const { row, label } of labelledRows(sides)) if (row.outcome.startedAt !== "") texts.add(row, label);
  const { cases } = await readManifest("run" in sides ? sides.run : sides.after);
  return { changes, texts, varNames: cases.varNames };
}

interface LabelledRow {
  readonly row: Row;
  readonly label: string;
}

/** The rows of cases that both sides have with the same content. */
async function* labelledRows(sides: ComparedSides): AsyncGenerator<LabelledRow> {
  if (sides.kind === "run") {
    for await (const row of countedRows(sides.run)) yield { row, label: row.trial.variant };
    return;
  }
  if (sides.kind === "runs") {
    const hashes = new Map<string, string>();
    for await (const row of countedRows(sides.before)) {
      const { case: testCase, variant } = row.trial;
      if (!hashes.has(testCase.id)) hashes.set(testCase.id, contentHash(testCase));
      yield { row, label: labelOf(variant, 1) };
    }
    for await (const row of countedRows(sides.after))
      if (hashes.get(row.trial.case.id) === contentHash(row.trial.case))
        yield { row, label: labelOf(row.trial.variant, 2) };
    return;
  }
  const cases = new Map<string, Row["trial"]["case"]>();
  for await (const row of countedRows(sides.run)) {
    const { case: testCase, variant } = row.trial;
    if (sides.file.cases[testCase.id]?.hash !== caseHash(testCase)) continue;
    cases.set(testCase.id, testCase);
    yield { row, label: variant };
  }
  for (const row of baselineRows(sides.file, cases)) yield { row, label: baselineLabel(row.trial.variant) };
}

async function* countedRows(folder: RunFolder): AsyncGenerator<Row> {
  const manifest = await readManifest(folder);
  for await (const row of readRows(folder.rowsFile, manifest.counts.planned)) if (isCounted(manifest, row)) yield row;
}
