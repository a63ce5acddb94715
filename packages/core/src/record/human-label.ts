import { z } from "zod";
import { whenUsed } from "../when-used.ts";

/**
 * The scale of labels: `pass-fail`, one of five grades, a share, or which of two answers is better. On every
 * scale a label's value is in [0, 1]: 3 of `1-5` is 0.5, a tie is 0.5.
 */
export const LabelScale = z.enum(["pass-fail", "1-5", "0-1", "preference"]);
export type LabelScale = z.infer<typeof LabelScale>;

/** One person's label of one answer, as stored in the answer's row. */
export const HumanLabel = whenUsed(() =>
  z.object({
    /** The metric that it is a label of: a scorer's name, or `score`. */
    metric: z.string(),
    annotator: z.string(),
    scale: LabelScale,
    /** In [0, 1]; of a preference the share that this row's answer won. */
    value: z.number().min(0).max(1),
    /** Of a preference: the variant that the answer stood against. */
    rival: z.string().optional(),
    note: z.string().optional(),
    /** Set if the person asks for a second look. */
    flagged: z.literal(true).optional(),
  }),
);
export type HumanLabel = Readonly<z.infer<typeof HumanLabel>>;

/** The labels of a run, by metric and scale. They determine the columns of the tables and show if a report includes them. */
export const LabelSet = whenUsed(() =>
  z.object({
    metric: z.string(),
    scale: LabelScale,
    annotators: z.array(z.string()),
    labels: z.int().min(1),
  }),
);
export type LabelSet = Readonly<z.infer<typeof LabelSet>>;

/** A trial's answer, by its place in the table. */
const LabelledAnswer = whenUsed(() => z.object({ index: z.int().min(0), variant: z.string() }));

/** The answer that a line of a label sheet shows, or its two answers in the order shown. */
export const LabelKey = whenUsed(() =>
  z.object({
    item: z.string(),
    metric: z.string(),
    scale: LabelScale,
    answers: z.tuple([LabelledAnswer]).or(z.tuple([LabelledAnswer, LabelledAnswer])),
  }),
);
export type LabelKey = Readonly<z.infer<typeof LabelKey>>;

/** One label of one person, as stored. Of two answers the value is the share that the first one won. */
export const StoredLabel = whenUsed(() =>
  LabelKey.extend({
    annotator: z.string(),
    value: z.number().min(0).max(1),
    note: z.string().optional(),
    flagged: z.literal(true).optional(),
  }),
);
export type StoredLabel = Readonly<z.infer<typeof StoredLabel>>;

/** One person's label of one item of a review. */
export const ReviewLabel = whenUsed(() =>
  z.strictObject({
    /** In [0, 1]; of two answers the share that the first one won. */
    value: z.number().min(0).max(1),
    /** Empty for none. */
    note: z.string().max(2000),
    isFlagged: z.boolean(),
  }),
);
export type ReviewLabel = Readonly<z.infer<typeof ReviewLabel>>;

/** A label of one item by one person; a null label takes it back. */
export const NewLabel = whenUsed(() =>
  z.strictObject({
    annotator: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(/^\P{Cc}*$/u, "a name is on one line"),
    item: z.string(),
    label: ReviewLabel.nullable(),
  }),
);
export type NewLabel = Readonly<z.infer<typeof NewLabel>>;
