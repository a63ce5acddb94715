import { z } from "zod";
import { whenUsed } from "../when-used.ts";
import { ModelParams } from "../model/model.ts";

/**
 * How a model handles its seed. `honoured`: equal seeds gave equal texts, different seeds did not. `partly`:
 * equal seeds gave equal texts more often than different seeds. `ignored`: equal seeds did not give equal
 * texts more often. `unsupported`: the service refuses a seed. `undecided`: the calls are inconclusive, e.g.
 * because every seed gave the same text.
 */
export const SeedVerdict = z.enum(["honoured", "partly", "ignored", "unsupported", "undecided"]);
export type SeedVerdict = z.infer<typeof SeedVerdict>;

const End = whenUsed(() => z.number().nullable());

/** Similarity of the texts of one request, averaged over the cases, with 95 % intervals over the cases. */
export const SeedSpread = whenUsed(() =>
  z.object({
    /** Share of pairs of calls with exactly the same text. */
    exactMatch: z.number(),
    exactMatchLow: End,
    exactMatchHigh: End,
    /** Mean number of different texts. */
    distinct: z.number(),
    /** Median position of the first difference in code points, over the cases; null where no pair differs. */
    firstDivergence: z.number().nullable(),
    /** Mean distance of two texts, by the entry's `distance`. */
    distance: z.number().nullable(),
    distanceLow: End,
    distanceHigh: End,
  }),
);
export type SeedSpread = Readonly<z.infer<typeof SeedSpread>>;

/** Result of probing the seed of one model, with the parameters of the run. */
export const SeedReportEntry = whenUsed(() =>
  z.object({
    /** The model's id in the benchmark. */
    model: z.string(),
    params: ModelParams.loose(),
    verdict: SeedVerdict,
    /** The verdict in a sentence. */
    conclusion: z.string(),
    /** Number of cases, and of calls per case with one seed and with other seeds. */
    cases: z.int(),
    calls: z.int(),
    /** Calls under one seed, and calls under a seed each; null where none was answered. */
    sameSeed: SeedSpread.nullable(),
    otherSeeds: SeedSpread.nullable(),
    /** That equal seeds match no more often than different ones: permutation test within the cases, one-sided. */
    p: z.number().nullable(),
    /** How distance was measured: `edit` (Levenshtein / longer length), or the embedding's id. */
    distance: z.string(),
  }),
);
export type SeedReportEntry = Readonly<z.infer<typeof SeedReportEntry>>;
