export { betaCdf, betaPpf } from "./distributions/beta.ts";
export { binomCdf, binomPmf, binomSf } from "./distributions/binomial.ts";
export { chi2Sf, fSf } from "./distributions/chi-squared.ts";
export { gammaQ, lgamma } from "./distributions/gamma.ts";
export { normCdf, normPpf, normSf } from "./distributions/normal.ts";
export type { Rows } from "./distributions/rows.ts";
export { tPpf, tSf } from "./distributions/student-t.ts";
export { meanSd } from "./descriptive/mean-sd.ts";
export type { AlternatingSeries, MeanSd } from "./descriptive/mean-sd.ts";
export { tInterval } from "./descriptive/t-interval.ts";
export type { TInterval } from "./descriptive/t-interval.ts";
export type { Numbers } from "./missing-values.ts";
export { clopperPearson, clopperPearsonUpperOneSided } from "./proportions/clopper-pearson.ts";
export { jeffreys } from "./proportions/jeffreys.ts";
export { wilson } from "./proportions/wilson.ts";
export type { ProportionInput, ProportionInterval } from "./proportions/wilson.ts";
export {
  RandomStream,
  belowSequence,
  doubleSequence,
  shuffle,
  xoshiro128ss,
  xoshiroFromLabel,
} from "./random/random-stream.ts";
export type { XoshiroState } from "./random/random-stream.ts";
export { sha256 } from "./random/sha256.ts";
export { studentizedRangePpfInf, studentizedRangeSfInf } from "./distributions/studentized-range.ts";
export { quantileCi, quantileCiRanks } from "./quantiles/quantile-interval.ts";
export { quantile7 } from "./quantiles/quantile7.ts";
export { tango, tangoZ, nonInferiorityTango } from "./pairs/tango.ts";
export { newcombe10 } from "./pairs/newcombe10.ts";
export { bonettPrice } from "./pairs/bonett-price.ts";
export { mcnemar, conditionalOddsRatio } from "./pairs/mcnemar.ts";
export { signTest, winTieLoss } from "./pairs/win-tie-loss.ts";
export { pairedT } from "./paired/paired-t.ts";
export { pseudoPairT } from "./paired/pseudo-pair-t.ts";
export { clusterMean } from "./paired/cluster-mean.ts";
export { pairedLogRatio } from "./paired/paired-log-ratio.ts";
export { tostPaired, nonInferiorityT } from "./paired/equivalence.ts";
export { signFlipExact } from "./permutation/sign-flip-exact.ts";
export { signFlip, signFlipNormal, signFlipMonteCarlo } from "./permutation/sign-flip.ts";
export { wilcoxonSignedRank } from "./permutation/wilcoxon.ts";
export { hodgesLehmann } from "./permutation/hodges-lehmann.ts";
export { bootPercentile, bootBca, bootT, bootCluster } from "./resampling/bootstrap-mean.ts";
export { bootStatistic } from "./resampling/bootstrap-statistic.ts";
export {
  holm,
  bonferroni,
  holmSidak,
  benjaminiHochberg,
  benjaminiYekutieli,
  eBenjaminiHochberg,
} from "./multiplicity/adjust-p-values.ts";
export { friedman, nemenyi } from "./multiplicity/friedman.ts";
export { bradleyTerry } from "./multiplicity/bradley-terry.ts";
export { varianceDecomposition } from "./variance/variance-decomposition.ts";
export { crnDecomposition } from "./variance/crn-decomposition.ts";
export { suiteInterval } from "./variance/suite-interval.ts";
export {
  mcnemarSampleSize,
  mde,
  nonInferioritySampleSize,
  pairedTSampleSize,
  sampleSizeMiller,
} from "./power/sample-size.ts";
export { pairedTPower } from "./power/paired-t-power.ts";
export { passAtK, passHatK } from "./repeats/pass-at-k.ts";
export { determinism } from "./repeats/determinism.ts";
export { determinismOverCases } from "./repeats/determinism-over-cases.ts";
export { krippendorffAlphaNominal } from "./agreement/krippendorff-alpha.ts";
export { cohenKappa, fleissKappa, weightedKappa } from "./agreement/kappa.ts";
export { gwetAC1 } from "./agreement/gwet-ac1.ts";
export { roganGladen } from "./agreement/rogan-gladen.ts";
export { mcnemarEValue, sequentialBinary } from "./sequential/mcnemar-e-value.ts";
export { asympCsHalfWidth, confidenceSequence } from "./sequential/asymptotic-sequence.ts";
export { hedgedCi, hedgedLogCapital } from "./sequential/hedged-betting.ts";
export { missingReport } from "./paired/missing-report.ts";
export { stratifiedDiff } from "./paired/stratified-diff.ts";
export { fingerprintStrata } from "./paired/fingerprint-strata.ts";
export { verdict } from "./comparison/verdict.ts";
export type { Verdict, VerdictInput, VerdictResult } from "./comparison/verdict.ts";
export type {
  Comparison,
  ComparisonFlag,
  ComparisonOptions,
  InsufficientReason,
  Interval,
  IntervalMethod,
  PMethod,
} from "./comparison/comparison.ts";
export { adjustComparisons } from "./comparison/adjust-comparisons.ts";
export { compareBinaryPairs, compareWinTieLoss } from "./comparison/compare-binary-pairs.ts";
export type { BinaryPairs } from "./comparison/compare-binary-pairs.ts";
export { comparePairedScores } from "./comparison/compare-paired-scores.ts";
export type { PairedScores, PairedScoresOptions } from "./comparison/compare-paired-scores.ts";
export { compareRatios } from "./comparison/compare-ratios.ts";
export type { RatioComparison, RatioOptions } from "./comparison/compare-ratios.ts";
export { compareRepeatedScores } from "./comparison/compare-repeated-scores.ts";
export type { RepeatedComparison } from "./comparison/compare-repeated-scores.ts";
export { compareWithErrors } from "./comparison/compare-with-errors.ts";
export type { ErrorsComparison, ErrorsOptions } from "./comparison/compare-with-errors.ts";
export type { DecidingSizes } from "./comparison/deciding-sizes.ts";
export { factorEffects } from "./comparison/factor-effects.ts";
export type { FactorEffects, Interaction, MainEffect, ScoreGrid } from "./comparison/factor-effects.ts";
export { rateInterval } from "./comparison/rate-interval.ts";
export type { RateInterval } from "./comparison/rate-interval.ts";
