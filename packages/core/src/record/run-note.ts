import { z } from "zod";
import { whenUsed } from "../when-used.ts";

/** One word or a few, without the comma that lists of tags are split at. */
const RunTag = whenUsed(() =>
  z
    .string()
    .trim()
    .min(1)
    .max(60)
    .regex(/^[^,\p{Cc}]*$/u, "a tag has no comma and no line break"),
);

/** Notes by people about a run. They are not part of the run: no report depends on them, and they can be changed at any time. */
export const RunNote = whenUsed(() =>
  z.object({
    /** Empty for none. */
    note: z.string().trim().max(2000).default(""),
    tags: z.array(RunTag).max(20).default([]),
    /** Name of the release that the run belongs to; null without one. */
    release: RunTag.nullable().default(null),
  }),
);
export type RunNote = Readonly<z.infer<typeof RunNote>>;

export const NO_NOTE: RunNote = { note: "", tags: [], release: null };
