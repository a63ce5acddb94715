import type { JudgeAudit, Manifest, Row } from "@sameseed/core";
import { judgedRecords, scorerOf } from "./judged-items.ts";
import { MetricAudit } from "./metric-audit.ts";

/**
 * Audits every judge of a run in one pass over the rows in table order. Stores one block, about 150 bytes per
 * case and judge, and the labelled items; nothing without a judge or a label.
 */
export class JudgeAuditBuilder {
  readonly #manifest: Manifest;
  readonly #audits = new Map<string, MetricAudit>();
  readonly #clusterNumbers = new Map<string, number>();
  #block: Row[] = [];
  #cases = 0;

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
    for (const { metric } of manifest.labels ?? []) this.#auditOf(metric);
  }

  /** Rows of one case must follow one another, as they do in table order. */
  add(row: Row): void {
    const before = this.#block[0]?.trial;
    if (before !== undefined) {
      const isCase = before.case.id === row.trial.case.id;
      if (!isCase || before.repeat !== row.trial.repeat) this.#closeBlock();
      if (!isCase) this.#closeCase(before.case.cluster);
    }
    this.#block.push(row);
  }

  audits(): readonly JudgeAudit[] {
    const last = this.#block[0]?.trial.case;
    this.#closeBlock();
    if (last !== undefined) this.#closeCase(last.cluster);
    const order = [...this.#manifest.scorers.map(({ name }) => name), "score"];
    return [...this.#audits]
      .toSorted(([left], [right]) => order.indexOf(scorerOf(left)) - order.indexOf(scorerOf(right)))
      .flatMap(([, audit]) => audit.audit() ?? []);
  }

  #closeBlock(): void {
    const rows = this.#block;
    this.#block = [];
    for (const row of rows) for (const metric of judgedRecords(row).keys()) this.#auditOf(metric);
    for (const audit of this.#audits.values()) audit.addBlock(rows);
  }

  #closeCase(cluster: string | undefined): void {
    this.#cases++;
    if (this.#audits.size === 0) return;
    const number = this.#clusterNumber(cluster);
    for (const audit of this.#audits.values()) audit.closeCase(number);
  }

  /** Negative for a case without a cluster, which is a separate cluster. */
  #clusterNumber(name: string | undefined): number {
    if (name === undefined) return -this.#cases;
    const known = this.#clusterNumbers.get(name) ?? this.#clusterNumbers.size;
    this.#clusterNumbers.set(name, known);
    return known;
  }

  #auditOf(metric: string): MetricAudit {
    const audit = this.#audits.get(metric) ?? new MetricAudit(metric, this.#manifest);
    this.#audits.set(metric, audit);
    return audit;
  }
}
