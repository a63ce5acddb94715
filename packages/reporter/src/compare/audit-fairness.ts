import { canonicalJson, type Fairness, type Manifest } from "@sameseed/core";
import { mcnemar } from "@sameseed/stats";
import { type Arm, type ManifestVariant, Mark, type MarkName } from "./arm.ts";
import { auditSeeds } from "./audit-seeds.ts";

export interface AuditInput {
  readonly a: Arm;
  readonly b: Arm;
  readonly repeats: number;
  /** Cases seen in all. */
  readonly cases: number;
  /** Variants of the run: trials of one block lie closer than this. */
  readonly variants: number;
  /** The two arms are of different runs, so nothing interleaved them. */
  readonly isAcrossRuns: boolean;
  /** What a probe found of the models' seeds. */
  readonly seedLedger?: Manifest["seedLedger"];
}

const ASYMMETRY_ALPHA = 0.05;
/** A share of missing trials above this is said even where both arms miss alike. */
const MANY_FAILED = 0.05;

const WHAT_HAPPENED: Readonly<Record<MarkName, string>> = {
  failed: "failed",
  truncated: "was cut off at the token limit",
  refused: "refused",
  cached: "came from the cache",
  retried: "was tried again after an error (rate limits and the like)",
};

/**
 * Did A and B meet the same conditions? Same cases, same seeds, same blocks; which factors differ beside the
 * one that is compared; one backend; and the same share of truncated, refused, failed, cached and retried
 * trials (exact McNemar over the trials). What speaks against it is said, and never left to the reader.
 */
export function auditFairness(input: AuditInput): Fairness {
  const { a, b, isAcrossRuns } = input;
  const tally = tallyPairs(input);
  const { factors, caveat } = declaredFactors(a.variant, b.variant);
  const reasons: string[] = [];
  const fatal: string[] = [];

  if (tally.pairs === 0) fatal.push("the arms share no trial");
  const unpaired = tally.onlyA + tally.onlyB;
  if (unpaired > 0)
    reasons.push(
      `${count(unpaired, "trial")} of one arm only (${tally.onlyA} of A, ${tally.onlyB} of B): compared on what both have`,
    );
  if (tally.differentSeeds > 0)
    reasons.push(`${count(tally.differentSeeds, "pair")} of ${tally.pairs} had different seeds`);
  const { seeds, reasons: seedReasons } = auditSeeds(
    [a.variant, b.variant],
    input.seedLedger,
    tally.seedless < tally.pairs,
  );
  reasons.push(...seedReasons);
  if (isAcrossRuns)
    reasons.push("the arms are of two runs: nothing interleaved them, so drift of the backend is not controlled");
  else if (tally.apart > 0) reasons.push(`${count(tally.apart, "pair")} of ${tally.pairs} did not run in one block`);
  if (caveat !== null) reasons.push(caveat);
  if (isRecorded(a.variant) || isRecorded(b.variant))
    reasons.push(
      "recorded answers: under which seeds, in which order and on which backend they were made is not known",
    );

  const isSameModel = !factors.includes("model");
  if (
    isSameModel &&
    tally.bothKnown === tally.pairs &&
    tally.pairs > 0 &&
    tally.fingerprintsA.isDisjointFrom(tally.fingerprintsB)
  ) {
    fatal.push("confounded by the backend: the arms ran wholly under different system fingerprints");
  } else if (isSameModel && tally.differentFingerprints > 0) {
    reasons.push(
      `the backend changed between the arms in ${count(tally.differentFingerprints, "pair")} of ${tally.pairs}`,
    );
  }
  for (const [side, seen] of [
    ["A", tally.fingerprintsA],
    ["B", tally.fingerprintsB],
  ] as const) {
    if (seen.size > 1) reasons.push(`the backend changed within ${side}: ${seen.size} system fingerprints`);
  }

  for (const [name, { onlyA, onlyB, both }] of Object.entries(tally.marks) as [MarkName, MarkCount][]) {
    const { exact } = mcnemar({ b: onlyA, c: onlyB });
    const what = WHAT_HAPPENED[name];
    if (exact <= ASYMMETRY_ALPHA)
      reasons.push(
        `the arms differ in how often a trial ${what}: ${onlyA + both} of A, ${onlyB + both} of B (p = ${exact.toPrecision(2)})`,
      );
    else if (name === "failed" && onlyA + onlyB + both > MANY_FAILED * tally.pairs)
      reasons.push(`${count(onlyA + onlyB + both, "pair")} of ${tally.pairs} have a failed trial`);
  }
  const verdict = fatal.length > 0 ? "not comparable" : reasons.length > 0 ? "fair with caveats" : "fair";
  return { verdict, reasons: [...fatal, ...reasons], factors, seeds };
}

interface MarkCount {
  onlyA: number;
  onlyB: number;
  both: number;
}

function tallyPairs({ a, b, repeats, cases, variants }: AuditInput) {
  const marks = Object.fromEntries(
    Object.keys(WHAT_HAPPENED).map((name) => [name, { onlyA: 0, onlyB: 0, both: 0 }]),
  ) as Record<MarkName, MarkCount>;
  const names = Object.keys(WHAT_HAPPENED) as MarkName[];
  const fingerprintsA = new Set<number>();
  const fingerprintsB = new Set<number>();
  let [pairs, onlyA, onlyB, differentSeeds, seedless, apart, differentFingerprints, bothKnown] = [
    0, 0, 0, 0, 0, 0, 0, 0,
  ];
  for (let cell = 0; cell < cases * repeats; cell++) {
    const left = a.marks(cell);
    const right = b.marks(cell);
    if (left === 0 && right === 0) continue;
    if (left === 0) onlyB++;
    else if (right === 0) onlyA++;
    if (left === 0 || right === 0) continue;
    pairs++;
    if (a.seed(cell) !== b.seed(cell)) differentSeeds++;
    if (a.seed(cell) === -1) seedless++;
    if (Math.abs(a.order(cell) - b.order(cell)) >= variants) apart++;
    const backendA = a.fingerprint(cell);
    const backendB = b.fingerprint(cell);
    if (backendA !== -1) fingerprintsA.add(backendA);
    if (backendB !== -1) fingerprintsB.add(backendB);
    if (backendA !== -1 && backendB !== -1) {
      bothKnown++;
      if (backendA !== backendB) differentFingerprints++;
    }
    if ((left | right) === Mark.present) continue; // nothing but an answer, in both
    for (const name of names) {
      const [hasA, hasB] = [(left & Mark[name]) !== 0, (right & Mark[name]) !== 0];
      if (hasA && hasB) marks[name].both++;
      else if (hasA) marks[name].onlyA++;
      else if (hasB) marks[name].onlyB++;
    }
  }
  return {
    marks,
    pairs,
    onlyA,
    onlyB,
    differentSeeds,
    seedless,
    apart,
    fingerprintsA,
    fingerprintsB,
    differentFingerprints,
    bothKnown,
  };
}

/**
 * What differs between two variants. One of prompt, model or parameters is what the comparison is about;
 * whatever differs beyond it confounds it. A parameter that only one arm sets is compared with the
 * provider's default, which we do not know.
 */
function declaredFactors(a: ManifestVariant, b: ManifestVariant): { factors: string[]; caveat: string | null } {
  const differs = (left: unknown, right: unknown): boolean =>
    canonicalJson(left ?? null) !== canonicalJson(right ?? null);
  const params = [...new Set([...Object.keys(a.params), ...Object.keys(b.params)])].filter((key) =>
    differs(a.params[key], b.params[key]),
  );
  const main = [...(a.prompt === b.prompt ? [] : ["prompt"]), ...(differs(a.identity, b.identity) ? ["model"] : [])];
  const factors = [...main, ...params.map((key) => `params.${key}`)];
  if (main.length === 0 && params.length <= 1) return { factors, caveat: null };
  const beyond =
    main.length === 0
      ? params.slice(1).map((key) => `params.${key}`)
      : [...main.slice(1), ...params.map((key) => `params.${key}`)];
  if (beyond.length === 0) return { factors, caveat: null };
  const details = params.map((key) => `${key} ${shown(a.params[key])} against ${shown(b.params[key])}`);
  return {
    factors,
    caveat: `the difference in ${factors[0]} is confounded by ${beyond.join(", ")}${details.length > 0 ? ` (${details.join("; ")})` : ""}: it belongs to the whole pair`,
  };
}

/** A recording was made elsewhere: the seeds in its rows are those of the plan, not those of the answers. */
function isRecorded({ identity }: ManifestVariant): boolean {
  return (
    typeof identity === "object" && identity !== null && "provider" in identity && identity.provider === "recorded"
  );
}

function shown(value: unknown): string {
  return value === undefined ? "the provider's default" : JSON.stringify(value);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
