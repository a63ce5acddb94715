import { hash } from "node:crypto";
import { type Benchmark, contentHash, judgementsOf, type Manifest, plan, Row, seedOf } from "@sameseed/core";
import { hasFailedJudge, priceTable, rowLines, type RunFolder } from "@sameseed/runner";
import type { Tell } from "./difference.ts";

type Status = Row["outcome"]["status"];

interface SeenCase {
  readonly id: string;
  readonly hash: string;
}

/** What the rows are checked with, and what has been seen of them. */
interface Checked {
  readonly manifest: Manifest;
  readonly tell: Tell;
  readonly costOf: (row: Row) => number | null | undefined;
  /** Place in the order of execution by trial; -1 where there is no row. */
  readonly orders: Int32Array;
  /** The last row's status by trial. */
  readonly statuses: (Status | undefined)[];
  /** Trials, and blocks of answers that are judged together, that a retry may write again: 1 where something failed. */
  readonly mayRetry: Uint8Array;
  readonly mayRetryBlock: Uint8Array;
  readonly cases: Map<number, SeenCase>;
}

/**
 * Reads the rows in file order: one row a trial, each at its place in the table, with the seed of the seed plan, its
 * case's hash, its cost, and its place in the order of execution. Returns how many trials have a row.
 */
export async function verifyRows({ rowsFile }: RunFolder, manifest: Manifest, tell: Tell): Promise<number> {
  const { planned } = manifest.counts;
  const costOf = await recomputedCosts(manifest);
  const checked: Checked = {
    manifest,
    tell,
    costOf,
    orders: new Int32Array(planned).fill(-1),
    statuses: [],
    mayRetry: new Uint8Array(planned),
    mayRetryBlock: new Uint8Array(Math.ceil(planned / manifest.variants.length)),
    cases: new Map(),
  };
  const counts = { completed: 0, truncated: 0, refused: 0, failed: 0 };
  for await (const { number, text, isWhole } of rowLines(rowsFile)) {
    if (!isWhole && manifest.state === "running") break; // being written, or torn by a kill: it is no row
    const where = `line ${number}`;
    const row = parsed(text);
    if (row === null) {
      tell({ file: "rows.jsonl", where, stored: isWhole ? text.slice(0, 80) : "a torn line", recomputed: "a row" });
      continue;
    }
    const replaced = verifyRow(row, where, checked);
    if (replaced === null) continue;
    counts[row.outcome.status]++;
    if (replaced !== undefined) counts[replaced]--;
  }
  for (const [status, count] of Object.entries(counts)) {
    const stored = manifest.counts[status as keyof typeof counts];
    if (stored !== count && manifest.state !== "running")
      tell({ file: "manifest.json", where: `counts.${status}`, stored, recomputed: count });
  }
  verifyCases(checked);
  if (manifest.imported === undefined) await verifyOrders(checked);
  return counts.completed + counts.truncated + counts.refused + counts.failed;
}

function parsed(text: string): Row | null {
  try {
    return Row.parse(JSON.parse(text)) as Row;
  } catch {
    return null;
  }
}

/** The status of the row whose place it takes, one that failed or whose judge did; null when it counts for nothing. */
function verifyRow(
  row: Row,
  where: string,
  { manifest, tell, costOf, orders, statuses, mayRetry, mayRetryBlock, cases }: Checked,
): Status | undefined | null {
  const { variants, repeats, scorers } = manifest;
  const { trial, outcome } = row;
  const differs = (field: string, stored: unknown, recomputed: unknown): void => {
    if (stored !== recomputed) tell({ file: "rows.jsonl", where: `${where}, ${field}`, stored, recomputed });
  };
  if (trial.index >= orders.length) {
    differs("trial.index", trial.index, `below ${orders.length}`);
    return null;
  }
  const isRetried = orders[trial.index] !== -1;
  const block = Math.floor(trial.index / variants.length);
  const replaced = statuses[trial.index];
  const isJudgedTogether = judgementsOf(row.scores).some(({ kind }) => kind !== "grade");
  if (isRetried && mayRetry[trial.index] === 0 && !(isJudgedTogether && mayRetryBlock[block] === 1)) {
    differs("trial.index", `a second row of trial ${trial.index}`, "one row a trial");
    return null;
  }
  orders[trial.index] = trial.order;
  statuses[trial.index] = outcome.status;
  mayRetry[trial.index] = outcome.status === "failed" || hasFailedJudge(row) ? 1 : 0;
  if (mayRetry[trial.index] === 1) mayRetryBlock[block] = 1;

  const variant = variants[trial.index % variants.length]!;
  differs("trial.variant", trial.variant, variant.id);
  differs("trial.prompt", trial.prompt, variant.prompt);
  differs("trial.model", trial.model, variant.model);
  differs("trial.repeat", trial.repeat, block % repeats);
  differs("trial.seed", trial.seed, seedOf(manifest, trial.case.id, trial.repeat));
  differs(
    "scores",
    Object.keys(row.scores).toSorted().join(", "),
    scorers
      .map(({ name }) => name)
      .toSorted()
      .join(", "),
  );
  const cost = costOf(row);
  if (cost !== undefined && outcome.status !== "failed") differs("outcome.costUsd", outcome.costUsd, cost);

  const place = Math.floor(block / repeats);
  const seen = cases.get(place) ?? { id: trial.case.id, hash: contentHash(trial.case) };
  cases.set(place, seen);
  differs("trial.case.id", trial.case.id, seen.id);
  const listed = manifest.cases.hashes?.[trial.case.id];
  if (manifest.cases.hashes !== null) differs("hash of trial.case", contentHash(trial.case).slice(0, 16), listed);
  else differs("hash of trial.case", contentHash(trial.case), seen.hash);
  return replaced;
}

/** The digest over all cases, where the run has met all of them. */
function verifyCases({ manifest, tell, cases }: Checked): void {
  if (cases.size !== manifest.cases.count) return;
  let chain = "";
  for (let place = 0; place < cases.size; place++) chain = hash("sha256", `${chain}${cases.get(place)?.hash}`);
  if (chain !== manifest.cases.hash)
    tell({ file: "manifest.json", where: "cases.hash", stored: manifest.cases.hash, recomputed: chain });
}

/** The seeded order, planned again; only where all cases are known, because the order of all depends on all. */
async function verifyOrders({ manifest, tell, orders, cases }: Checked): Promise<void> {
  if (cases.size !== manifest.cases.count) return;
  const { seed, seedPolicy, repeats, variants, sequential } = manifest;
  const benchmark = {
    seed,
    seedPolicy,
    repeats,
    variants: variants.map(({ id, prompt, model }) => ({ id, prompt: { id: prompt }, modelId: model })),
    cases: {
      id: "rows",
      async *cases() {
        for (let place = 0; place < cases.size; place++) yield { id: cases.get(place)!.id, vars: {} };
      },
    },
  } as unknown as Benchmark;
  for await (const { index, order } of plan(benchmark, { isSequential: sequential !== undefined })) {
    const stored = orders[index]!;
    if (stored !== -1 && stored !== order)
      tell({ file: "rows.jsonl", where: `trial ${index}, trial.order`, stored, recomputed: order });
  }
}

/** Costs from the usage, where the manifest's price table is the one at hand; undefined for a row that it does not concern. */
async function recomputedCosts({ variants, priceTable: stored, startedAt }: Manifest): Promise<Checked["costOf"]> {
  if (stored === null) return () => undefined;
  const own = /own prices (\{.*\})$/.exec(stored)?.[1];
  const models = variants.map(({ id: variant, model: modelId, identity }) => {
    const { id, ...rest } = identity as { id: string };
    return {
      variant,
      model: { id, identity: rest, complete: () => Promise.reject(new Error("This model only has a price.")) },
      names: [modelId],
    };
  });
  const table = await priceTable(
    models,
    own === undefined ? {} : (JSON.parse(own) as Record<string, { input: number; output: number }>),
    new Date(startedAt),
  );
  if (table.version !== stored) return () => undefined;
  const prices = new Map(models.map(({ variant, model }) => [variant, table.priceOf(model)]));
  return ({ trial, outcome }) => {
    const price = prices.get(trial.variant) ?? null;
    return price === null || outcome.status === "failed" || outcome.usage === null ? undefined : price(outcome.usage);
  };
}
