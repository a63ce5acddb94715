import type { ForeignFile, Importer } from "./translation/importer.ts";
import { hostedEvals } from "./hosted-evals/hosted-evals.ts";
import { inspectDataset } from "./inspect/dataset.ts";
import { lmEval } from "./lm-eval/lm-eval.ts";
import { openaiEvals } from "./openai-evals/openai-evals.ts";
import { promptfoo } from "./promptfoo/promptfoo.ts";
import { copiedTexts, withoutCopiedKeys } from "./translation/copied-keys.ts";
import { keyOf, locatedYaml, type YamlPath } from "./translation/located-yaml.ts";
import type { TranslatedBenchmark } from "./translation/translated-benchmark.ts";
import type { Translation, TranslationWarning } from "./translation/translation.ts";
import { withoutKeys } from "@sameseed/core";

/** Every tool with an importer; the first that accepts a file reads it. promptfoo's removes keys itself. */
export const IMPORTERS: readonly Importer[] = [
  promptfoo,
  ...[hostedEvals, openaiEvals, lmEval, inspectDataset].map(withoutKeysOf),
];

/** The importer of a file; undefined without one. */
export function importerOf(file: ForeignFile): Importer | undefined {
  return IMPORTERS.find(({ accepts }) => accepts(file));
}

/** An importer whose benchmarks have no keys of services, and which warns of each. */
function withoutKeysOf(importer: Importer): Importer {
  return {
    ...importer,
    async translate(file, tools, options) {
      const made = await importer.translate(file, tools, options);
      return [made].flat().map((translation) => cleaned(translation, file, options?.isWritten === true));
    },
  };
}

function cleaned(translation: Translation, source: ForeignFile, isWritten: boolean): Translation {
  const { path: file } = source;
  const found: { path: YamlPath; message: string }[] = [];
  const benchmark = withoutCopiedKeys({
    source: source.data,
    benchmark: translation.benchmark,
    isWritten,
    warn: (path, message) => found.push({ path, message }),
  }) as TranslatedBenchmark;
  const { count } = withoutKeys(translation.files);
  if (count > 0) found.push({ path: [], message: copiedTexts(count) });
  if (found.length === 0) return translation;
  const lineOf = linesOf(source);
  const warnings = found.map(({ path, message }): TranslationWarning => ({
    key: keyOf(path) || "the file",
    file,
    line: path.length === 0 ? null : lineOf(path),
    message,
  }));
  return { ...translation, benchmark, warnings: [...translation.warnings, ...warnings] };
}

/** The lines of a file's keys; null for a file without them. */
function linesOf({ path, bytes, data }: ForeignFile): (path: YamlPath) => number | null {
  if (data === undefined || !/\.(?:ya?ml|json)$/i.test(path)) return () => null;
  try {
    return locatedYaml(path, new TextDecoder().decode(bytes), { version: "1.2" }).lineOf;
  } catch {
    return () => null;
  }
}
