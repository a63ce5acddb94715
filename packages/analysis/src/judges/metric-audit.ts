import {
  type HumanLabel,
  type JudgeAudit,
  type LabelScale,
  type Manifest,
  overallScore,
  type Row,
} from "@sameseed/core";
import { CallCounts } from "./call-counts.ts";
import { CorrectionMeans } from "./correction-means.ts";
import { judgeCaveats } from "./judge-caveats.ts";
import { type JudgedItem, judgedItems, rivalOf } from "./judged-items.ts";
import { categoryOf, isSplit } from "./label-category.ts";
import { LengthCounts } from "./length-counts.ts";
import { meanOf, PeopleCounts } from "./people-counts.ts";
import { SelfPreferenceCounts } from "./self-preference-counts.ts";
import { VerdictCounts } from "./verdict-counts.ts";

interface OfScale {
  readonly scale: LabelScale;
  readonly people: PeopleCounts;
  readonly correction: CorrectionMeans;
}

/** One row, or one of a pair, as people and as the judge see it. */
interface LabelledRow {
  readonly row: Row;
  readonly rival: string | undefined;
  readonly labels: ReadonlyMap<string, number>;
  readonly judged: number | null;
}

/** The audit of one metric: gathers block by block, in table order. */
export class MetricAudit {
  readonly #metric: string;
  readonly #manifest: Manifest;
  readonly #calls: CallCounts;
  readonly #verdicts = new VerdictCounts();
  readonly #lengths = new LengthCounts();
  readonly #selfPreference: SelfPreferenceCounts;
  readonly #scales: readonly OfScale[];
  #judge: Pick<JudgeAudit, "judge" | "kind"> = { judge: null, kind: null };
  #judged = 0;
  #unparsed = 0;
  #unanswered = 0;

  constructor(metric: string, manifest: Manifest) {
    this.#metric = metric;
    this.#manifest = manifest;
    this.#calls = new CallCounts(manifest.counts.planned);
    for (const { calls = [] } of manifest.judges ?? [])
      for (const call of calls) if (call.scorer === metric) this.#calls.addOnce(call);
    this.#selfPreference = new SelfPreferenceCounts(manifest);
    const scales = (manifest.labels ?? []).filter((set) => set.metric === metric).map(({ scale }) => scale);
    this.#scales = scales.map((scale) => ({
      scale,
      people: new PeopleCounts(scale),
      correction: new CorrectionMeans(manifest, scale),
    }));
  }

  /** All rows of one (case, repeat). */
  addBlock(rows: readonly Row[]): void {
    const items = judgedItems(rows, this.#metric);
    for (const item of items) {
      this.#judge = { judge: item.judgement.judge, kind: item.judgement.kind };
      this.#count(item);
      this.#calls.add(item);
      this.#verdicts.add(item);
      this.#selfPreference.add(item);
    }
    this.#lengths.add(items, rows);
    for (const of of this.#scales) this.#addLabels(of, { rows, items });
  }

  closeCase(cluster: number): void {
    for (const counter of [this.#verdicts, this.#lengths, this.#selfPreference]) counter.closeCase(cluster);
    for (const { people, correction } of this.#scales) {
      people.closeCase(cluster);
      correction.closeCase(cluster);
    }
  }

  /** Null without a verdict or a label. */
  audit(): JudgeAudit | null {
    const people = this.#scales.map((of) => of.people.figures()).filter((one) => one !== null);
    if (this.#judge.judge === null && people.length === 0) return null;
    const audit = {
      metric: this.#metric,
      ...this.#judge,
      judged: this.#judged,
      unparsed: this.#unparsed,
      unanswered: this.#unanswered,
      ...this.#calls.figures(),
      ...this.#verdicts.figures(),
      longerWins: this.#lengths.rate(),
      selfPreference: this.#selfPreference.figures(),
      seed: this.#manifest.seedLedger?.find(({ model }) => model === this.#judge.judge)?.verdict ?? null,
      people,
      corrected: this.#scales.flatMap(({ correction }) => correction.estimates()),
    };
    return { ...audit, caveats: judgeCaveats(audit) };
  }

  #count({ judgement, record, isSeen }: JudgedItem): void {
    if (isSeen) return;
    this.#judged++;
    if (record.value !== null) return;
    const verdicts = judgement.calls.filter(({ purpose }) => purpose === "verdict");
    if (verdicts.some(({ error }) => error !== undefined) || verdicts.length === 0) this.#unanswered++;
    else this.#unparsed++;
  }

  #addLabels({ scale, people, correction }: OfScale, block: Block): void {
    this.#addJudged(scale, correction, block);
    const found = scale === "preference" ? this.#labelledPairs(block) : this.#labelledRows(scale, block.rows);
    for (const { row, rival, labels, judged } of found) {
      people.add({ labels, judged });
      if (judged === null) continue;
      const label = meanOf(labels);
      const { variant, repeat, case: testCase } = row.trial;
      if (!isSplit(scale, label) && categoryOf(scale, label) !== categoryOf(scale, judged))
        this.#verdicts.contradict({ kind: "people", case: testCase.id, variant, repeat, value: judged, other: label });
      if (rival === undefined) this.#selfPreference.addExcess(variant, judged - label);
      if (rival === undefined || rival === this.#manifest.baseline) correction.addLabel(variant, label, judged);
    }
  }

  /** The judge's value of every case, to compare with the labelled cases. */
  #addJudged(scale: LabelScale, correction: CorrectionMeans, block: Block): void {
    for (const row of block.rows) {
      const { variant } = row.trial;
      if (scale === "preference" && variant === this.#manifest.baseline) continue;
      const value =
        scale === "preference" ? this.#preferenceOf(variant, this.#manifest.baseline, block) : this.#valueOf(row);
      if (value !== null) correction.addJudged(variant, value);
    }
  }

  #labelledRows(scale: LabelScale, rows: readonly Row[]): LabelledRow[] {
    return rows.flatMap((row) => {
      const labels = this.#labelsOf(row, (label) => label.scale === scale);
      return labels.size === 0 ? [] : [{ row, rival: undefined, labels, judged: this.#valueOf(row) }];
    });
  }

  /** Each pair once, seen from the variant that is not the baseline. */
  #labelledPairs(block: Block): LabelledRow[] {
    const { baseline } = this.#manifest;
    const ids = this.#manifest.variants.map(({ id }) => id);
    return block.rows.flatMap((row) =>
      ids.flatMap((rival) => {
        const { variant } = row.trial;
        const isLast = variant !== baseline && (rival === baseline || ids.indexOf(variant) > ids.indexOf(rival));
        if (!isLast) return [];
        const labels = this.#labelsOf(row, (label) => label.scale === "preference" && label.rival === rival);
        return labels.size === 0 ? [] : [{ row, rival, labels, judged: this.#preferenceOf(variant, rival, block) }];
      }),
    );
  }

  #labelsOf(row: Row, isWanted: (label: HumanLabel) => boolean): ReadonlyMap<string, number> {
    const labels = (row.labels ?? []).filter((label) => label.metric === this.#metric && isWanted(label));
    return new Map(labels.map(({ annotator, value }) => [annotator, value]));
  }

  #valueOf(row: Row): number | null {
    if (row.outcome.status === "failed") return null;
    if (this.#metric === "score" && !Object.hasOwn(row.scores, "score")) return overallScore(row);
    return Object.hasOwn(row.scores, this.#metric) ? (row.scores[this.#metric]?.value ?? null) : null;
  }

  /** The share that `variant` wins against `rival`: by the judge's verdict, or by the better score. */
  #preferenceOf(variant: string, rival: string, { rows, items }: Block): number | null {
    for (const item of items) {
      if (item.judgement.kind !== "pairwise") continue;
      const other = rivalOf(item);
      if (item.row.trial.variant === variant && other === rival) return item.record.value;
      if (item.row.trial.variant === rival && other === variant && item.record.value !== null)
        return 1 - item.record.value;
    }
    if (this.#judge.kind === "pairwise") return null;
    const valueOf = (id: string): number | null => {
      const row = rows.find(({ trial }) => trial.variant === id);
      return row === undefined ? null : this.#valueOf(row);
    };
    const [mine, theirs] = [valueOf(variant), valueOf(rival)];
    if (mine === null || theirs === null) return null;
    if (this.#judge.kind === "selection" && mine === theirs) return null; // no information
    return mine === theirs ? 0.5 : mine > theirs ? 1 : 0;
  }
}

interface Block {
  readonly rows: readonly Row[];
  readonly items: readonly JudgedItem[];
}
