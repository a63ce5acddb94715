import { readFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import {
  atPath,
  benchmarkFile,
  type BenchmarkDefinition,
  type BenchmarkFile,
  type FilePath,
  type JudgeReference,
  keepDigits,
  SameseedError,
  type Scorer,
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
import { placeOf, type Problem, problemOf } from "./schema-problem.ts";
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
  const located = (found: FilePath): string => at(offsetOf(document, { path: found }));
  const content = contentOf(value);
  if (content !== undefined) return definitionOf(content, dirname(path), { ...options, located });
  const parsed = BenchmarkYaml.safeParse(value);
  if (!parsed.success) {
    const problem = problemOf(parsed.error, BenchmarkYaml, value);
    throw new SameseedError("BAD_BENCHMARK", `${at(offsetOf(document, problem))}: ${problem.message}`, {
      hint: problem.hint,
    });
  }
  return definitionOf(parsed.data as BenchmarkContent, dirname(path), { ...options, located });
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

export interface ContentOptions extends YamlOptions {
  /** The place of a value in the file, for errors: `benchmark.yaml:7:5`. */
  readonly located: (path: FilePath) => string;
}

/**
 * The benchmark that a file's content describes; paths in it are relative to `folder`. Errors name the place of the model,
 * prompt or scorer that cannot be built.
 */
export async function definitionOf(
  file: BenchmarkContent,
  folder: string,
  { located, ...options }: ContentOptions,
): Promise<BenchmarkDefinition> {
  try {
    return await built(file, folder, options);
  } catch (error) {
    if (!(error instanceof SameseedError) || error.path.length === 0) throw error;
    const { code, message, hint, path } = error;
    throw new SameseedError(code, `${located(path)}: ${placeOf(path)}: ${message}`, {
      ...(hint !== undefined && { hint }),
      cause: error,
      path,
    });
  }
}

async function built(
  file: BenchmarkContent,
  folder: string,
  { trustData = false }: YamlOptions,
): Promise<BenchmarkDefinition> {
  const { cases, prompts, models, scorers, judge, ...rest } = file;
  const script = scriptReader(folder);
  const model = (spec: unknown): NonNullable<JudgeReference> => modelFromSpec(spec as ModelSpec, script);
  const judges = judge === undefined ? [] : await eachAt("judge", judge, async (spec) => model(spec));
  const { trustData: isNamed = false, ...source } = typeof cases === "object" && "file" in cases ? cases : {};
  const trustsCases = trustData || isNamed || Array.isArray(cases); // cases in the file itself are the benchmark's own words
  const scorer = async (spec: ScorerSpec): Promise<Scorer> =>
    SCORERS.scorer(await withDataFiles(spec, folder), { folder, script, model, trustsCases });
  return {
    ...(rest as Omit<BenchmarkDefinition, "cases" | "prompts" | "models" | "scorers" | "judge">),
    ...(judge !== undefined && { judge: Array.isArray(judge) ? judges : judges[0]! }),
    cases: Array.isArray(cases)
      ? cases
      : fromSpec("file" in source ? source : cases, {
          seed: rest.seed,
          columns: promptfooColumns({ scorers, trustsData: trustsCases }),
        }),
    models: await eachAt("models", models, (spec) => modelEntry(spec, { folder, script })),
    prompts: (await eachAt("prompts", prompts, (entry) => promptsFromSpec([entry], { folder, script }))).flat(),
    scorers: await eachAt("scorers", scorers, scorer),
  };
}

/** What each entry of a list describes, or the one value in its place. */
async function eachAt<T, R>(key: string, entries: T | readonly T[], build: (entry: T) => Promise<R>): Promise<R[]> {
  const path = (place: number): FilePath => (Array.isArray(entries) ? [key, place] : [key]);
  return Promise.all(([entries].flat() as T[]).map((entry, place) => atPath(path(place), () => build(entry))));
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
function offsetOf(document: Document, { path, key }: Pick<Problem, "path" | "key">): number {
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
