import { z } from "zod";

const UsdPerMillion = z.number().min(0);

/** Prices by model, in US dollars for a million tokens: they take the place of the price table's. */
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
