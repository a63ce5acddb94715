import * as z from "@sameseed/core/zod";

/** A coordinator's message to the workers of its run. */
export const RunNotice = z.object({
  token: z.string(),
  runId: z.string(),
  name: z.string(),
  /** Hash of the benchmark: cases, prompts, parameters, models, scorers, seeds and selection. */
  hash: z.string(),
  /** Version of sameseed; another one may score otherwise. */
  version: z.string(),
  /** How the coordinator's command line changes the benchmark and sends requests; the same for all workers. */
  settings: z.record(z.string(), z.json()),
});
export type RunNotice = Readonly<z.infer<typeof RunNotice>>;

/** A worker's report about itself, once a second. */
export const WorkerNotice = z.object({
  id: z.string(),
  host: z.string(),
  pid: z.int(),
  /** Requests in flight at most. */
  concurrency: z.int(),
  /** When it said so, in milliseconds since 1970, by its own clock. */
  at: z.number(),
});
export type WorkerNotice = Readonly<z.infer<typeof WorkerNotice>>;

/** The messages of the control channel. */
export const Control = z.discriminatedUnion("type", [
  z.object({ type: z.literal("stop") }),
  /** A service refused one worker: all workers hold requests to it for this time. */
  z.object({ type: z.literal("hold"), quota: z.string(), waitMs: z.number().min(0), from: z.string() }),
]);
export type Control = Readonly<z.infer<typeof Control>>;

/** A text from Redis, parsed and checked; null for another form, because other programs may write there. */
export function readNotice<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
