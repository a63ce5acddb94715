import { option } from "@sameseed/core";
import type { TranslatedFile, TranslationWarning } from "../translation/translation.ts";
import { type Doc, type DocField, docField } from "./jinja.ts";
import { needsData } from "./task-cases.ts";
import { PythonFunction, type TaskFile } from "./task-file.ts";

export interface PromptContext {
  readonly docs: readonly Doc[] | undefined;
  /** Rows of the split that few-shot examples come from. */
  readonly examples: readonly Doc[] | undefined;
}

export interface TaskPrompt {
  readonly text: string;
  /** The `fewShot` key of the cases, where examples are drawn. */
  readonly fewShot: { readonly fewShot?: object };
  /** `doc_to_text` of each document, where it is more than names in braces. */
  readonly rendered: readonly string[] | undefined;
  readonly files: readonly TranslatedFile[];
  readonly warnings: readonly TranslationWarning[];
}

const RENDERED = "Jinja beyond names in braces: each case's text was rendered now, as its variable doc_text";

/** Description, examples and question in one user message, joined as lm-eval joins them. */
export function promptOf(task: TaskFile, { docs, examples }: PromptContext): TaskPrompt {
  const field = docField(String(task.get("doc_to_text")), docs?.[0] && new Set(Object.keys(docs[0])));
  const rendered =
    field.plain !== undefined ? undefined : docs?.map((doc, place) => String(field.of(doc, `row ${place + 1}`)));
  const question = field.plain ?? "{{doc_text}}";
  const description = String(task.get("description") ?? "");
  const shots = fewShotOf(task, examples);
  const parts = [description, shots.text, question].join("");
  const text = isSafe(description) && isSafe(shots.constant) ? parts : undefined;
  return {
    text: text ?? parts,
    fewShot: shots.fewShot,
    rendered,
    files: shots.files,
    warnings: [
      ...shots.warnings,
      ...(text === undefined
        ? [task.warning(["description"], "text with {{ is read as a variable: check the prompt")]
        : []),
      ...(field.plain !== undefined
        ? []
        : rendered === undefined
          ? [needsData(task, "doc_to_text", "doc_text")]
          : [task.warning(["doc_to_text"], RENDERED)]),
    ],
  };
}

/** Whether constant text is unchanged in a template. */
function isSafe(text: string): boolean {
  return !text.includes("{{");
}

interface Shots {
  readonly text: string;
  /** Text that no variable is put into. */
  readonly constant: string;
  readonly fewShot: TaskPrompt["fewShot"];
  readonly files: readonly TranslatedFile[];
  readonly warnings: readonly TranslationWarning[];
}

const NO_SHOTS: Shots = { text: "", constant: "", fewShot: {}, files: [], warnings: [] };

/** Fixed examples become text of the prompt; drawn ones are drawn by our seed, from rows that have to be given. */
function fewShotOf(task: TaskFile, examples: readonly Doc[] | undefined): Shots {
  const count = Number(task.get("num_fewshot") ?? 0);
  if (count === 0) return NO_SHOTS;
  const config = (task.get("fewshot_config") ?? {}) as Readonly<Record<string, unknown>>;
  const { samples, sampler } = config;
  const own = Array.isArray(samples) ? (samples as readonly Doc[]) : undefined;
  const rows = own ?? examples;
  if (rows === undefined) {
    const split = String(task.get("fewshot_split") ?? task.get("training_split") ?? "train");
    const python = samples instanceof PythonFunction ? ` (!function ${samples.name})` : "";
    const message = `${count} examples come from the split ${split}${python}: give its rows with ${option("examples")}; without them the prompt has no examples`;
    return { ...NO_SHOTS, warnings: [task.warning(["num_fewshot"], message)] };
  }
  const delimiter = String(task.get("fewshot_delimiter") ?? "\n\n");
  const render = exampleRenderer(task, config, rows[0]);
  if (sampler === "first_n" || own !== undefined) {
    const text = rows
      .slice(0, count)
      .map((row, place) => `${render(row, `example ${place + 1}`)}${delimiter}`)
      .join("");
    const note =
      sampler === "first_n" || count >= rows.length
        ? []
        : [
            task.warning(
              ["fewshot_config"],
              `lm-eval draws ${count} of the ${rows.length} samples; here they are the first`,
            ),
          ];
    return { ...NO_SHOTS, text, constant: text, warnings: note };
  }
  const name = `${String(task.get("task"))}.examples.jsonl`;
  const lines = rows.map((row, place) => JSON.stringify({ ...row, example: render(row, `example ${place + 1}`) }));
  return {
    text: `{{examples}}${delimiter}`,
    constant: "",
    fewShot: { fewShot: { count, file: name, text: "{{example}}" } },
    files: [{ name, text: `${lines.join("\n")}\n` }],
    warnings: [
      task.warning(
        ["num_fewshot"],
        "examples are drawn with the benchmark's seed: others than those that lm-eval draws",
      ),
      ...(delimiter === "\n\n" ? [] : [task.warning(["fewshot_delimiter"], "examples are joined by an empty line")]),
    ],
  };
}

/** How an example reads: its text, the delimiter, and its answer. */
function exampleRenderer(
  task: TaskFile,
  config: Readonly<Record<string, unknown>>,
  first: Doc | undefined,
): (row: Doc, place: string) => string {
  const columns = first && new Set(Object.keys(first));
  const field = (key: string): DocField => docField(String(config[key] ?? task.get(key) ?? ""), columns);
  const [text, target] = [field("doc_to_text"), field("doc_to_target")];
  const delimiter = String(config["target_delimiter"] ?? task.get("target_delimiter") ?? " ");
  return (row, place) => {
    const answer = target.of(row, place);
    return `${String(text.of(row, place))}${delimiter}${String(Array.isArray(answer) ? answer[0] : answer)}`;
  };
}
