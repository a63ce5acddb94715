import { z } from "zod";

const UsdPerMillion = z.number().min(0);

/** Prices per model, in US dollars per million tokens. They replace those of the price table. */
export const Prices = z.record(
  z.string().min(1),
  z.strictObject({
    input: UsdPerMillion,
    output: UsdPerMillion,
    /** Prompt tokens read from and written to the service's cache. Default: the price of input. */
    cachedInput: UsdPerMillion.optional(),
    cacheWrite: UsdPerMillion.optional(),
  }),
);
export type Prices = Readonly<z.infer<typeof Prices>>;
