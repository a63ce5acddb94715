import type { ForeignFile, Importer } from "../translation/importer.ts";
import { evalObjects } from "./objects.ts";
import { translateHostedEval } from "./translate.ts";

/** An eval of OpenAI's Evals API, as created or retrieved, with its runs. */
export const hostedEvals: Importer = {
  name: "hosted OpenAI Evals",
  takesMore: true,
  accepts: isEval,
  translate: translateHostedEval,
};

/** Its word is `testing_criteria`; a run alone has `data_source` and needs its eval. */
function isEval({ data }: ForeignFile): boolean {
  const { evals, runs, items } = evalObjects(data);
  return items.length === 0 && (evals.length > 0 || runs.length > 0);
}
