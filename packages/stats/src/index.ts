// Comparing two variants: the method follows the kind of score and the number of cases.
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
export type {
  Comparison,
  ComparisonFlag,
  ComparisonOptions,
  InsufficientReason,
  Interval,
  IntervalMethod,
  PMethod,
} from "./comparison/comparison.ts";
export type { DecidingSizes } from "./comparison/deciding-sizes.ts";
export { factorEffects } from "./comparison/factor-effects.ts";
export type { FactorEffects, Interaction, MainEffect, ScoreGrid } from "./comparison/factor-effects.ts";
export { bestSet } from "./comparison/best-set.ts";
export { rateInterval } from "./comparison/rate-interval.ts";
export type { RateInterval } from "./comparison/rate-interval.ts";
export { verdict } from "./comparison/verdict.ts";
export type { Verdict, VerdictInput, VerdictResult } from "./comparison/verdict.ts";

// Phrasings of one prompt as a random factor.
export { compareOverPhrasings } from "./phrasings/compare-over-phrasings.ts";
export { FEWEST_PHRASINGS } from "./phrasings/fewest-phrasings.ts";
export type { PhrasedScores, PhrasingComparison } from "./phrasings/compare-over-phrasings.ts";
export { phrasingSpread } from "./phrasings/phrasing-spread.ts";
export type { PhrasingSpread } from "./phrasings/phrasing-spread.ts";

// Samples and single proportions.
export { linearTrend } from "./descriptive/linear-trend.ts";
export type { LinearTrend } from "./descriptive/linear-trend.ts";
export { meanSd } from "./descriptive/mean-sd.ts";
export type { AlternatingSeries, MeanSd } from "./descriptive/mean-sd.ts";
export { tInterval } from "./descriptive/t-interval.ts";
export type { TInterval } from "./descriptive/t-interval.ts";
export type { Numbers } from "./missing-values.ts";
export { clopperPearson, clopperPearsonUpperOneSided } from "./proportions/clopper-pearson.ts";
export { jeffreys } from "./proportions/jeffreys.ts";
export { f1OfShare, ratioInterval } from "./proportions/ratio-interval.ts";
export type { RatioInterval, RatioSums } from "./proportions/ratio-interval.ts";
export { wilson } from "./proportions/wilson.ts";
export type { ProportionInput, ProportionInterval } from "./proportions/wilson.ts";
export { quantileCi, quantileCiRanks } from "./quantiles/quantile-interval.ts";
export type { QuantileInterval, QuantileRanks } from "./quantiles/quantile-interval.ts";
export { quantile7 } from "./quantiles/quantile7.ts";

// Paired proportions.
export { bonettPrice } from "./pairs/bonett-price.ts";
export { conditionalOddsRatio, mcnemar } from "./pairs/mcnemar.ts";
export type { McNemar, OddsRatio } from "./pairs/mcnemar.ts";
export { newcombe10 } from "./pairs/newcombe10.ts";
export { countPairs } from "./pairs/pair-table.ts";
export type { PairTable, PairTableInput, PairedInterval } from "./pairs/pair-table.ts";
export { nonInferiorityTango, tango, tangoZ } from "./pairs/tango.ts";
export type { NonInferiorityTango, TangoTest } from "./pairs/tango.ts";
export { signTest, winTieLoss } from "./pairs/win-tie-loss.ts";
export type { NetWinRate, SignTest, WinsTiesLosses } from "./pairs/win-tie-loss.ts";

// Paired scores: means, clusters, equivalence, errors, backends.
export type { ClusterIds } from "./paired/cluster-groups.ts";
export { clusterMean } from "./paired/cluster-mean.ts";
export type { ClusterMean } from "./paired/cluster-mean.ts";
export { nonInferiorityT, tostPaired } from "./paired/equivalence.ts";
export type { NonInferiorityT, TostPaired } from "./paired/equivalence.ts";
export { fingerprintStrata } from "./paired/fingerprint-strata.ts";
export type { FingerprintStrata } from "./paired/fingerprint-strata.ts";
export { likelihoodInterval, LIKELIHOOD_UP_TO, meanScoreInterval } from "./paired/likelihood-interval.ts";
export type { LikelihoodInterval } from "./paired/likelihood-interval.ts";
export { missingReport } from "./paired/missing-report.ts";
export type { MissingReport } from "./paired/missing-report.ts";
export { pairedLogRatio } from "./paired/paired-log-ratio.ts";
export type { PairedLogRatio } from "./paired/paired-log-ratio.ts";
export { pairedT } from "./paired/paired-t.ts";
export type { PairedT } from "./paired/paired-t.ts";
export { pseudoPairT } from "./paired/pseudo-pair-t.ts";
export type { PseudoPairT } from "./paired/pseudo-pair-t.ts";
export { stratifiedDiff } from "./paired/stratified-diff.ts";
export type { StratifiedDiff, Stratum, StratumNames } from "./paired/stratified-diff.ts";

// Slices: cases that share a value.
export { sliceInteraction } from "./slices/slice-interaction.ts";
export type { SliceInteraction } from "./slices/slice-interaction.ts";
// Permutation and rank tests.
export { hodgesLehmann } from "./permutation/hodges-lehmann.ts";
export type { HodgesLehmann } from "./permutation/hodges-lehmann.ts";
export { signFlipExact } from "./permutation/sign-flip-exact.ts";
export type { SignFlipExact } from "./permutation/sign-flip-exact.ts";
export { signFlip, signFlipMonteCarlo, signFlipNormal } from "./permutation/sign-flip.ts";
export type { SignFlip, SignFlipMethod, SignFlipMonteCarlo, SignFlipNormal } from "./permutation/sign-flip.ts";
export { wilcoxonSignedRank } from "./permutation/wilcoxon.ts";
export type { Wilcoxon, WilcoxonInput } from "./permutation/wilcoxon.ts";

// Resampling.
export { bootBca, bootCluster, bootPercentile, bootT } from "./resampling/bootstrap-mean.ts";
export type { BootstrapInput, BootstrapInterval } from "./resampling/bootstrap-mean.ts";
export { bootStatistic } from "./resampling/bootstrap-statistic.ts";
export type { IndexedStatistic, StatisticInterval } from "./resampling/bootstrap-statistic.ts";

// Many variants.
export {
  benjaminiHochberg,
  benjaminiYekutieli,
  bonferroni,
  eBenjaminiHochberg,
  holm,
  holmSidak,
} from "./multiplicity/adjust-p-values.ts";
export { bradleyTerry } from "./multiplicity/bradley-terry.ts";
export type { BradleyTerry } from "./multiplicity/bradley-terry.ts";
export { friedman, nemenyi } from "./multiplicity/friedman.ts";
export type { Friedman, Nemenyi, ScoreTable } from "./multiplicity/friedman.ts";

// Repeats: variance, shared seeds, reliability, determinism.
export { determinismOverCases } from "./repeats/determinism-over-cases.ts";
export type { DeterminismOverCases } from "./repeats/determinism-over-cases.ts";
export { determinism } from "./repeats/determinism.ts";
export type { Determinism } from "./repeats/determinism.ts";
export { passAtK, passHatK } from "./repeats/pass-at-k.ts";
export { crnDecomposition } from "./variance/crn-decomposition.ts";
export type { CrnDecomposition } from "./variance/crn-decomposition.ts";
export { suiteInterval } from "./variance/suite-interval.ts";
export type { SuiteInterval } from "./variance/suite-interval.ts";
export { varianceDecomposition } from "./variance/variance-decomposition.ts";
export type { RepeatedScores, VarianceDecomposition } from "./variance/variance-decomposition.ts";

// Planning.
export { pairedTPower } from "./power/paired-t-power.ts";
export {
  mcnemarMde,
  mcnemarSampleSize,
  mde,
  nonInferioritySampleSize,
  pairedTSampleSize,
  sampleSizeMiller,
} from "./power/sample-size.ts";
export type { PowerLevels } from "./power/sample-size.ts";

// Looking early.
export { asympCsHalfWidth, confidenceSequence } from "./sequential/asymptotic-sequence.ts";
export type { ConfidenceSequenceLook } from "./sequential/asymptotic-sequence.ts";
export { declaredLooks, spendingDesign } from "./sequential/alpha-spending.ts";
export { SequenceTally } from "./sequential/sequence-tally.ts";
export type { DeclaredLooks, SequenceOptions } from "./sequential/sequence-tally.ts";
export { hedgedCi, hedgedLogCapital } from "./sequential/hedged-betting.ts";
export type { HedgedInterval } from "./sequential/hedged-betting.ts";
export { mcnemarEValue, sequentialBinary } from "./sequential/mcnemar-e-value.ts";
export type { McNemarEValue, SequentialBinary } from "./sequential/mcnemar-e-value.ts";

// Agreement of judges.
export { gwetAC1 } from "./agreement/gwet-ac1.ts";
export type { GwetAC1 } from "./agreement/gwet-ac1.ts";
export { cohenKappa, fleissKappa, weightedKappa } from "./agreement/kappa.ts";
export type { CoefficientInterval } from "./agreement/jackknife-interval.ts";
export type { AgreementTable, Kappa, WeightedKappa } from "./agreement/kappa.ts";
export { krippendorffAlphaNominal } from "./agreement/krippendorff-alpha.ts";
export type { Rating } from "./agreement/krippendorff-alpha.ts";
export { predictionPowered } from "./agreement/prediction-powered.ts";
export type { PredictionPowered, PredictionPoweredInput } from "./agreement/prediction-powered.ts";
export { roganGladenInterval } from "./agreement/rogan-gladen-interval.ts";
export type { Counted, RoganGladenInterval } from "./agreement/rogan-gladen-interval.ts";
export { roganGladen } from "./agreement/rogan-gladen.ts";

// Covariates from past runs.
export { covariateAdjusted } from "./covariates/covariate-adjusted.ts";
export type { CovariateAdjusted } from "./covariates/covariate-adjusted.ts";

// Labelled random streams.
export {
  RandomStream,
  belowSequence,
  doubleSequence,
  shuffle,
  xoshiro128ss,
  xoshiroFromLabel,
} from "./random/random-stream.ts";
export type { XoshiroState } from "./random/random-stream.ts";
export { sha256, sha256Hex } from "./random/sha256.ts";

// Distributions: a scalar call, or many rows at once.
export { betaCdf, betaPpf } from "./distributions/beta.ts";
export { binomCdf, binomPmf, binomSf } from "./distributions/binomial.ts";
export { chi2Sf, fSf } from "./distributions/chi-squared.ts";
export { gammaQ, lgamma } from "./distributions/gamma.ts";
export { normCdf, normPpf, normSf } from "./distributions/normal.ts";
export type { Rows } from "./distributions/rows.ts";
export { tPpf, tSf } from "./distributions/student-t.ts";
export { studentizedRangePpfInf, studentizedRangeSfInf } from "./distributions/studentized-range.ts";
export { bleuOf } from "./corpus/bleu.ts";
export type { BleuFormula, BleuSmoothing, BleuStatistics } from "./corpus/bleu.ts";
export { chrfOf } from "./corpus/chrf.ts";
export type { ChrfFormula, ChrfStatistics } from "./corpus/chrf.ts";
export { f1Of, macroF1Of } from "./corpus/f1.ts";
export { corpusMetric } from "./corpus/corpus-metric.ts";
export type { CorpusMetric } from "./corpus/corpus-metric.ts";
export { compareCorpora, corpusInterval } from "./corpus/compare-corpora.ts";
export type { Counts } from "./corpus/compare-corpora.ts";
