import { count, type Reason, type ReasonCode, type ReasonFacts, type TrialMark } from "@sameseed/core";
import { coefficientText, rateText, shareText } from "./audit-text.ts";

const HAPPENED: Readonly<Record<TrialMark, string>> = {
  failed: "failed",
  truncated: "was cut off at the token limit",
  refused: "was refused",
  cached: "came from the cache",
  retried: "was retried after an error such as a rate limit",
};

/** The caveats of a comparison, in words. */
const WORDS: { readonly [Code in ReasonCode]: (facts: ReasonFacts[Code]) => string } = {
  noSharedTrial: () => "the variants have no trial in common",
  allPairsFailed: () => "every pair of trials contains a failed one",
  otherBackends: () => "confounded by the backend: the variants have entirely different system fingerprints",
  unpairedTrials: ({ onlyA, onlyB, a, b }) =>
    `${of(onlyA + onlyB, "trial")} of only one variant (${onlyA} of ${named(a, 1)}, ${onlyB} of ${named(b, 2)}): only shared trials are compared`,
  differentSeeds: (part) => `${pairsOf(part)} had different seeds`,
  twoRuns: () => "the variants are from two runs that were not interleaved, so drift of the backend is not controlled",
  otherBlocks: (part) => `${pairsOf(part)} did not run in one block`,
  batches: () => "sent as batches: the models were not interleaved, so drift of the backend is not controlled",
  confounded({ factor, beyond, params }) {
    const details = params.map(({ name, a, b }) => `${name} ${setTo(a)} against ${setTo(b)}`);
    const shown = details.length > 0 ? ` (${details.join("; ")})` : "";
    return `the difference in ${factor} is confounded by ${beyond.join(", ")}${shown}: the effects cannot be separated`;
  },
  recorded: () => "recorded answers: their seeds, their order and their backend are unknown",
  backendsOfPairs: (part) => `the backend changed between the two variants in ${pairsOf(part)}`,
  fingerprintsWithin: ({ variant, place, count: found }) =>
    `the backend changed within ${named(variant, place)}: ${found} system fingerprints`,
  versionsWithin: ({ variant, place, count: found }) =>
    `the model changed within ${named(variant, place)}: ${found} versions`,
  differentVersions: () => "the service answered the two variants with different versions of the model",
  marksDiffer: ({ mark, a, b, ofA, ofB, p }) =>
    `the variants differ in how often a trial ${HAPPENED[mark]}: ${ofA} of ${named(a, 1)}, ${ofB} of ${named(b, 2)} (p = ${p.toPrecision(2)})`,
  failedPairs: (part) => `${pairsOf(part)} have a failed trial`,
  seedNotTaken: ({ model }) =>
    `${model} has no seed, so none was sent: the variants share cases and blocks, but not seeds`,
  seedUnused: ({ model, probe }) =>
    `${model} does not use the seed (probe: ${probe}): the variants share cases and blocks, but not random draws`,
  seedPartly: ({ model }) => `${model} honours the seed only partly (probe)`,
  parametersIgnored: ({ model, parameters }) =>
    `${model} ignores ${parameters.join(", ")}: the service accepts it without effect`,
  parameterRequired: ({ model, parameter, value }) =>
    `${model} was sent the default ${parameter} ${value}, which its service requires: set ${parameter} to compare under one value`,
  parametersLeftOut: ({ model, parameters }) =>
    `${parameters.join(", ")} was left out for ${model}, whose service refuses it`,
  judgeSilent: ({ lost, judged, unparsed, ...judge }) =>
    `${whoOf(judge)} gave no verdict on ${count(lost)} of ${count(judged)} (${count(unparsed)} could not be read)`,
  judgeMovedByOrder: ({ kind, changed, ...judge }) =>
    `${whoOf(judge)} changed its verdict with the order of the answers in ${rateText(changed, kind === "selection" ? "selection" : "pair")}`,
  judgeOneOrder: (judge) => `${whoOf(judge)} saw each pair in only one order, so position bias cannot be measured`,
  judgeFavoursPlace: ({ first, ...judge }) =>
    `${whoOf(judge)} has a position bias: the answer shown first won ${shareText(first)}`,
  judgeChangesItsMind: ({ changed, ...judge }) =>
    `${whoOf(judge)} gave another verdict at the retest in ${rateText(changed, "verdict")}`,
  judgeFavoursLength: ({ which, rate, ...judge }) =>
    `${whoOf(judge)} preferred the ${which} of two answers in ${rateText(rate, "pair")}`,
  judgeOfOneFamily: ({ own, family, ...judge }) =>
    `${whoOf(judge)} is of the same model family as ${own.join(", ")} (${family})`,
  judgeBackends: ({ count: found, ...judge }) =>
    `the backend of ${whoOf(judge)} changed during the run: ${found} versions`,
  judgeAgainstPeople: ({ kappa, n, ...judge }) =>
    `${whoOf(judge)} agrees little with people: kappa ${coefficientText(kappa)} over ${count(n)}`,
  otherJudges: ({ metric, before, after }) => `${metric} was judged by ${before} in run 1 and by ${after} in run 2`,
  otherJudgeBackends: ({ metric, judge, before, after }) =>
    `the judge of ${metric} (${judge}) had different backends: ${before} in run 1, ${after} in run 2`,
};

/** A reason in words: no capital at its beginning and no full stop at its end. */
export function reasonText(reason: Reason): string {
  const write = WORDS[reason.code] as (facts: Reason) => string;
  return `${write(reason)}${reason.run === undefined ? "" : ` [run ${reason.run}]`}`;
}

function whoOf({ metric, judge }: { readonly metric: string; readonly judge: string | null }): string {
  return judge === null ? `the scorer ${metric}` : `the judge of ${metric} (${judge})`;
}

function named(id: string | null, place: 1 | 2): string {
  return id ?? (place === 1 ? "the first" : "the second");
}

function setTo(value: string | null): string {
  return value ?? "the provider's default";
}

function pairsOf({ count: found, of: all }: { readonly count: number; readonly of: number }): string {
  return `${of(found, "pair")} of ${all}`;
}

/** Without thousands separators, as these sentences always were. */
function of(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
