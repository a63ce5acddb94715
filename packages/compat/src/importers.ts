import { withoutKeys } from "@sameseed/core";
import type { ForeignFile, Importer } from "./translation/importer.ts";
import { hostedEvals } from "./hosted-evals/hosted-evals.ts";
import { inspectDataset } from "./inspect/dataset.ts";
import { lmEval } from "./lm-eval/lm-eval.ts";
import { openaiEvals } from "./openai-evals/openai-evals.ts";
import { promptfoo } from "./promptfoo/promptfoo.ts";
import type { Translation } from "./translation/translation.ts";

/** Every tool with an importer; the first that accepts a file reads it. promptfoo's reports each copied key itself. */
export const IMPORTERS: readonly Importer[] = [
  promptfoo,
  ...[hostedEvals, openaiEvals, lmEval, inspectDataset].map(countingKeys),
];

/** The importer of a file; undefined where none knows it. */
export function importerOf(file: ForeignFile): Importer | undefined {
  return IMPORTERS.find(({ accepts }) => accepts(file));
}

/** An importer that warns where texts of its benchmarks look like keys of services. */
function countingKeys(importer: Importer): Importer {
  return {
    ...importer,
    async translate(file, tools, options) {
      const made = await importer.translate(file, tools, options);
      return [made].flat().map((translation) => ({
        ...translation,
        warnings: [...translation.warnings, ...copiedKeys(translation, file.path)],
      }));
    },
  };
}

function copiedKeys({ benchmark, files }: Translation, file: string): Translation["warnings"] {
  const { count } = withoutKeys([benchmark, files]);
  if (count === 0) return [];
  const texts =
    count === 1 ? "1 text looks like a key of a service and is" : `${count} texts look like keys of services and are`;
  return [
    { key: "the file", file, line: null, message: `${texts} copied: look through the benchmark before you share it` },
  ];
}
