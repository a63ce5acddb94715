import { krippendorffAlphaNominal } from "../agreement/krippendorff-alpha.ts";
import type { ClusterIds } from "../paired/cluster-groups.ts";
import { clusterMean, type ClusterMean } from "../paired/cluster-mean.ts";
import { determinism, type Determinism } from "./determinism.ts";

export interface DeterminismOverCases {
  readonly perCase: readonly Determinism[];
  /** Mean exact-match rate of pairs of calls, with a CR2 t interval over cases. */
  readonly exactMatch: ClusterMean;
  /** Krippendorff's alpha with cases as units; null with one text only. */
  readonly alpha: number | null;
}

/** Determinism of many cases: `outputs[i]` holds the texts of case i under one seed. Cases with one text are left out of the rate. */
export function determinismOverCases(input: {
  readonly outputs: readonly (readonly string[])[];
  readonly cluster?: ClusterIds;
  readonly conf?: number;
}): DeterminismOverCases {
  const { outputs, cluster, conf = 0.95 } = input;
  const perCase = outputs.map((texts) => determinism({ outputs: texts }));
  const d = perCase.map((one) => one.pairwiseMatch);
  const exactMatch = clusterMean(cluster === undefined ? { d, conf } : { d, conf, cluster });
  const most = outputs.reduce((longest, texts) => Math.max(longest, texts.length), 0);
  const ratings = Array.from({ length: most }, (_, call) => outputs.map((texts) => texts[call] ?? null));
  return { perCase, exactMatch, alpha: krippendorffAlphaNominal({ ratings }).alpha };
}
