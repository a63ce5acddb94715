import type { ForeignFile, Importer } from "../translation/importer.ts";
import { translateTask } from "./translate.ts";

/** A task of lm-evaluation-harness: `tasks/<name>/<name>.yaml`. */
export const lmEval: Importer = { name: "lm-eval", accepts: isTask, translate: translateTask };

const WORDS = ["dataset_path", "doc_to_text", "doc_to_target", "output_type", "metric_list", "include"];

function isTask({ data }: ForeignFile): boolean {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return false;
  return (Object.hasOwn(data, "task") || Object.hasOwn(data, "group")) && WORDS.some((key) => Object.hasOwn(data, key));
}
