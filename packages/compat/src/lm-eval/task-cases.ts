import { option } from "@sameseed/core";
import { existsSync } from "node:fs";
import { basename, dirname, relative, resolve, sep } from "node:path";
import type { ImportOptions } from "../translation/importer.ts";
import type { TranslatedFile, TranslationWarning } from "../translation/translation.ts";
import { type Doc, type DocField, docField } from "./jinja.ts";
import { PythonFunction, type TaskFile } from "./task-file.ts";

/** The rows: those of --data, or local files of the task itself. */
export function locateData(task: TaskFile, { data }: ImportOptions): string | undefined {
  if (data !== undefined) return resolve(data);
  const files = (task.get("dataset_kwargs") as { data_files?: unknown } | undefined)?.data_files;
  const split = splitOf(task);
  const file =
    typeof files === "object" && files !== null ? (files as Readonly<Record<string, unknown>>)[split] : files;
  if (typeof file !== "string") return undefined;
  const places = [resolve(dirname(task.file), file), resolve(file)];
  return places.find((place) => existsSync(place));
}

/** The split that lm-eval evaluates. */
function splitOf(task: TaskFile): string {
  return String(task.get("test_split") ?? task.get("validation_split") ?? "test");
}

interface CasesContext {
  readonly docs: readonly Doc[] | undefined;
  readonly dataFile: string | undefined;
  /** The prompt's text of each document, where the template is more than placeholders. */
  readonly rendered: readonly string[] | undefined;
}

interface Cases {
  readonly spec: Readonly<Record<string, unknown>>;
  readonly files: readonly TranslatedFile[];
  readonly warnings: readonly TranslationWarning[];
}

/** The rows unchanged if paths can map them; else written out with their target and prompt. */
export function casesOf(task: TaskFile, { docs, dataFile, rendered }: CasesContext): Cases {
  const name = String(task.get("task"));
  const id = `${name}-{{$index}}`;
  const target = targetField(task, docs);
  const isMapped = target === undefined || target.path !== undefined;
  const expected = target === undefined ? {} : { expected: target.path ?? "target" };
  if (docs === undefined || dataFile === undefined) {
    const file = `${name}.${splitOf(task)}.jsonl`;
    const message = `${needed(task)}: save its rows as ${file} next to the benchmark, or import again with ${option("data")}`;
    const warnings = [
      task.warning(["dataset_path"], message),
      ...(isMapped ? [] : [needsData(task, "doc_to_target", "target")]),
    ];
    return { spec: { file, id, ...expected }, files: [], warnings };
  }
  if (isMapped && rendered === undefined) {
    if (target !== undefined)
      for (const [place, doc] of docs.entries()) target.of(doc, `${basename(dataFile)}, record ${place + 1}`);
    const file = relative(dirname(task.file), dataFile).split(sep).join("/");
    return { spec: { file, id, ...expected }, files: [], warnings: [] };
  }
  const lines = docs.map((doc, place) => {
    const where = `${basename(dataFile)}, record ${place + 1}`;
    return JSON.stringify({
      ...doc,
      ...(rendered && { doc_text: rendered[place] }),
      ...(target !== undefined && !isMapped && { target: target.of(doc, where) }),
    });
  });
  const file = `${name}.cases.jsonl`;
  return { spec: { file, id, ...expected }, files: [{ name: file, text: `${lines.join("\n")}\n` }], warnings: [] };
}

/** Undefined where the scorers read no target, as IFEval's. */
function targetField(task: TaskFile, docs: readonly Doc[] | undefined): DocField | undefined {
  const target = task.get("doc_to_target");
  if (target === undefined || task.get("process_results") instanceof PythonFunction) return undefined;
  return docField(String(target), docs?.[0] && new Set(Object.keys(docs[0])));
}

/** Which dataset a task needs, in words. */
function needed(task: TaskFile): string {
  const [path, config] = [task.get("dataset_path"), task.get("dataset_name")];
  const which = typeof config === "string" ? ` (${config})` : "";
  return `the split ${splitOf(task)} of the dataset ${String(path ?? "?")}${which} is not on this machine`;
}

/** Reports that a template is computed at import, once there are rows. */
export function needsData(task: TaskFile, key: string, field: string): TranslationWarning {
  const message = `this template is more than names in braces, so it is rendered with the rows: import again with ${option("data")}, or give every row its value as the field ${field}`;
  return task.warning([key], message);
}
