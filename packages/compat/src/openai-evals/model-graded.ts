import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as z from "@sameseed/core/zod";
import { requireRegularFile } from "../translation/irregularity.ts";
import { locatedYaml } from "../translation/located-yaml.ts";
import type { EvalMapping } from "./basic-evals.ts";
import type { RegistryEval } from "./registry-file.ts";

/** A spec of `registry/modelgraded`: how a model grades an answer by choosing one of several words. */
const GradingSpec = z.object({
  prompt: z.string(),
  choice_strings: z.union([z.string(), z.array(z.string())]),
  choice_scores: z.union([z.literal("from_strings"), z.record(z.string(), z.number())]).optional(),
  eval_type: z.string().optional(),
  input_outputs: z.record(z.string(), z.string()).optional(),
  format_type: z.string().optional(),
});
type GradingSpec = z.infer<typeof GradingSpec>;

/** Instructions for a prompt that has none about the form of the answer; {choices} is the list of the words. */
const ANSWER_PROMPTS: Readonly<Record<string, string>> = {
  classify:
    "Answer the question by printing only a single choice from {choices} (without quotes or punctuation) corresponding to the correct answer with no other text.",
  classify_cot:
    "First, answer by printing a single choice from {choices} (without quotes or punctuation) corresponding to the correct answer. Then, from the next line, explain your reasonings step by step.",
  cot_classify:
    "First, write out in a step by step manner your reasoning to be sure that your conclusion is correct. Avoid simply stating the correct answer at the outset. Then print only a single choice from {choices} (without quotes or punctuation) on its own line corresponding to the correct answer. At the end, repeat just the answer by itself on a new line.\n\nReasoning:",
  cot_classify_jp:
    "まず、一歩一歩あなたの推論を書き出してください。単に正しい答えを最初に述べることを避けてください。次に、{choices}（引用符や句読点なし）から正しい答えに対応する1つの選択肢を単独の行に書きだしてください。最後に、答えだけを新しい行に繰り返してください。\n\n推論：",
};
/** `fact` has no defined scores: only a disagreement is wrong, as in promptfoo and autoevals. */
const FACT_SCORES = { A: 1, B: 1, C: 1, D: 0, E: 1 };
/** The default judge; OpenAI evals uses gpt-3.5-turbo or the model itself. */
export const DEFAULT_JUDGE = "openai:gpt-6-luna";
const ARGS = ["modelgraded_spec", "modelgraded_spec_args", "eval_type", "max_tokens", "match_fn", "metaeval"];

export interface GradingPlace {
  readonly registryFile: string;
  /** Name of the variable with the question as one text. */
  readonly input: string;
}

/** `ModelBasedClassify` as a judge that chooses a word; a sentence where it cannot be one. */
export async function modelGraded(
  { args }: RegistryEval,
  { registryFile, input }: GradingPlace,
): Promise<EvalMapping | string> {
  const { modelgraded_spec: name, eval_type: given, modelgraded_spec_args: specArgs = {} } = args;
  if (typeof name !== "string") return "modelgraded_spec is not given: left out";
  if (args["metaeval"] === true) return "metaeval grades answers that are in the samples: left out";
  if ((args["multicomp_n"] ?? 1) !== 1)
    return "multicomp_n grades several answers together, which no scorer does: left out; select-best compares variants";
  const spec = await findSpec(registryFile, name);
  if (typeof spec === "string") return spec;
  const outputs = Object.values(spec.input_outputs ?? { input: "completion" });
  if (outputs.length !== 1)
    return `the spec ${name} grades ${outputs.length} answers together, which no scorer does: left out`;
  if (spec.format_type === "out_message")
    return `the spec ${name} continues the chat that it grades (format_type): left out`;
  if (typeof spec.choice_strings === "string" && spec.choice_strings.startsWith("from_n"))
    return `the words of the spec ${name} are the numbers of several answers (${spec.choice_strings}): left out`;
  const constants = z.record(z.string(), z.string()).safeParse(specArgs);
  if (!constants.success) return "modelgraded_spec_args grades by several sets of texts, one metric each: left out";
  const choices = [...spec.choice_strings];
  const scores = scoresOf(name, spec, choices);
  if (scores === undefined) return `the spec ${name} has no choice_scores, so no answer has a score: left out`;

  const type = typeof given === "string" ? given : (spec.eval_type ?? "cot_classify");
  const isAdded = typeof given === "string" || spec.eval_type === undefined;
  const answerPrompt = ANSWER_PROMPTS[type];
  if (isAdded && answerPrompt === undefined) return `eval_type ${type} is not known: left out`;
  const words = choices.map((choice) => JSON.stringify(choice)).join(" or ");
  const prompt = isAdded ? `${spec.prompt}\n\n${answerPrompt!.replace("{choices}", words)}` : spec.prompt;
  return {
    params: { temperature: 0, maxTokens: typeof args["max_tokens"] === "number" ? args["max_tokens"] : 1024 },
    scorers: [
      {
        "model-graded-classify": {
          metric: "score",
          prompt: asTemplate(prompt, { ...constants.data, [outputs[0]!]: "{{output}}", input: `{{${input}}}` }),
          scores,
          read: type.startsWith("cot_classify") ? "last" : "first",
        },
      },
    ],
    args: ARGS,
    notes: notesOf(name, spec, args),
  };
}

function scoresOf(
  name: string,
  { choice_scores: scores }: GradingSpec,
  choices: readonly string[],
): Readonly<Record<string, number>> | undefined {
  const given: Readonly<Record<string, number>> | undefined =
    scores === "from_strings"
      ? Object.fromEntries(choices.map((choice) => [choice, Number(choice)]))
      : (scores ?? (name === "fact" ? FACT_SCORES : undefined));
  if (given === undefined) return undefined;
  const values = Object.values(given);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (low >= 0 && high <= 1) return given;
  return Object.fromEntries(choices.map((choice) => [choice, ((given[choice] ?? low) - low) / (high - low)]));
}

function notesOf(
  name: string,
  { choice_scores: scores }: GradingSpec,
  args: RegistryEval["args"],
): EvalMapping["notes"] {
  const at = "modelgraded_spec";
  const values = typeof scores === "object" ? Object.values(scores) : [];
  return [
    {
      arg: at,
      message: `${DEFAULT_JUDGE} judges: see the key judge; a judgement without a choice is not scored, where OpenAI evals gives the lowest score`,
    },
    ...(scores === undefined && name === "fact"
      ? [{ arg: at, message: "fact only counts choices; here A, B, C and E are 1 and D, a disagreement, is 0" }]
      : []),
    ...(scores === "from_strings" || values.some((value) => value > 1)
      ? [{ arg: at, message: `the scores of ${name} are scaled to 0…1: the lowest choice is 0, the highest 1` }]
      : []),
    ...(args["match_fn"] !== undefined && args["match_fn"] !== "starts_or_endswith"
      ? [{ arg: "match_fn", message: "a choice counts where a line starts or ends with it" }]
      : []),
  ];
}

/** Python's `{name}` as `{{name}}`, or as its replacement. */
function asTemplate(prompt: string, known: Readonly<Record<string, string>>): string {
  return prompt.replaceAll(/\{\{|\}\}|\{(\w+)\}/g, (match, name: string | undefined) =>
    name === undefined ? match[0]! : Object.hasOwn(known, name) ? known[name]! : `{{${name}}}`,
  );
}

/**
 * The spec of this name in `modelgraded` next to the registry file's folder: a file of its name, or an entry
 * of another.
 */
async function findSpec(registryFile: string, name: string): Promise<GradingSpec | string> {
  const folder = join(dirname(dirname(registryFile)), "modelgraded");
  if (!existsSync(folder)) return `there is no folder ${folder} with the spec ${name}: left out`;
  const files = (await readdir(folder)).filter((file) => file.endsWith(".yaml"));
  const likely = files.toSorted(
    (one, other) => Number(basename(other, ".yaml") === name) - Number(basename(one, ".yaml") === name),
  );
  for (const file of likely) {
    const specs = await specsOf(join(folder, file), basename(file, ".yaml") === name);
    if (!Object.hasOwn(specs, name)) continue;
    const spec = GradingSpec.safeParse(specs[name]);
    if (spec.success) return spec.data;
    const { path, message } = spec.error.issues[0]!;
    return `the spec ${name} in modelgraded/${file} is not valid: ${path.join(".")}: ${message}: left out`;
  }
  return `no file of ${folder} has the spec ${name}: left out`;
}

/** The specs of a file. A file that is not YAML has no specs; it is an error if the file is named after the spec. */
async function specsOf(path: string, isNamed: boolean): Promise<Readonly<Record<string, unknown>>> {
  requireRegularFile(path);
  const text = await readFile(path, "utf8");
  try {
    const { data } = locatedYaml(path, text);
    return typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
  } catch (error) {
    if (isNamed) throw error;
    return {};
  }
}
