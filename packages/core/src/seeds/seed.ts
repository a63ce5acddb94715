import { z } from "zod";
import { sha256Hex } from "@sameseed/stats";
import type { JudgePurpose } from "../model/judgement.ts";

/**
 * `derived`: one seed per case and repeat. `fixed`: the root seed for every trial, which makes repeats
 * dependent. `none`: no seed is sent.
 */
export const SeedPolicy = z.enum(["derived", "fixed", "none"]);
export type SeedPolicy = z.infer<typeof SeedPolicy>;

export interface SeedPlan {
  readonly seed: number;
  readonly seedPolicy: SeedPolicy;
}

/**
 * The shared seed, which only this function derives. It depends on the case and the repeat, never on the
 * variant: all variants get the same seed, and differences can be paired. It does not change when cases or
 * repeats are added or reordered.
 *
 * `seed(case, repeat)` = the first 31 bits of SHA-256("seed/1|" + rootSeed + "|" + caseId + "|" + repeat).
 * Frozen by docs/decisions/0001-shared-seed.md.
 */
export function deriveSeed(rootSeed: number, caseId: string, repeat: number): number {
  return first31Bits(`seed/1|${rootSeed}|${caseId}|${repeat}`);
}

/** The answer that a judge reads. The variant is not included, so that all variants are judged with one seed. */
export interface JudgeAddress {
  readonly scorer: string;
  /** Empty for a judge request that is sent once for the whole run. */
  readonly caseId: string;
  readonly repeat: number;
}

/**
 * The seed of a judge's request: a sub-stream of the root seed, whatever the seed policy. `verdict` and
 * `swapped` share one seed, a `retest` has another.
 *
 * `judge(scorer, case, repeat)` = the first 31 bits of SHA-256("judge/1|" + rootSeed + "|" + scorer + "|" +
 * caseId + "|" + repeat), followed by "|retest" for a retest. Frozen by docs/decisions/0091-judges.md.
 */
export function deriveJudgeSeed(
  rootSeed: number,
  { scorer, caseId, repeat }: JudgeAddress,
  purpose: JudgePurpose = "verdict",
): number {
  return first31Bits(`judge/1|${rootSeed}|${scorer}|${caseId}|${repeat}${purpose === "retest" ? "|retest" : ""}`);
}

function first31Bits(label: string): number {
  return Number.parseInt(sha256Hex(label).slice(0, 8), 16) >>> 1;
}

/** The seed that is sent with the trials of (case, repeat); null where none is. */
export function seedOf({ seed, seedPolicy }: SeedPlan, caseId: string, repeat: number): number | null {
  if (seedPolicy === "none") return null;
  return seedPolicy === "fixed" ? seed : deriveSeed(seed, caseId, repeat);
}
