import { z } from "zod";
import { whenUsed } from "../when-used.ts";

/** A run that measures latency: variants in turn, one request at a time, without a cache. */
export const LatencyRun = whenUsed(() =>
  z.object({
    /** Requests of each variant before the first that counts. */
    warmUp: z.int().min(0),
    /** The clock of the measurement. */
    clock: z.string(),
  }),
);
export type LatencyRun = Readonly<z.infer<typeof LatencyRun>>;
