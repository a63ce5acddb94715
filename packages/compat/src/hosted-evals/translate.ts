import { canonicalJson, type TestCase, option } from "@sameseed/core";
import { type ForeignFile, type ImportOptions, type ImportTools, readForeignFile } from "../translation/importer.ts";
import type { TranslatedBenchmark } from "../translation/translated-benchmark.ts";
import type { TranslatedFile, Translation } from "../translation/translation.ts";
import { criteriaOf } from "./criteria.ts";
import { itemOf, varsOf } from "./item-vars.ts";
import { type EvalObjects, evalObjects, type Fields } from "./objects.ts";
import { answerOf, isSameRows, type RunSource, runSource } from "./run-source.ts";
import { type EvalNotes, evalNotes } from "./eval-notes.ts";

const NOTHING = "the eval has no prompt, model or rows: its runs have them, and none is given";
const REMEDY = `Give a run's JSON as well: sameseed import eval.json run.json. Rows with answers (sample.output_text) need no run: ${option("data")} rows.jsonl.`;
const ANSWERS = "answers.jsonl";

/**
 * An eval and its runs as a benchmark: each run is a variant. Errors: `BAD_BENCHMARK` if there is no request
 * to send.
 */
export async function translateHostedEval(
  file: ForeignFile,
  tools: ImportTools,
  options: ImportOptions = {},
): Promise<Translation> {
  const more = await Promise.all((options.more ?? []).map((path) => readForeignFile(path)));
  const objects = [file, ...more].map((one) => ({ one, found: evalObjects(one.data) }));
  const { evals, runs } = joined(objects.map(({ found }) => found));
  const notes = evalNotes(file);
  const [definition, second] = evals;
  if (definition === undefined)
    throw notes.error(
      "there are runs, and no eval with testing_criteria",
      "Give the eval's JSON as well: sameseed import eval.json run.json.",
    );
  if (second !== undefined) throw notes.error("there are several evals", "Import them one by one, each with its runs.");
  if (objects.some(({ found }) => found.isPartial))
    notes.warn("has_more", "the page says that there are more runs: those are not here");
  const sources = runs.map(runSource);
  const asked = sources.filter(({ type }) => type !== "jsonl");
  if (sources.length === 0 && options.data === undefined) throw notes.error(NOTHING, REMEDY);
  const rows = await rowsOf(sources, { tools, data: options.data, notes });
  const answers = recordedAnswers(rows);
  if (asked.length === 0 && answers === undefined) throw notes.error(NOTHING, REMEDY);
  for (const { notes: lost, name } of sources)
    for (const { key, message } of lost) notes.warn(`${name}.${key}`, message);
  const names = [...new Set(rows.flatMap((row) => Object.keys(itemOf(row))))];
  const criteria = criteriaOf(definition, names, notes);
  const askedOf = asked.length > 0 ? variantsOf(asked, { options, notes }) : recordedVariant();
  const benchmark = {
    name: nameOf(definition["name"]),
    ...seedOf(asked, notes),
    cases: casesOf(rows),
    ...askedOf,
    scorers: criteria.scorers,
  };
  const files: TranslatedFile[] = [...criteria.files, ...(asked.length === 0 && answers ? [answers] : [])];
  return {
    benchmark: benchmark as unknown as TranslatedBenchmark,
    warnings: notes.warnings(),
    ...(files.length > 0 && { files }),
  };
}

function joined(found: readonly EvalObjects[]): {
  readonly evals: readonly Fields[];
  readonly runs: readonly Fields[];
} {
  const byId = (list: readonly Fields[]): Fields[] => [
    ...new Map(list.map((one, index) => [typeof one["id"] === "string" ? one["id"] : index, one])).values(),
  ];
  return { evals: byId(found.flatMap(({ evals }) => evals)), runs: byId(found.flatMap(({ runs }) => runs)) };
}

interface RowsContext {
  readonly tools: ImportTools;
  readonly data: string | undefined;
  readonly notes: EvalNotes;
}

async function rowsOf(sources: readonly RunSource[], { tools, data, notes }: RowsContext): Promise<readonly Fields[]> {
  if (data !== undefined) return Array.fromAsync(tools.records(data));
  const [first, ...others] = sources.filter(({ rows }) => rows !== undefined && rows.length > 0);
  if (first?.rows === undefined) {
    const [elsewhere] = sources;
    throw notes.error(
      elsewhere === undefined
        ? "there are no rows"
        : `the rows of run "${elsewhere.name}" are in ${elsewhere.elsewhere}`,
      'Each line is one row, {"item": {…}} or the item itself.',
    );
  }
  for (const { name, rows } of others)
    if (!isSameRows(first.rows, rows!))
      notes.warn(name, `the run has other rows than "${first.name}", whose rows all variants answer here`);
  return first.rows;
}

/** The rows as cases, numbered as the Evals API numbers them. */
function casesOf(rows: readonly Fields[]): readonly TestCase[] {
  return rows.map((row, index) => ({ id: `item-${index}`, vars: varsOf(itemOf(row)) }));
}

function recordedAnswers(rows: readonly Fields[]): TranslatedFile | undefined {
  const answers = rows.map(answerOf);
  if (rows.length === 0 || answers.every((text) => text === undefined)) return undefined;
  const lines = answers.flatMap((output, index) =>
    output === undefined ? [] : [JSON.stringify({ id: `item-${index}`, output })],
  );
  return { name: ANSWERS, text: `${lines.join("\n")}\n` };
}

function recordedVariant(): Fields {
  return {
    prompts: [{ id: "recorded", text: "The answers were given before." }],
    models: [{ id: "recorded", model: "recorded", file: ANSWERS }],
  };
}

interface VariantsContext {
  readonly options: ImportOptions;
  readonly notes: EvalNotes;
}

/** Prompts and models, each once, and the pairs that were run. */
function variantsOf(sources: readonly RunSource[], { options, notes }: VariantsContext): Fields {
  const prompts = named<unknown>("prompt");
  const models = named<Fields>("model");
  const pairs = sources.flatMap((source) => {
    const { messages, model, params, name } = source;
    if (messages === undefined) {
      notes.warn(name, "the run has no prompt that can be used here: it is left out");
      return [];
    }
    const id = options.model ?? (model === undefined ? undefined : `openai:${model}`);
    if (id === undefined)
      notes.warn(name, `the run names no model: openai:gpt-4o-mini is used; choose another with ${option("model")}`);
    const spec = { model: id ?? "openai:gpt-4o-mini", ...(Object.keys(params).length > 0 && { params }) };
    return [{ prompt: prompts.idOf(messages, `prompt-${prompts.size() + 1}`), model: models.idOf(spec, spec.model) }];
  });
  const unique = [...new Map(pairs.map((pair) => [canonicalJson(pair), pair])).values()];
  if (unique.length === 0)
    throw notes.error(
      "none of its runs can be sent from here",
      `See the warnings of validate, or give ${option("data")} with answers.`,
    );
  return {
    prompts: prompts.entries().map(([id, messages]) => ({ id, messages })),
    models: models.entries().map(([id, spec]) => ({ id, ...spec })),
    ...(unique.length < prompts.size() * models.size() && { variants: unique }),
    dropUnsupported: true,
  };
}

function named<T>(kind: string) {
  const byContent = new Map<string, { readonly id: string; readonly value: T }>();
  return {
    size: () => byContent.size,
    entries: () => [...byContent.values()].map(({ id, value }) => [id, value] as const),
    idOf(value: T, wanted: string): string {
      const key = canonicalJson(value);
      const known = byContent.get(key)?.id;
      if (known !== undefined) return known;
      const taken = new Set([...byContent.values()].map(({ id }) => id));
      let id = wanted === "" ? kind : wanted;
      for (let number = 2; taken.has(id); number++) id = `${wanted}-${number}`;
      byContent.set(key, { id, value });
      return id;
    },
  };
}

function seedOf(sources: readonly RunSource[], notes: EvalNotes): Fields {
  const seeds = new Set(sources.flatMap(({ seed }) => seed ?? []));
  const [seed] = seeds;
  if (seeds.size > 1)
    notes.warn("sampling_params.seed", "the runs have different seeds: here all variants share one; say it with seed:");
  return seeds.size === 1 && seed !== undefined && Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31
    ? { seed, seedPolicy: "fixed" }
    : {};
}

function nameOf(name: unknown): string {
  const words = typeof name === "string" ? name : "";
  return (
    words
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^-+|-+$/g, "")
      .toLowerCase()
      .slice(0, 60) || "openai-eval"
  );
}
