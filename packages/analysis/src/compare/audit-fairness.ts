import type { Fairness, Manifest, Reason } from "@sameseed/core";
import { mcnemar } from "@sameseed/stats";
import type { ManifestVariant, MarkName } from "./variant-trials.ts";
import { auditSeeds } from "./audit-seeds.ts";
import { declaredFactors } from "./declared-factors.ts";
import { parameterReasons } from "./parameter-reasons.ts";
import { type MarkCount, type PairedVariants, type PairCounts, countPairs } from "./pair-counts.ts";

export interface AuditInput extends PairedVariants {
  /** The two variants are from different runs and were not interleaved. */
  readonly isAcrossRuns: boolean;
  /** Results of the probe of the models' seeds. */
  readonly seedLedger?: Manifest["seedLedger"];
  /** Models whose requests were sent as batches. */
  readonly batchedModels?: Manifest["batchedModels"];
}

const ASYMMETRY_ALPHA = 0.05;
/** A share of missing trials above this is reported even if both variants miss equally many. */
const MANY_FAILED = 0.05;

/**
 * Did A and B run under the same conditions? Same cases, same seeds, same blocks; no differing factor other
 * than the one compared; one backend; and the same share of truncated, refused, failed, cached and retried
 * trials (exact McNemar over the trials). Every violated point is reported.
 */
export function auditFairness(input: AuditInput): Fairness {
  const { a, b, isAcrossRuns, seedLedger } = input;
  const counter = countPairs(input);
  const names = namesOf(a.variant, b.variant);
  const { factors, caveat } = declaredFactors(a.variant, b.variant);
  const hasSeeds = counter.seedless < counter.pairs;
  const { seeds, reasons: seedReasons } = auditSeeds([a.variant, b.variant], seedLedger, hasSeeds);
  const isConfounded = !factors.includes("model") && haveOtherBackends(counter);
  const fatal: Reason[] = [
    ...(counter.pairs === 0 ? [{ code: "noSharedTrial" } as const] : []),
    ...(isAllFailed(counter) ? [{ code: "allPairsFailed" } as const] : []),
    ...(isConfounded ? [{ code: "otherBackends" } as const] : []),
  ];
  const reasons: Reason[] = [
    ...pairingReasons(counter, names),
    ...seedReasons,
    ...parameterReasons([a.variant, b.variant]),
    ...blockReasons(counter, isAcrossRuns),
    ...batchReasons([a.variant, b.variant], input.batchedModels),
    ...(caveat === null ? [] : [caveat]),
    ...([a, b].some(({ variant }) => isRecorded(variant)) ? [{ code: "recorded" } as const] : []),
    ...(isConfounded || factors.includes("model") ? [] : changeReasons(counter)),
    ...withinReasons("fingerprintsWithin", [counter.fingerprintsA, counter.fingerprintsB], names),
    ...versionReasons([a.versions, b.versions], { isSameModel: !factors.includes("model"), names }),
    ...Object.entries(counter.marks).flatMap(([name, marks]) =>
      markReasons(name as MarkName, marks, { pairs: counter.pairs, names }),
    ),
  ];
  const verdict = fatal.length > 0 ? "not comparable" : reasons.length > 0 ? "fair with caveats" : "fair";
  return { verdict, reasons: [...fatal, ...reasons], factors, seeds };
}

/** The variants' ids; null where both have one. */
type Names = readonly [a: string | null, b: string | null];

function namesOf(a: ManifestVariant, b: ManifestVariant): Names {
  return a.id === b.id ? [null, null] : [a.id, b.id];
}

function pairingReasons({ pairs, onlyA, onlyB, differentSeeds }: PairCounts, [a, b]: Names): Reason[] {
  return [
    ...(onlyA + onlyB > 0 ? [{ code: "unpairedTrials", onlyA, onlyB, a, b } as const] : []),
    ...(differentSeeds > 0 ? [{ code: "differentSeeds", count: differentSeeds, of: pairs } as const] : []),
  ];
}

function blockReasons({ pairs, apart }: PairCounts, isAcrossRuns: boolean): Reason[] {
  if (isAcrossRuns) return [{ code: "twoRuns" }];
  return apart > 0 ? [{ code: "otherBlocks", count: apart, of: pairs }] : [];
}

/**
 * Variants of one model share its batches. Variants of two models do not, and may have been answered at
 * different times.
 */
function batchReasons([a, b]: readonly [ManifestVariant, ManifestVariant], batched: readonly string[] = []): Reason[] {
  if (a.model === b.model || ![a, b].some(({ model }) => batched.includes(model))) return [];
  return [{ code: "batches" }];
}

function isAllFailed({ pairs, marks: { failed } }: PairCounts): boolean {
  return pairs > 0 && failed.onlyA + failed.onlyB + failed.both === pairs;
}

/** Whether the variants share no fingerprint, where all are known. */
function haveOtherBackends({ pairs, bothKnown, fingerprintsA, fingerprintsB }: PairCounts): boolean {
  return pairs > 0 && bothKnown === pairs && fingerprintsA.isDisjointFrom(fingerprintsB);
}

function changeReasons({ pairs, differentFingerprints }: PairCounts): Reason[] {
  return differentFingerprints === 0 ? [] : [{ code: "backendsOfPairs", count: differentFingerprints, of: pairs }];
}

type Sides<T> = readonly [a: ReadonlySet<T>, b: ReadonlySet<T>];

/** Services change the model behind a name, including services without fingerprints. */
function versionReasons(
  [ofA, ofB]: Sides<string>,
  { isSameModel, names }: { readonly isSameModel: boolean; readonly names: Names },
): Reason[] {
  const areKnown = ofA.size > 0 && ofB.size > 0;
  return [
    ...withinReasons("versionsWithin", [ofA, ofB], names),
    ...(isSameModel && areKnown && ofA.isDisjointFrom(ofB) ? [{ code: "differentVersions" } as const] : []),
  ];
}

/** Variants with more than one fingerprint, or version. */
function withinReasons(
  code: "fingerprintsWithin" | "versionsWithin",
  sides: Sides<string> | Sides<number>,
  names: Names,
): Reason[] {
  return sides.flatMap(({ size }, side): Reason[] =>
    size > 1 ? [{ code, variant: names[side]!, place: side === 0 ? 1 : 2, count: size }] : [],
  );
}

function markReasons(
  mark: MarkName,
  { onlyA, onlyB, both }: MarkCount,
  { pairs, names: [a, b] }: { readonly pairs: number; readonly names: Names },
): Reason[] {
  const { exact: p } = mcnemar({ b: onlyA, c: onlyB });
  if (p <= ASYMMETRY_ALPHA) return [{ code: "marksDiffer", mark, a, b, ofA: onlyA + both, ofB: onlyB + both, p }];
  const either = onlyA + onlyB + both;
  if (mark !== "failed" || either <= MANY_FAILED * pairs || either === pairs) return [];
  return [{ code: "failedPairs", count: either, of: pairs }];
}

/** A recording was made elsewhere: the seeds in its rows are from the plan, not from the answers. */
function isRecorded({ identity }: ManifestVariant): boolean {
  return (
    typeof identity === "object" && identity !== null && "provider" in identity && identity.provider === "recorded"
  );
}
