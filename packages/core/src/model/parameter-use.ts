import { z } from "zod";
import { whenUsed } from "../when-used.ts";

/** The fate of a parameter: on the wire, left to the service, answered with an error, or taken without effect. */
export const ParameterFate = z.enum(["sent", "default", "refused", "ignored"]);
export type ParameterFate = z.infer<typeof ParameterFate>;

/** How a model's service handles one parameter. */
export const ParameterUse = whenUsed(() =>
  z.object({
    /** A name of `ModelParams`, or `seed`. */
    parameter: z.string(),
    fate: ParameterFate,
    /** The field on the wire, where it is sent. */
    field: z.string().optional(),
    /** The value that is sent although the benchmark gives none: services that require one. */
    value: z.json().optional(),
    /** Why it is refused or ignored, and the remedy. */
    reason: z.string().optional(),
  }),
);
export type ParameterUse = Readonly<z.infer<typeof ParameterUse>>;

/** How a service takes the seed. */
export interface SeedUse {
  /** The field on the wire; null where the service has no seed parameter and no seed is sent. */
  readonly field: string | null;
  /** Why none is sent. */
  readonly reason?: string | undefined;
}
