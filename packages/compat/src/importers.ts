import type { ForeignFile, Importer } from "./translation/importer.ts";
import { hostedEvals } from "./hosted-evals/hosted-evals.ts";
import { inspectDataset } from "./inspect/dataset.ts";
import { lmEval } from "./lm-eval/lm-eval.ts";
import { openaiEvals } from "./openai-evals/openai-evals.ts";
import { promptfoo } from "./promptfoo/promptfoo.ts";

/** Every tool whose benchmarks can be imported; the first that accepts a file reads it. */
export const IMPORTERS: readonly Importer[] = [promptfoo, hostedEvals, openaiEvals, lmEval, inspectDataset];

/** The importer of a file; undefined where none knows it. */
export function importerOf(file: ForeignFile): Importer | undefined {
  return IMPORTERS.find(({ accepts }) => accepts(file));
}
