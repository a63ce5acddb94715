import { SameseedError } from "@sameseed/core";
import type { CsvOptions } from "@sameseed/reporter";
import type { CsvChoices } from "../choices/csv-choices.ts";

/** The reporter's options. Errors: `BAD_ARGUMENT` for one mark between cells and inside numbers. */
export function csvOptions({ bom = false, csvRaw = false, delimiter, decimal }: CsvChoices): CsvOptions {
  if (decimal === "," && delimiter === ",")
    throw new SameseedError("BAD_ARGUMENT", "A comma cannot be both the delimiter and the decimal mark.", {
      hint: 'Leave the delimiter out, or choose another one, such as ";".',
    });
  return {
    bom,
    raw: csvRaw,
    ...(delimiter !== undefined && { delimiter }),
    ...(decimal !== undefined && { decimal }),
  };
}
