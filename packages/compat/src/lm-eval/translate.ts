import { option } from "@sameseed/core";
import { resolve } from "node:path";
import type { ForeignFile, ImportOptions, ImportTools } from "../translation/importer.ts";
import type { Translation, TranslationWarning } from "../translation/translation.ts";
import { generationParams } from "./generation.ts";
import { promptOf } from "./prompt.ts";
import { scoringOf } from "./scoring.ts";
import { casesOf, locateData } from "./task-cases.ts";
import { PythonFunction, readTaskFile, type TaskFile } from "./task-file.ts";

const DEFAULT_MODEL = "openai:gpt-6-luna";
/** Keys that are read here or in the included files, and keys without an effect on requests and scores. */
const KNOWN = new Set(
  "task task_alias tag group metadata dataset_path dataset_name dataset_kwargs output_type training_split validation_split test_split fewshot_split process_docs process_results doc_to_text doc_to_target doc_to_choice description target_delimiter fewshot_delimiter fewshot_config num_fewshot metric_list filter_list generation_kwargs repeats should_decontaminate doc_to_decontamination_query".split(
    " ",
  ),
);

/** A task as a benchmark. Errors: `BAD_BENCHMARK` where it needs Python or likelihoods, `BAD_DATASET`. */
export async function translateTask(
  { path, bytes }: ForeignFile,
  tools: ImportTools,
  options: ImportOptions = {},
): Promise<Translation> {
  const task = await readTaskFile(path, bytes);
  refuseTask(task);
  const scoring = scoringOf(task);
  if (scoring.scorers.length === 0) {
    const [{ key, line, message }] = scoring.warnings as [TranslationWarning];
    throw task.error(
      ["metric_list"],
      `no metric can be computed; ${key} (line ${line}): ${message}.`,
      "Score the answers by a scorer of your own: see docs/scorers.md.",
    );
  }
  const dataFile = locateData(task, options);
  const docs = dataFile === undefined ? undefined : await Array.fromAsync(tools.records(dataFile));
  const examples =
    options.examples === undefined ? undefined : await Array.fromAsync(tools.records(resolve(options.examples)));
  const prompt = promptOf(task, { docs, examples });
  const cases = casesOf(task, { docs, dataFile, rendered: prompt.rendered });
  const delimiter = String(task.get("fewshot_delimiter") ?? "\n\n");
  const generation = generationParams(task, delimiter);
  const repeats = Number(task.get("repeats") ?? 1);
  const name = String(task.get("task"));
  const version = (task.get("metadata") as { version?: unknown } | undefined)?.version;
  return {
    benchmark: {
      name,
      description: `lm-eval task ${name}${version === undefined ? "" : `, version ${Number(version).toFixed(1)}`}`,
      ...(repeats > 1 && { repeats }),
      cases: { ...cases.spec, ...prompt.fewShot },
      prompts: [{ id: "task", text: prompt.text }],
      models: [{ model: options.model ?? DEFAULT_MODEL, params: generation.params }],
      scorers: scoring.scorers,
    } as unknown as Translation["benchmark"],
    warnings: [
      ...taskWarnings(task, docs !== undefined),
      ...cases.warnings,
      ...prompt.warnings,
      ...generation.warnings,
      ...scoring.warnings,
      ...(options.model === undefined
        ? [
            task.warning(
              ["task"],
              `a task names no model: ${DEFAULT_MODEL} is used; choose another with ${option("model")}`,
            ),
          ]
        : []),
    ],
    files: [...cases.files, ...prompt.files],
  };
}

/** Refuses tasks that no chat endpoint can answer, or that only Python can prepare. */
function refuseTask(task: TaskFile): void {
  const type = String(task.get("output_type") ?? "generate_until");
  if (type !== "generate_until") {
    throw task.error(
      ["output_type"],
      `${type} compares likelihoods (logprobs) of given texts, which chat APIs do not return.`,
      "Look for a generative form of the task (generate_until), or score a letter with the scorer choice.",
    );
  }
  if (typeof task.get("task") !== "string")
    throw task.error(["task"], "this is a group of tasks.", "Import each of its tasks.");
  for (const key of ["doc_to_text", "doc_to_target"]) {
    const value = task.get(key);
    if (value instanceof PythonFunction)
      throw task.error(
        [key],
        `!function ${value.name} is Python code, which is not run.`,
        "Write the field as a template.",
      );
    if (value === undefined && key === "doc_to_text")
      throw task.error([key], "the task has no prompt.", "Add doc_to_text, or the include that has it.");
  }
}

function taskWarnings(task: TaskFile, hasData: boolean): TranslationWarning[] {
  const processed = task.get("process_docs");
  return [
    ...task.keys.filter((key) => !KNOWN.has(key)).map((key) => task.warning([key], "has no counterpart: left out")),
    ...(processed instanceof PythonFunction
      ? [
          task.warning(
            ["process_docs"],
            `!function ${processed.name} is Python code, which is not run: ${hasData ? `the rows of ${option("data")} count as processed` : "save the processed rows"}`,
          ),
        ]
      : []),
  ];
}
