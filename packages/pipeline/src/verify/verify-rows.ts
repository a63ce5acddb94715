import { hash } from "node:crypto";
import {
  answersCase,
  type Benchmark,
  contentHash,
  judgementsOf,
  type Manifest,
  plan,
  Row,
  seedOf,
  takesSeed,
} from "@sameseed/core";
import { hasFailedJudge, rowLines, type RunFolder } from "@sameseed/runner";
import type { Tell } from "./difference.ts";
import { TurnCheck } from "./verify-turns.ts";
import { type CostOf, recomputedCosts } from "./recomputed-costs.ts";

type Status = Row["outcome"]["status"];

interface SeenCase {
  readonly id: string;
  readonly hash: string;
  readonly chain: string | undefined;
  /** Ids of the variants that it is not for. */
  readonly excluded: readonly string[];
}

/** The data to check rows with, and the state of the check. */
interface Checked {
  readonly manifest: Manifest;
  readonly tell: Tell;
  readonly costOf: CostOf;
  /** Position in the order of execution by trial; -1 without a row. */
  readonly orders: Int32Array;
  /** The last row's status by trial. */
  readonly statuses: (Status | undefined)[];
  /** Trials, and blocks of answers that are judged together, that a retry may write again: 1 where something failed. */
  readonly mayRetry: Uint8Array;
  readonly mayRetryBlock: Uint8Array;
  readonly cases: Map<number, SeenCase>;
  readonly turns: TurnCheck;
}

/**
 * Reads the rows in file order: one row per trial, each at its place in the table, with the seed of the seed
 * plan, its case's hash, its cost, and its place in the order of execution. Returns how many trials have a
 * row.
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
    turns: new TurnCheck(manifest),
  };
  const counts = { completed: 0, truncated: 0, refused: 0, failed: 0 };
  for await (const { number, text, isWhole } of rowLines(rowsFile)) {
    if (!isWhole && manifest.state === "running") break; // being written, or cut off by a kill: not a row
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
  checked.turns.finish(checked.cases, tell);
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

/** The status of the replaced row, which failed or whose judge did; null for a row that does not count. */
function verifyRow(row: Row, where: string, checked: Checked): Status | undefined | null {
  const { manifest, tell, costOf, statuses } = checked;
  const { variants, repeats, scorers } = manifest;
  const { trial, outcome } = row;
  const differs: Differs = (field, stored, recomputed) => {
    if (stored !== recomputed) tell({ file: "rows.jsonl", where: `${where}, ${field}`, stored, recomputed });
  };
  const replaced = statuses[trial.index];
  if (!takePlace(row, differs, checked)) return null;

  const variant = variants[trial.index % variants.length]!;
  const block = Math.floor(trial.index / variants.length);
  differs("trial.variant", trial.variant, variant.id);
  differs("trial.prompt", trial.prompt, variant.prompt);
  differs("trial.model", trial.model, variant.model);
  differs("trial.repeat", trial.repeat, block % repeats);
  if (!answersCase(variant, trial.case)) differs("trial.variant", variant.id, "a variant that the case is for");
  const seed = takesSeed(variant.parameters) ? seedOf(manifest, trial.case.id, trial.repeat) : null;
  differs("trial.seed", trial.seed, seed);
  differs("scores", sortedList(Object.keys(row.scores)), sortedList(scorers.map(({ name }) => name)));
  const cost = costOf(row);
  if (cost !== undefined && outcome.status !== "failed") differs("outcome.costUsd", outcome.costUsd, cost);
  verifyCase(trial, differs, checked);
  checked.turns.see(row, where);
  return replaced;
}

type Differs = (field: string, stored: unknown, recomputed: unknown) => void;

/** Whether the row belongs to the plan, and is the first of its trial or one that a retry may rewrite. */
function takePlace({ trial, outcome, scores }: Row, differs: Differs, checked: Checked): boolean {
  const { manifest, orders, statuses, mayRetry, mayRetryBlock } = checked;
  const { index } = trial;
  if (index >= orders.length) {
    differs("trial.index", index, `below ${orders.length}`);
    return false;
  }
  const block = Math.floor(index / manifest.variants.length);
  const isRetried = orders[index] !== -1;
  const isJudgedTogether = judgementsOf(scores).some(({ kind }) => kind !== "grade");
  if (isRetried && mayRetry[index] === 0 && !(isJudgedTogether && mayRetryBlock[block] === 1)) {
    differs("trial.index", `a second row of trial ${index}`, "one row a trial");
    return false;
  }
  const isRetryable = outcome.status === "failed" || hasFailedJudge({ scores });
  orders[index] = trial.order;
  statuses[index] = outcome.status;
  mayRetry[index] = isRetryable ? 1 : 0;
  if (isRetryable) mayRetryBlock[block] = 1;
  return true;
}

/** Whether the case is the one at its position, with the content that the manifest lists. */
function verifyCase({ index, case: testCase }: Row["trial"], differs: Differs, { manifest, cases }: Checked): void {
  const place = Math.floor(index / manifest.variants.length / manifest.repeats);
  const contents = contentHash(testCase);
  const { id, chain } = testCase;
  const seen = cases.get(place) ?? { id, hash: contents, chain, excluded: excludedBy(testCase, manifest) };
  cases.set(place, seen);
  differs("trial.case.id", testCase.id, seen.id);
  const { hashes } = manifest.cases;
  if (hashes === null) differs("hash of trial.case", contents, seen.hash);
  else differs("hash of trial.case", contents.slice(0, 16), hashes[id]);
}

function excludedBy(testCase: Row["trial"]["case"], { variants }: Manifest): string[] {
  if (testCase.prompts === undefined && testCase.models === undefined) return [];
  return variants.filter((variant) => !answersCase(variant, testCase)).map(({ id }) => id);
}

function sortedList(names: readonly string[]): string {
  return names.toSorted().join(", ");
}

/** The digest over all cases, where the run has met all of them. */
function verifyCases({ manifest, tell, cases }: Checked): void {
  if (cases.size !== manifest.cases.count) return;
  let digest = "";
  for (let place = 0; place < cases.size; place++) digest = hash("sha256", `${digest}${cases.get(place)?.hash}`);
  if (digest !== manifest.cases.hash)
    tell({ file: "manifest.json", where: "cases.hash", stored: manifest.cases.hash, recomputed: digest });
  const excluded = Map.groupBy(
    [...cases.values()].flatMap((one) => one.excluded),
    (id) => id,
  );
  for (const { id } of manifest.variants) {
    const [stored, recomputed] = [manifest.cases.excluded?.[id] ?? 0, excluded.get(id)?.length ?? 0];
    if (stored !== recomputed) tell({ file: "manifest.json", where: `cases.excluded of ${id}`, stored, recomputed });
  }
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
        for (let place = 0; place < cases.size; place++) {
          const { id, chain } = cases.get(place)!;
          yield { id, vars: {}, chain };
        }
      },
    },
  } as unknown as Benchmark;
  for await (const { index, order } of plan(benchmark, { isSequential: sequential !== undefined })) {
    const stored = orders[index]!;
    if (stored !== -1 && stored !== order)
      tell({ file: "rows.jsonl", where: `trial ${index}, trial.order`, stored, recomputed: order });
  }
}
