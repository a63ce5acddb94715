import { z } from "zod";
import { whenUsed } from "../when-used.ts";

const UsdPerMillion = z.number().min(0);

/** Prices per model, in US dollars per million tokens. They replace those of the price table. */
export const Prices = whenUsed(() =>
  z.record(
    z.string().min(1),
    z.strictObject({
      input: UsdPerMillion.meta({ description: "Price of prompt tokens." }),
      output: UsdPerMillion.meta({ description: "Price of completion tokens." }),
      /** Prompt tokens read from and written to the service's cache. Default: the price of input. */
      cachedInput: UsdPerMillion.optional().meta({
        description: "Price of prompt tokens that the service reads from its cache. Default: the price of input.",
      }),
      cacheWrite: UsdPerMillion.optional().meta({
        description: "Price of prompt tokens that the service writes to its cache. Default: the price of input.",
      }),
    }),
  ),
);
export type Prices = Readonly<z.infer<typeof Prices>>;
