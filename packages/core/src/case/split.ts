import { z } from "zod";
import { whenUsed } from "../when-used.ts";
import type { TestCase } from "./test-case.ts";
import { sha256 } from "@sameseed/stats";

/** How a benchmark's cases are divided into those for tuning prompts and those that are held out. */
export const Split = whenUsed(() =>
  z.object({
    seed: z.int().min(0),
    /** Share of cases, or of clusters, that is held out. */
    share: z.number().gt(0).lt(1),
  }),
);
export type Split = Readonly<z.infer<typeof Split>>;

/** Which part of a split a run takes. */
export const SplitPart = whenUsed(() => Split.extend({ part: z.enum(["development", "held-out"]) }));
export type SplitPart = Readonly<z.infer<typeof SplitPart>>;

/**
 * Whether a case is held out. This depends only on the seed and on the case's cluster (its id where it has no
 * cluster). Cases of one cluster stay together, and cases added later do not move others.
 */
export function isHeldOut({ id, cluster }: Pick<TestCase, "id" | "cluster">, { seed, share }: Split): boolean {
  const unit = cluster === undefined ? `case|${id}` : `cluster|${cluster}`;
  const digest = sha256(`split/1|${seed}|${unit}`);
  return new DataView(digest.buffer).getUint32(0) / 2 ** 32 < share;
}
