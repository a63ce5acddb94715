import { open, readFile, stat } from "node:fs/promises";
import {
  askedTrials,
  formatOfReport,
  isCounted,
  type Manifest,
  type NewLabel,
  REPORT_FORMAT,
  type WordedReport,
  type Reporter,
  type Row,
} from "@sameseed/core";
import { rebuildReports, type Review, type ReviewOptions, reviewOf, saveLabel } from "@sameseed/pipeline/annotate";
import { readViewIndex, type ViewIndex } from "@sameseed/pipeline/reports";
import { inWords, latencyNotes, reportNotes } from "@sameseed/reporter";
import { metricsOf, summarize } from "@sameseed/analysis";
import {
  indexRows,
  isRunning,
  labelsByRow,
  readLabels,
  readManifest,
  readRows,
  type RowIndex,
  type RunFolder,
} from "@sameseed/runner";
import { CellsBuilder, encodeCells, type RunSummary, writeReview } from "@sameseed/viewer";
import { join } from "node:path";
import { searchRows } from "./search-rows.ts";

/** The results of one reading of all rows. */
interface Reading {
  readonly summary: RunSummary;
  readonly cells: Uint8Array<ArrayBuffer>;
}

/** A run on disk with the page's queries. Readings are cached while the files are unchanged. */
export class StoredRun {
  readonly folder: RunFolder;
  #version = "";
  #reading: Promise<Reading> | undefined;
  #saving: Promise<void> = Promise.resolve();
  #hasNewLabels = false;
  #hadLabels = false;
  #viewIndex: Promise<ViewIndex | null> | undefined;
  #index: Promise<RowIndex> | undefined;
  #readingTookMs = 0;
  #readAtMs = 0;

  constructor(folder: RunFolder) {
    this.folder = folder;
  }

  /** The items that a person labels, without anything that would identify the variant. */
  review(options: ReviewOptions): Promise<Review> {
    return reviewOf(this.folder, options);
  }

  /** Stores a label; the reports are updated on the next request for them, or at the end. */
  label(label: NewLabel): Promise<void> {
    // One after the other: each reads the labels, adds its own and writes them all.
    const saved = this.#saving.then(() => saveLabel(this.folder, label));
    this.#saving = saved.catch(() => {});
    this.#hasNewLabels = true;
    return saved;
  }

  /** Rewrites the reports if labels were added since. */
  async finishLabels(): Promise<void> {
    await this.#saving;
    if (!this.#hasNewLabels) return;
    this.#hasNewLabels = false;
    const rebuilt = rebuildReports(this.folder);
    this.#saving = rebuilt.catch(() => {});
    await rebuilt;
  }

  /** Of a finished run its stored report, at once; else from the rows. */
  async summary(): Promise<RunSummary> {
    await this.finishLabels();
    const manifest = await this.manifest();
    const stored = manifest.state === "running" ? null : await this.#storedReport(manifest);
    return stored ?? (await this.#read()).summary;
  }

  /** Of a large finished run as its reports left them, else from the rows; with the labels of now. */
  async cells(): Promise<Uint8Array<ArrayBuffer>> {
    const cells = (await this.#storedIndex())?.cells ?? (await this.#read()).cells;
    const labels = labelsByRow(await readLabels(this.folder.path));
    if (labels.size === 0 && !this.#hadLabels) return cells;
    this.#hadLabels = true;
    return writeReview(cells, labels);
  }

  /** The stored rows with an index in [from, to), in table order. */
  async rows(from: number, to: number): Promise<readonly Row[]> {
    const manifest = await this.manifest();
    const stored = await this.#storedIndex();
    const { offsets, lengths } =
      stored?.index ?? (await (this.#index ??= indexRows(this.folder.rowsFile, manifest.counts.planned)));
    const rows: Row[] = [];
    const labels = labelsByRow(await readLabels(this.folder.path));
    const file = await open(this.folder.rowsFile, "r");
    try {
      for (let index = Math.max(0, from); index < Math.min(to, lengths.length); index++) {
        if (lengths[index] === 0) continue;
        const { buffer } = await file.read(Buffer.alloc(lengths[index]!), 0, lengths[index]!, offsets[index]!);
        const row = JSON.parse(buffer.toString("utf8")) as Row;
        const said = labels.get(index);
        if (isCounted(manifest, row)) rows.push(said === undefined ? row : { ...row, labels: said });
      }
    } finally {
      await file.close();
    }
    return rows;
  }

  /** Numbers of the cases that contain the text, in batches as they are found. */
  async *search(query: string, signal: AbortSignal): AsyncGenerator<readonly number[]> {
    yield* searchRows({ rowsFile: this.folder.rowsFile, manifest: await this.manifest(), query, signal });
  }

  /** The current state: a run with a killed process is stopped, whatever its manifest says. */
  async manifest(): Promise<Manifest> {
    const manifest = await readManifest(this.folder);
    if (manifest.state !== "running" || (await isRunning(this.folder.path))) return manifest;
    return { ...manifest, state: "stopped" };
  }

  /** The index that the reports left; null if the rows have changed since. */
  async #storedIndex(): Promise<ViewIndex | null> {
    await this.#refresh();
    return (this.#viewIndex ??= this.manifest().then((manifest) => readViewIndex(this.folder, manifest)));
  }

  async #read(): Promise<Reading> {
    await this.#refresh();
    return (this.#reading ??= this.#readAll());
  }

  /**
   * Drops cached results when the rows have changed; for a long run not on every request, since reading takes
   * a while.
   */
  async #refresh(): Promise<void> {
    const { size, mtimeMs } = await stat(this.folder.rowsFile).catch(() => ({ size: 0, mtimeMs: 0 }));
    const version = `${(await stat(this.folder.manifestFile)).mtimeMs} ${size} ${mtimeMs}`;
    const isRecent = performance.now() - this.#readAtMs < 5 * this.#readingTookMs;
    if (version === this.#version || (isRecent && this.#reading !== undefined)) return;
    this.#version = version;
    this.#reading = undefined;
    this.#viewIndex = undefined;
    this.#index = undefined;
  }

  async #readAll(): Promise<Reading> {
    const startedMs = performance.now();
    const manifest = await this.manifest();
    const builder = new CellsBuilder(manifest, metricsOf(manifest));
    let cases = 0;
    let group: Row[] = [];
    const close = (): void => {
      if (group.length > 0) cases++;
      builder.addCase(group);
      group = [];
    };
    const gatherer: Reporter = {
      row(row) {
        if (group[0] !== undefined && group[0].trial.case.id !== row.trial.case.id) close();
        group.push(row);
      },
      end: close,
    };
    const numbers = await summarize(manifest, readRows(this.folder.rowsFile, manifest.counts.planned), [gatherer]);
    const report = inWords(numbers);
    const cells = encodeCells(builder.cells());
    this.#readingTookMs = performance.now() - startedMs;
    this.#readAtMs = performance.now();
    return { summary: summaryOf(report, cases), cells };
  }

  /** `report.json`, when it is of this manifest; null when it is missing or of an earlier state. */
  async #storedReport(manifest: Manifest): Promise<RunSummary | null> {
    try {
      const report = JSON.parse(await readFile(join(this.folder.path, "report.json"), "utf8")) as WordedReport;
      if (formatOfReport(report) !== REPORT_FORMAT) return null; // of another build: the rows have all that this one shows
      if (report.manifest.hash !== manifest.hash || report.manifest.endedAt !== manifest.endedAt) return null;
      const perCase = manifest.repeats * manifest.variants.length;
      const { planned, completed, truncated, refused, failed } = manifest.counts;
      if (completed + truncated + refused + failed !== askedTrials(manifest)) return null; // only the rows tell
      return summaryOf(report, planned / perCase);
    } catch {
      return null; // written by another version or missing: the rows contain the same
    }
  }
}

function summaryOf(report: WordedReport, cases: number): RunSummary {
  const manifest = { ...report.manifest, cases: { ...report.manifest.cases, hashes: null } };
  return {
    report: { ...report, manifest },
    notes: [...reportNotes(report), ...latencyNotes(report)],
    coverage: { cases, figures: cases, answers: cases },
  };
}
