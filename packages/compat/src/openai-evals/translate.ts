import { SameseedError, option } from "@sameseed/core";
import type { ForeignFile, ImportOptions, ImportTools } from "../translation/importer.ts";
import { type LocatedYaml, locatedYaml } from "../translation/located-yaml.ts";
import type { Translation, TranslationWarning } from "../translation/translation.ts";
import { basicMapping, type EvalMapping } from "./basic-evals.ts";
import { DEFAULT_JUDGE, modelGraded } from "./model-graded.ts";
import { type RegistryEval, registryEvals } from "./registry-file.ts";
import { chatOf, readSamples, type Samples, textOfInput } from "./samples.ts";

const SUPPORTED = "Match, Includes, FuzzyMatch, JsonMatch, JsonValidator, Translate, ModelBasedClassify";
/** Arguments that every class takes. */
const COMMON_ARGS = ["samples_jsonl", "num_few_shot", "few_shot_jsonl"];
const DEFAULT_MODEL = "openai:gpt-6-luna";

/** Each eval of a registry file as a separate benchmark. Errors: `BAD_BENCHMARK` when no eval can be translated. */
export async function translateOpenaiEvals(
  { path, bytes }: ForeignFile,
  tools: ImportTools,
  options: ImportOptions = {},
): Promise<readonly Translation[]> {
  const yaml = locatedYaml(path, new TextDecoder().decode(bytes));
  const { evals, missing } = registryEvals(yaml);
  const lost: TranslationWarning[] = missing.map((name) =>
    yaml.warning([name], "this name leads to no entry with a class in this file: the eval is left out"),
  );
  const translations: Translation[] = [];
  for (const one of evals) {
    const translated = await translateEval(one, { yaml, tools, options });
    if ("benchmark" in translated) translations.push(translated);
    else lost.push(translated);
  }
  const [first, ...rest] = translations;
  if (first !== undefined) return [{ ...first, warnings: [...lost, ...first.warnings] }, ...rest];
  const { line, key, message } = lost[0]!;
  throw new SameseedError("BAD_BENCHMARK", `${path}:${line} ${key}: ${message}.`, {
    hint: `Read are the classes ${SUPPORTED}.`,
  });
}

interface Context {
  readonly yaml: LocatedYaml;
  readonly tools: ImportTools;
  readonly options: ImportOptions;
}

async function translateEval(one: RegistryEval, context: Context): Promise<Translation | TranslationWarning> {
  const { yaml, tools, options } = context;
  const { key, className, args } = one;
  const path = args["samples_jsonl"];
  const isGraded = className === "ModelBasedClassify";
  if (!isGraded && basicMapping(one) === undefined)
    return yaml.warning([key, "class"], `${className} has no counterpart: left out`);
  if (typeof path !== "string") return yaml.warning([key, "args"], "samples_jsonl is not given: left out");

  const samples = await readSamples(yaml.file, path, tools);
  const input = samples.state === "read" && samples.input !== "text" ? "input_text" : "input";
  const mapping = isGraded ? await modelGraded(one, { registryFile: yaml.file, input }) : basicMapping(one)!;
  if (typeof mapping === "string") return yaml.warning([key, "args"], mapping);

  const warnings = [...sampleWarnings(one, samples, yaml), ...argWarnings(one, mapping, yaml)];
  if (options.model === undefined)
    warnings.push(
      yaml.warning([key], `an eval names no model: ${DEFAULT_MODEL} is used; choose another with ${option("model")}`),
    );
  const { cases, prompt, files } = await casesOf(one, samples, context);
  return {
    benchmark: {
      name: one.name,
      ...(one.description !== undefined && { description: one.description }),
      cases,
      prompts: [prompt],
      models: [{ model: options.model ?? DEFAULT_MODEL, params: mapping.params }],
      scorers: mapping.scorers,
      ...(isGraded && { judge: DEFAULT_JUDGE }),
    } as unknown as Translation["benchmark"],
    warnings,
    ...(files && { files }),
  };
}

function sampleWarnings({ key }: RegistryEval, { state, path }: Samples, yaml: LocatedYaml): TranslationWarning[] {
  if (state === "read") return [];
  const at = [key, "args", "samples_jsonl"];
  return state === "missing"
    ? [yaml.warning(at, `there is no file ${path}: put the samples there, or correct cases.file`)]
    : [yaml.warning(at, `${path} is a pointer of Git LFS: fetch the samples with git lfs pull`)];
}

function argWarnings(
  { key, args, className }: RegistryEval,
  mapping: EvalMapping,
  yaml: LocatedYaml,
): TranslationWarning[] {
  const known = new Set([...COMMON_ARGS, ...mapping.args]);
  const unknown = Object.keys(args).filter((name) => !known.has(name));
  return [
    ...unknown.map((name) =>
      yaml.warning([key, "args", name], `${className} has no counterpart of this here: left out`),
    ),
    ...mapping.notes.map(({ arg, message }) =>
      yaml.warning(arg === null ? [key, "class"] : [key, "args", arg], message),
    ),
  ];
}

type Cases = Pick<Translation, "files"> & { readonly cases: object; readonly prompt: object };

/**
 * The samples unchanged where a mapping can read them; else, where texts and chats are mixed, examples go
 * before the question, or a judge needs the chat as one text, a file with the messages written out.
 */
async function casesOf(one: RegistryEval, samples: Samples, { yaml, tools }: Context): Promise<Cases> {
  const { name, key, className, args } = one;
  const [base, split] = key.split(".");
  const id = `${base}.${split ?? "dev"}.{{$index}}`;
  const examples = await examplesOf(args, yaml.file, tools);
  const isGraded = className === "ModelBasedClassify";
  const isPlain = examples.length === 0 && samples.input !== "mixed" && !(isGraded && samples.input === "chat");
  const messages = samples.input === "text" ? [{ role: "system", content: "{{input}}" }] : "{{input}}";
  const hasIdeal = samples.state === "read" ? samples.fields.has("ideal") : !isGraded;
  const expected = hasIdeal ? { expected: "ideal" } : {};
  if (isPlain || samples.state !== "read") {
    return { cases: { file: samples.path, id, ...expected }, prompt: { id: "input", messages } };
  }
  const lines = samples.samples.map((sample) => {
    const chat = chatOf(sample["input"]);
    const input = [...chat.slice(0, -1), ...examples, ...chat.slice(-1)];
    return JSON.stringify({ ...sample, input, ...(isGraded && { input_text: textOfInput(sample["input"]) }) });
  });
  const file = `${name.replaceAll(/[^\w.-]+/g, "-")}.samples.jsonl`;
  return {
    cases: { file, id, ...expected },
    prompt: { id: "input", messages: "{{input}}" },
    files: [{ name: file, text: `${lines.join("\n")}\n` }],
  };
}

/** The messages of the first few-shot samples, which precede the last message of each case. */
async function examplesOf(
  args: RegistryEval["args"],
  registryFile: string,
  tools: ImportTools,
): Promise<readonly object[]> {
  const { num_few_shot: count, few_shot_jsonl: path } = args;
  if (typeof count !== "number" || count === 0 || typeof path !== "string") return [];
  const { state, samples, path: shown } = await readSamples(registryFile, path, tools);
  if (state !== "read")
    throw new SameseedError("NOT_FOUND", `${registryFile}: the few-shot samples ${shown} are not there.`, {
      hint: "Put them there, or take num_few_shot out.",
    });
  return samples.slice(0, count).flatMap(({ sample }) => (Array.isArray(sample) ? (sample as object[]) : []));
}
