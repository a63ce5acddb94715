import { answerText, overallScore, type Manifest, type Row } from "@sameseed/core";
import { type HumanColumn, humanColumns } from "./human-columns.ts";
import { expectedOf, own } from "./rows-table.ts";

interface CaseOfVariant {
  sum: number;
  count: number;
  output: string | null;
  status: string | null;
  /** People's labels of the first repeat, by column. */
  human: readonly (number | undefined)[];
}

const NOTHING: CaseOfVariant = { sum: 0, count: 0, output: null, status: null, human: [] };

/**
 * The columns and cells of `wide.csv`: one line per case, one column group per variant, to read answers side
 * by side. Output, status and people's labels are those of the first repeat; the score is the mean over the
 * repeats with a score, which `<variant>.n` counts. Fed in table order, it holds one case.
 */
export class WideTable {
  readonly columns: readonly string[];
  readonly #scorers: readonly string[];
  readonly #varNames: readonly string[];
  readonly #metadataNames: readonly string[];
  readonly #hasRepeats: boolean;
  readonly #human: readonly HumanColumn[];
  readonly #variants: ReadonlyMap<string, CaseOfVariant>;
  #first: Row | null = null;
  #expected: unknown = null;

  constructor({ variants, scorers, labels, repeats, cases: { varNames, metadataNames = [] } }: Manifest) {
    this.#scorers = scorers.map(({ name }) => name);
    this.#varNames = varNames;
    this.#metadataNames = metadataNames;
    this.#hasRepeats = repeats > 1;
    this.#human = humanColumns({ labels });
    this.#variants = new Map(variants.map(({ id }) => [id, { ...NOTHING }]));
    const shown = this.#hasRepeats ? ["score", "n", "output", "status"] : ["score", "output", "status"];
    const group = [...shown, ...this.#human.map(({ name }) => name)];
    this.columns = [
      "case",
      "expected",
      ...variants.flatMap(({ id }) => group.map((name) => `${id}.${name}`)),
      ...varNames.map((name) => `vars.${name}`),
      ...metadataNames.map((name) => `metadata.${name}`),
    ];
  }

  /** Takes the next row; gives the cells of the case before it when that is complete. */
  add(row: Row): unknown[] | null {
    const finished = row.trial.case.id === this.#first?.trial.case.id ? null : this.end();
    this.#first ??= row;
    this.#expected ??= expectedOf(row, this.#scorers);
    const of = this.#variants.get(row.trial.variant);
    if (of === undefined) return finished;
    const score = overallScore(row);
    if (score !== null) {
      of.sum += score;
      of.count++;
    }
    if (row.trial.repeat === 0) {
      of.output = row.outcome.status === "failed" ? null : answerText(row.outcome);
      of.status = row.outcome.status;
      of.human = this.#human.map((column) => column.value(row));
    }
    return finished;
  }

  /** The cells of the last case; null without a case. */
  end(): unknown[] | null {
    if (this.#first === null) return null;
    const { id, vars, metadata = {} } = this.#first.trial.case;
    const cells = [
      id,
      this.#expected,
      ...[...this.#variants.values()].flatMap((of) => this.#takeGroup(of)),
      ...this.#varNames.map((name) => own(vars, name)),
      ...this.#metadataNames.map((name) => own(metadata, name)),
    ];
    this.#first = null;
    this.#expected = null;
    return cells;
  }

  #takeGroup(of: CaseOfVariant): unknown[] {
    const { sum, count, output, status, human } = of;
    Object.assign(of, NOTHING);
    const score = count === 0 ? null : sum / count;
    const shown = this.#hasRepeats ? [score, count, output, status] : [score, output, status];
    return [...shown, ...this.#human.map((_, place) => human[place])];
  }
}
