// Comparing two variants: the method follows the kind of score and the number of cases.
export { adjustComparisons } from "./comparison/adjust-comparisons.ts";
export { compareBinaryPairs } from "./comparison/compare-binary-pairs.ts";
export { comparePairedScores } from "./comparison/compare-paired-scores.ts";
export { compareRatios } from "./comparison/compare-ratios.ts";
export type { Comparison, Interval } from "./comparison/comparison.ts";
export { factorEffects } from "./comparison/factor-effects.ts";
export { bestSet } from "./comparison/best-set.ts";
export { rateInterval } from "./comparison/rate-interval.ts";
export { verdict } from "./comparison/verdict.ts";
export type { Verdict } from "./comparison/verdict.ts";

// Phrasings of one prompt as a random factor.
export { compareOverPhrasings } from "./phrasings/compare-over-phrasings.ts";
export { FEWEST_PHRASINGS } from "./phrasings/fewest-phrasings.ts";
export type { PhrasingComparison } from "./phrasings/compare-over-phrasings.ts";
export { phrasingSpread } from "./phrasings/phrasing-spread.ts";

// Samples and single proportions.
export { linearTrend } from "./descriptive/linear-trend.ts";
export { meanSd } from "./descriptive/mean-sd.ts";
export { tInterval } from "./descriptive/t-interval.ts";
export { f1OfShare, ratioInterval } from "./proportions/ratio-interval.ts";
export type { RatioInterval, RatioSums } from "./proportions/ratio-interval.ts";
export { clusteredWilson } from "./proportions/clustered-wilson.ts";
export { wilson, wilsonEnds } from "./proportions/wilson.ts";
export { quantileCi } from "./quantiles/quantile-interval.ts";
export { median } from "./quantiles/median.ts";
export { quantile7, quantileOfSorted } from "./quantiles/quantile7.ts";

// Paired proportions.
export { mcnemar } from "./pairs/mcnemar.ts";
export { signTest } from "./pairs/win-tie-loss.ts";

// Paired scores: means, clusters, backends.
export { clusterMean } from "./paired/cluster-mean.ts";
export { fingerprintStrata } from "./paired/fingerprint-strata.ts";
export { LIKELIHOOD_UP_TO, meanScoreInterval } from "./paired/likelihood-interval.ts";

// Slices: cases that share a value.
export { sliceInteraction } from "./slices/slice-interaction.ts";

// Many variants.
export { holm } from "./multiplicity/adjust-p-values.ts";
export { pairRatings } from "./multiplicity/pair-ratings.ts";
export type { PairRatings } from "./multiplicity/pair-ratings.ts";

// Repeats: variance, shared seeds, reliability, determinism.
export { determinismOverCases } from "./repeats/determinism-over-cases.ts";
export { passAtK, passHatK } from "./repeats/pass-at-k.ts";
export { crnDecomposition } from "./variance/crn-decomposition.ts";
export { suiteInterval } from "./variance/suite-interval.ts";

// Planning.
export { mcnemarMde, mcnemarSampleSize, mde, sampleSizeMiller } from "./power/sample-size.ts";

// Looking early.
export { asympCsHalfWidth } from "./sequential/asymptotic-sequence.ts";
export { declaredLooks, spendingDesign } from "./sequential/alpha-spending.ts";
export { SequentialTest } from "./sequential/sequential-test.ts";
export type { DeclaredLooks, SequenceOptions } from "./sequential/sequential-test.ts";
export { mcnemarEValue } from "./sequential/mcnemar-e-value.ts";

// Agreement of judges.
export { gwetAC1 } from "./agreement/gwet-ac1.ts";
export { cohenKappa, kappaInterval, weightedKappa } from "./agreement/kappa.ts";
export type { CoefficientInterval } from "./agreement/adjusted-interval.ts";
export { krippendorffAlphaNominal } from "./agreement/krippendorff-alpha.ts";
export { predictionPowered } from "./agreement/prediction-powered.ts";
export type { PredictionPoweredInput } from "./agreement/prediction-powered.ts";
export { roganGladenInterval } from "./agreement/rogan-gladen-interval.ts";

// Covariates from past runs.
export { covariateAdjusted, FEWEST_ADJUSTED } from "./covariates/covariate-adjusted.ts";

// Labelled random streams.
export { RandomStream, shuffle } from "./random/random-stream.ts";
export { sha256, sha256Hex } from "./random/sha256.ts";

// Distributions: a scalar call, or many rows at once.
export { betaCdf } from "./distributions/beta.ts";
export { normCdf, normPpf, normSf } from "./distributions/normal.ts";
export { tPpf } from "./distributions/student-t.ts";

// Metrics of a corpus.
export { bleuOf } from "./corpus/bleu.ts";
export type { BleuFormula, BleuSmoothing, BleuStatistics } from "./corpus/bleu.ts";
export { chrfOf } from "./corpus/chrf.ts";
export type { ChrfFormula, ChrfStatistics } from "./corpus/chrf.ts";
export { corpusMetric } from "./corpus/corpus-metric.ts";
export type { CorpusMetric } from "./corpus/corpus-metric.ts";
export { compareCorpora, compareManyCorpora, corpusInterval } from "./corpus/compare-corpora.ts";
export type { CorpusPair } from "./corpus/compare-corpora.ts";
export type { Counts } from "./corpus/packed-counts.ts";
