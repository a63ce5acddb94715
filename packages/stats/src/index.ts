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
