import { readFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import {
  benchmarkFile,
  type BenchmarkDefinition,
  type BenchmarkFile,
  type JudgeReference,
  keepDigits,
  SameseedError,
  utf8Text,
  yamlAliases,
  yamlValue,
} from "@sameseed/core";
import { fromSpec, isModelSpec, modelFromSpec, ModelSpec, type PromptSources, promptsFromSpec } from "@sameseed/runner";
import { type ScorerSpec, ScorerSpecs } from "@sameseed/scorer";
import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument, visit } from "yaml";
import * as z from "@sameseed/core/zod";
import { withParamFiles } from "./param-files.ts";
import { promptfooColumns } from "./promptfoo-columns.ts";
import { type Problem, problemOf } from "./schema-problem.ts";
import { withDataFiles } from "./scorer-files.ts";
import { scriptReader } from "./script-reader.ts";

const SCORERS = new ScorerSpecs(ModelSpec);

/** The schema of a YAML benchmark file, models and scorers included; `schema/benchmark.schema.json` is made from it. */
export const BenchmarkYaml: z.ZodType = z.whenUsed(() => benchmarkFile({ model: ModelSpec, scorer: SCORERS.schema }));
/** The same with any models and scorers: `contentOf` checks each of them by its own kind. */
const OtherKeys = z.whenUsed(() => benchmarkFile({ model: z.unknown(), scorer: z.unknown() }));

/** A file that fits it. */
export type BenchmarkContent = BenchmarkFile<ModelSpec, ScorerSpec>;

export interface YamlOptions {
  /** Lets scorers in rows of a data file run code. Default: the setting in the file's `cases`. */
  readonly trustData?: boolean | undefined;
}

/** Reads a YAML benchmark file. Errors name the line, the column and the nearest known key. */
export async function loadYaml(path: string, options: YamlOptions = {}): Promise<BenchmarkDefinition> {
  const lines = new LineCounter();
  const shown = relative(process.cwd(), path);
  const document = parseDocument(utf8Text(await readFile(path), shown), {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
  });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${shown}:${line}:${col}`;
  };
  const broken = document.errors[0];
  if (broken !== undefined) {
    throw new SameseedError("BAD_BENCHMARK", `${at(broken.pos[0])}: ${broken.message}`, {
      hint: "The file is not valid YAML there.",
    });
  }
  visit(document, { Scalar: (_, scalar) => keepDigits(scalar) });
  const value = yamlValue(document, { file: shown, aliases: () => yamlAliases(document, visit), at });
  if (value === null)
    throw new SameseedError("BAD_BENCHMARK", `${shown} is empty.`, {
      hint: "Write the benchmark into it, or make one with: sameseed init.",
    });
  const content = contentOf(value);
  if (content !== undefined) return definitionOf(content, dirname(path), options);
  const parsed = BenchmarkYaml.safeParse(value);
  if (!parsed.success) {
    const problem = problemOf(parsed.error, BenchmarkYaml, value);
    throw new SameseedError("BAD_BENCHMARK", `${at(offsetOf(document, problem))}: ${problem.message}`, {
      hint: problem.hint,
    });
  }
  return definitionOf(parsed.data as BenchmarkContent, dirname(path), options);
}

/**
 * The file's contents if they match `BenchmarkYaml`; undefined otherwise, and that schema gives the reason.
 * The schemas of models and scorers that the file does not use are not created.
 */
export function contentOf(value: unknown): BenchmarkContent | undefined {
  const { data } = OtherKeys.safeParse(value);
  const fits = data?.scorers.every((spec) => SCORERS.fits(spec)) && modelsOf(data).every(isModelSpec);
  return fits === true ? (data as BenchmarkContent) : undefined;
}

/** An empty list of judges stays a list and is not read as a model. */
function modelsOf({ models, judge }: BenchmarkFile<unknown, unknown>): readonly unknown[] {
  if (judge === undefined) return models;
  return Array.isArray(judge) && judge.length > 0 ? [...models, ...(judge as unknown[])] : [...models, judge];
}

/** The benchmark that a file's content describes; paths in it are relative to `folder`. */
export async function definitionOf(
  file: BenchmarkContent,
  folder: string,
  { trustData = false }: YamlOptions = {},
): Promise<BenchmarkDefinition> {
  const { cases, prompts, models, scorers, judge, ...rest } = file;
  const script = scriptReader(folder);
  const model = (spec: unknown): NonNullable<JudgeReference> => modelFromSpec(spec as ModelSpec, script);
  const { trustData: isNamed = false, ...source } = typeof cases === "object" && "file" in cases ? cases : {};
  const trustsCases = trustData || isNamed || Array.isArray(cases); // cases in the file itself are the benchmark's own words
  const specs = await Promise.all(scorers.map((spec) => withDataFiles(spec, folder)));
  return {
    ...(rest as Omit<BenchmarkDefinition, "cases" | "prompts" | "models" | "scorers" | "judge">),
    ...(judge !== undefined && { judge: Array.isArray(judge) ? judge.map(model) : model(judge) }),
    cases: Array.isArray(cases)
      ? cases
      : fromSpec("file" in source ? source : cases, {
          seed: rest.seed,
          columns: promptfooColumns({ scorers, trustsData: trustsCases }),
        }),
    models: await Promise.all(models.map((spec) => modelEntry(spec, { folder, script }))),
    prompts: await promptsFromSpec([prompts].flat(), { folder, script }),
    scorers: specs.map((spec) => SCORERS.scorer(spec, { folder, script, model, trustsCases })),
  };
}

async function modelEntry(
  spec: ModelSpec,
  { folder, script }: PromptSources,
): Promise<BenchmarkDefinition["models"][number]> {
  const entry = modelFromSpec(spec, script);
  if (typeof entry === "string" || !("model" in entry) || entry.params === undefined) return entry;
  return { ...entry, params: await withParamFiles(entry.params, folder) };
}

/** Where in the text the problem is: the unknown key itself, else the value, else the nearest parent that exists. */
function offsetOf(document: Document, { path, key }: Problem): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true) as Node | undefined;
    if (node === undefined || node === null) continue;
    const pair =
      key === undefined || !isMap(node)
        ? undefined
        : node.items.find((item) => isScalar(item.key) && item.key.value === key);
    const found = (pair?.key as Node | undefined) ?? node;
    return found.range?.[0] ?? 0;
  }
  return 0;
}
