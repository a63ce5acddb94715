import type { JudgeAudit, Manifest, Row } from "@sameseed/core";
import { MetricAudit } from "./metric-audit.ts";

/**
 * Audits every judge of a run in one pass over the rows in table order. Holds one block, some 100 bytes a case and
 * judge, and the labelled items; nothing where there is neither a judge nor a label.
 */
export class JudgeAuditBuilder {
  readonly #manifest: Manifest;
  readonly #labelled: readonly string[];
  readonly #audits = new Map<string, MetricAudit>();
  #block: Row[] = [];

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
    this.#labelled = [...new Set((manifest.labels ?? []).map(({ metric }) => metric))];
    for (const metric of this.#labelled) this.#auditOf(metric);
  }

  add(row: Row): void {
    const { trial } = this.#block[0] ?? row;
    if (trial.repeat !== row.trial.repeat || trial.case.id !== row.trial.case.id) this.#closeBlock();
    this.#block.push(row);
  }

  /** No more rows of the case will come. `cluster` is negative, and its own, for a case that names none. */
  closeCase(cluster: number): void {
    this.#closeBlock();
    for (const audit of this.#audits.values()) audit.closeCase(cluster);
  }

  audits(): readonly JudgeAudit[] {
    const order = [...this.#manifest.scorers.map(({ name }) => name), "score"];
    return [...this.#audits]
      .toSorted(([left], [right]) => order.indexOf(left) - order.indexOf(right))
      .flatMap(([, audit]) => audit.audit() ?? []);
  }

  #closeBlock(): void {
    const rows = this.#block;
    this.#block = [];
    for (const row of rows) {
      for (const name in row.scores) if (row.scores[name]?.judgement !== undefined) this.#auditOf(name);
    }
    if (rows.length === 0) return;
    for (const audit of this.#audits.values()) audit.addBlock(rows);
  }

  #auditOf(metric: string): MetricAudit {
    const audit = this.#audits.get(metric) ?? new MetricAudit(metric, this.#manifest);
    this.#audits.set(metric, audit);
    return audit;
  }
}
