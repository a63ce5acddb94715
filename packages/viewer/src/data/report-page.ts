import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";
import { type Manifest, REPORT_FORMAT, type Row, type WordedReport } from "@sameseed/core";
import { builtPage } from "../built-page.ts";
import { caseDetails, caseNumber } from "./case-details.ts";
import { CaseSample } from "./case-sample.ts";
import { encodeCells } from "./cells.ts";
import { CellsBuilder } from "./cells-builder.ts";
import { fillPage } from "./fill-page.ts";
import { isNotable } from "./is-notable.ts";
import { PageVariants } from "./page-variants.ts";

export interface ReportPageLimits {
  /** Characters of cases and answers, before compression. Default 10,000,000: about 4 MB in the file. */
  readonly answerCharacters?: number;
  /** Maximum trials with figures in the file; of a larger run, only those of the kept cases. Default 100,000. */
  readonly figureTrials?: number;
}

/** The compressed parts of the file. */
interface Packed {
  readonly coverage: Record<"cases" | "figures" | "answers", number>;
  readonly blocks: Record<"cells" | "answers", string>;
}

/**
 * Collects a run for `report.html`: one file without dependencies. Requires the rows in table order. It
 * stores at most the characters that it may write: a run of any size has a page, which reports the left-out
 * cases.
 */
export class ReportPage {
  readonly #variants: PageVariants;
  readonly #manifest: Manifest;
  readonly #metrics: readonly string[];
  readonly #sample: CaseSample;
  /** Null when the run is too large for the figures of every trial. */
  readonly #allCells: CellsBuilder | null;
  /** Details of cases before their turn, by their first row. */
  readonly #prepared = new Map<Row, string>();
  #case: Row[] = [];
  #packed: Promise<Packed> | null = null;

  constructor(manifest: Manifest, metrics: readonly string[], limits: ReportPageLimits = {}) {
    const { answerCharacters = 10_000_000, figureTrials = 100_000 } = limits;
    this.#variants = new PageVariants(manifest);
    this.#manifest = this.#variants.manifest;
    this.#metrics = metrics;
    this.#sample = new CaseSample(answerCharacters);
    this.#allCells = manifest.counts.planned > figureTrials ? null : new CellsBuilder(this.#manifest, metrics);
  }

  /** Takes all rows of a case before their turn, which `add` gets later. */
  prepare(rows: readonly Row[]): void {
    if (!this.#variants.areAll || this.#sample.isFullFor(leastLength(rows), { isNotable: isNotable(rows) })) return;
    this.#prepared.set(rows[0]!, this.#detailsOf(rows));
  }

  add(given: Row): void {
    const row = this.#variants.row(given);
    if (row === null) return;
    if (this.#case[0] !== undefined && this.#case[0].trial.case.id !== row.trial.case.id) this.#closeCase();
    this.#case.push(row);
  }

  /** Begins to compress after the last row, for `html`. Not in large runs, whose statistics need the memory. */
  pack(): void {
    if (this.#allCells === null) return;
    this.#packed = this.#pack();
    this.#packed.catch(() => {}); // html throws it
  }

  /** The whole file. The same rows and the same report give the same text. Compresses on threads of Node's own. */
  async html(report: WordedReport, notes: readonly string[]): Promise<string> {
    const { coverage, blocks } = await (this.#packed ??= this.#pack());
    return fillPage(builtPage(), {
      title: `${report.manifest.name} · sameseed`,
      data: {
        kind: "report",
        format: REPORT_FORMAT,
        report: withoutHashes(this.#variants.report(report)),
        notes: [...notes, ...this.#variants.notes()],
        coverage,
      },
      blocks,
    });
  }

  async #pack(): Promise<Packed> {
    this.#closeCase();
    const kept = this.#sample.kept();
    const cells = this.#allCells?.cells() ?? this.#cellsOf(kept.map(({ text }) => text));
    const coverage = { cases: this.#sample.seen, figures: cells.caseIds.length, answers: kept.length };
    const [packedCells, packedAnswers] = await Promise.all([
      packed(encodeCells(cells)),
      packed(jsonList(kept.map(({ text }) => text))),
    ]);
    return { coverage, blocks: { cells: packedCells, answers: packedAnswers } };
  }

  #closeCase(): void {
    const rows = this.#case;
    if (rows.length === 0) return;
    this.#case = [];
    this.#allCells?.addCase(rows);
    const kind = { isNotable: isNotable(rows) };
    if (this.#sample.isFullFor(leastLength(rows), kind)) {
      this.#prepared.delete(rows[0]!);
      this.#sample.pass(); // no text is made that would be left out
      return;
    }
    this.#sample.add(caseNumber(this.#manifest, rows), this.#prepared.get(rows[0]!) ?? this.#detailsOf(rows), kind);
    this.#prepared.delete(rows[0]!);
  }

  #detailsOf(rows: readonly Row[]): string {
    return JSON.stringify(caseDetails(this.#manifest, rows));
  }

  #cellsOf(texts: readonly string[]): ReturnType<CellsBuilder["cells"]> {
    const builder = new CellsBuilder(this.#manifest, this.#metrics);
    for (const text of texts) {
      const { case: testCase, trials } = JSON.parse(text) as ReturnType<typeof caseDetails>;
      builder.addCase(
        trials.map(({ index, order, seed, outcome, scores, labels }) => ({
          trial: { index, order, seed, case: testCase, repeat: 0, variant: "", prompt: "", model: "" },
          outcome,
          scores,
          ...(labels && { labels }),
        })),
      );
    }
    return builder.cells();
  }
}

/** Minimum characters of a case: those of its answers, and of its variables with text. */
function leastLength(rows: readonly Row[]): number {
  let length = 0;
  for (const { outcome } of rows) {
    if (outcome.status === "failed") continue;
    length += (outcome.text?.length ?? 0) + (outcome.reasoning?.length ?? 0);
  }
  const { vars } = rows[0]!.trial.case;
  for (const name in vars) if (typeof vars[name] === "string") length += vars[name].length;
  return length;
}

/** The hash of each case is in manifest.json; in the page it would only be weight. */
function withoutHashes(report: WordedReport): WordedReport {
  return { ...report, manifest: { ...report.manifest, cases: { ...report.manifest.cases, hashes: null } } };
}

/** The texts as one JSON array in UTF-8, without a string of all of them: that would be the largest thing in memory. */
function jsonList(texts: readonly string[]): Uint8Array {
  const bytes = Buffer.allocUnsafe(
    texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 1) + (texts.length === 0 ? 1 : 0),
  );
  let end = bytes.write("[");
  for (const [place, text] of texts.entries()) {
    if (place > 0) end += bytes.write(",", end);
    end += bytes.write(text, end);
  }
  bytes.write("]", end);
  return bytes;
}

/** Of 10,000 answers a quarter of the time that level 9 takes, for a file that is a tenth larger. */
const LEVEL = 5;
const deflated = promisify(deflateRaw);

async function packed(bytes: Uint8Array): Promise<string> {
  return (await deflated(bytes, { level: LEVEL })).toString("base64");
}
