import type { Fairness, Manifest } from "@sameseed/core";
import { mcnemar } from "@sameseed/stats";
import type { ManifestVariant, MarkName } from "./arm.ts";
import { auditSeeds } from "./audit-seeds.ts";
import { declaredFactors } from "./declared-factors.ts";
import { parameterReasons } from "./parameter-reasons.ts";
import { type MarkCount, type PairedArms, type PairTally, tallyPairs } from "./pair-tally.ts";

export interface AuditInput extends PairedArms {
  /** The two arms are of different runs, so nothing interleaved them. */
  readonly isAcrossRuns: boolean;
  /** What a probe found of the models' seeds. */
  readonly seedLedger?: Manifest["seedLedger"];
  /** Models whose requests went as batches. */
  readonly batchedModels?: Manifest["batchedModels"];
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
  const { a, b, isAcrossRuns, seedLedger } = input;
  const tally = tallyPairs(input);
  const names = namesOf(a.variant, b.variant);
  const { factors, caveat } = declaredFactors(a.variant, b.variant);
  const hasSeeds = tally.seedless < tally.pairs;
  const { seeds, reasons: seedReasons } = auditSeeds([a.variant, b.variant], seedLedger, hasSeeds);
  const isConfounded = !factors.includes("model") && haveOtherBackends(tally);
  const fatal = [
    ...(tally.pairs === 0 ? ["the arms share no trial"] : []),
    ...(isAllFailed(tally) ? ["there is no pair of answers: in each at least one trial failed"] : []),
    ...(isConfounded ? ["confounded by the backend: the arms ran wholly under different system fingerprints"] : []),
  ];
  const reasons = [
    ...pairingReasons(tally, names),
    ...seedReasons,
    ...parameterReasons([a.variant, b.variant]),
    ...blockReasons(tally, isAcrossRuns),
    ...batchReasons([a.variant, b.variant], input.batchedModels),
    ...(caveat === null ? [] : [caveat]),
    ...([a, b].some(({ variant }) => isRecorded(variant)) ? [RECORDED] : []),
    ...(isConfounded || factors.includes("model") ? [] : changeReasons(tally)),
    ...driftReasons(tally, names),
    ...versionReasons([a.versions, b.versions], { isSameModel: !factors.includes("model"), names }),
    ...Object.entries(tally.marks).flatMap(([name, marks]) =>
      markReasons(name as MarkName, marks, { pairs: tally.pairs, names }),
    ),
  ];
  const verdict = fatal.length > 0 ? "not comparable" : reasons.length > 0 ? "fair with caveats" : "fair";
  return { verdict, reasons: [...fatal, ...reasons], factors, seeds };
}

const RECORDED = "recorded answers: under which seeds, in which order and on which backend they were made is not known";

/** How a reader knows the arms: by their ids, or by their order where those are one. */
type Names = readonly [a: string, b: string];

function namesOf(a: ManifestVariant, b: ManifestVariant): Names {
  return a.id === b.id ? ["the first", "the second"] : [a.id, b.id];
}

function pairingReasons({ pairs, onlyA, onlyB, differentSeeds }: PairTally, [a, b]: Names): string[] {
  const unpaired = onlyA + onlyB;
  return [
    ...(unpaired > 0
      ? [`${count(unpaired, "trial")} of one arm only (${onlyA} of ${a}, ${onlyB} of ${b}): compared on what both have`]
      : []),
    ...(differentSeeds > 0 ? [`${count(differentSeeds, "pair")} of ${pairs} had different seeds`] : []),
  ];
}

function blockReasons({ pairs, apart }: PairTally, isAcrossRuns: boolean): string[] {
  if (isAcrossRuns)
    return ["the arms are of two runs: nothing interleaved them, so drift of the backend is not controlled"];
  return apart > 0 ? [`${count(apart, "pair")} of ${pairs} did not run in one block`] : [];
}

/** Variants of one model share its batches; those of two models do not, so each may have been answered at another time. */
function batchReasons([a, b]: readonly [ManifestVariant, ManifestVariant], batched: readonly string[] = []): string[] {
  if (a.model === b.model || ![a, b].some(({ model }) => batched.includes(model))) return [];
  return ["sent as batches: the models were not interleaved, so drift of the backend is not controlled"];
}

function isAllFailed({ pairs, marks: { failed } }: PairTally): boolean {
  return pairs > 0 && failed.onlyA + failed.onlyB + failed.both === pairs;
}

/** Whether no fingerprint of one arm is one of the other's, where all are known. */
function haveOtherBackends({ pairs, bothKnown, fingerprintsA, fingerprintsB }: PairTally): boolean {
  return pairs > 0 && bothKnown === pairs && fingerprintsA.isDisjointFrom(fingerprintsB);
}

function changeReasons({ pairs, differentFingerprints }: PairTally): string[] {
  if (differentFingerprints === 0) return [];
  return [`the backend changed between the arms in ${count(differentFingerprints, "pair")} of ${pairs}`];
}

/** Services change the model behind a name, also those that have no fingerprint. */
function versionReasons(
  [ofA, ofB]: readonly [ReadonlySet<string>, ReadonlySet<string>],
  { isSameModel, names: [a, b] }: { readonly isSameModel: boolean; readonly names: Names },
): string[] {
  const areKnown = ofA.size > 0 && ofB.size > 0;
  return [
    ...(ofA.size > 1 ? [`the model changed within ${a}: ${ofA.size} versions`] : []),
    ...(ofB.size > 1 ? [`the model changed within ${b}: ${ofB.size} versions`] : []),
    ...(isSameModel && areKnown && ofA.isDisjointFrom(ofB)
      ? ["the service answered the arms with different versions of the model"]
      : []),
  ];
}

function driftReasons({ fingerprintsA, fingerprintsB }: PairTally, [a, b]: Names): string[] {
  const sides = [
    [a, fingerprintsA],
    [b, fingerprintsB],
  ] as const;
  return sides.flatMap(([side, { size }]) =>
    size > 1 ? [`the backend changed within ${side}: ${size} system fingerprints`] : [],
  );
}

function markReasons(
  name: MarkName,
  { onlyA, onlyB, both }: MarkCount,
  { pairs, names: [a, b] }: { readonly pairs: number; readonly names: Names },
): string[] {
  const { exact } = mcnemar({ b: onlyA, c: onlyB });
  if (exact <= ASYMMETRY_ALPHA)
    return [
      `the arms differ in how often a trial ${WHAT_HAPPENED[name]}: ${onlyA + both} of ${a}, ${onlyB + both} of ${b} (p = ${exact.toPrecision(2)})`,
    ];
  const either = onlyA + onlyB + both;
  if (name !== "failed" || either <= MANY_FAILED * pairs || either === pairs) return [];
  return [`${count(either, "pair")} of ${pairs} have a failed trial`];
}

/** A recording was made elsewhere: the seeds in its rows are those of the plan, not those of the answers. */
function isRecorded({ identity }: ManifestVariant): boolean {
  return (
    typeof identity === "object" && identity !== null && "provider" in identity && identity.provider === "recorded"
  );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
