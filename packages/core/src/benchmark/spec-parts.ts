import { z } from "zod";
import { whenUsed } from "../when-used.ts";

/** A text of at least one character: an id, a path, a template. */
export const NonEmptyText = z.string().min(1);

/** Handling of reasoning inside an answer; a benchmark and each of its models may set it. */
export const ReasoningSpec = whenUsed(() =>
  z.enum(["strip", "keep"]).optional().meta({
    description:
      "Reasoning inside an answer, such as <think>…</think>: strip (default) moves it to the row's reasoning before scoring.",
  }),
);
