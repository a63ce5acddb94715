import { z } from "zod";
import { whenUsed } from "../when-used.ts";

/** An earlier turn of a chain, as a later case of it sees it. */
export const Turn = whenUsed(() =>
  z.object({
    /** Id of the case that was sent. */
    case: z.string(),
    /** Text of the last message that was sent. */
    input: z.string(),
    output: z.string(),
    /** Variable that gives later cases of the chain the output. */
    storeAs: z.string().optional(),
  }),
);
export type Turn = Readonly<z.infer<typeof Turn>>;
