import type { TranslatedFile } from "../translation/translation.ts";
import { varName } from "./item-vars.ts";

/** A grader's Python as a scorer's script: `grade` gets the same arguments as from the Evals API. */
export function pythonFile(source: string, metric: string, items: readonly string[]): TranslatedFile {
  const slug =
    metric
      .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
      .replaceAll(/^_+|_+$/g, "")
      .toLowerCase() || "python";
  const renamed = items.filter((name) => varName(name) !== name).map((name) => [varName(name), name]);
  return {
    name: `grader_${slug}.py`,
    text: `${source.trimEnd()}


def get_assert(output, context):
    import json as _json

    renamed = dict(${JSON.stringify(renamed)})
    item = {renamed.get(name, name): value for name, value in context["vars"].items()}
    sample = {
        "output_text": output,
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": output}}],
        "output_tools": [],
    }
    try:
        sample["output_json"] = _json.loads(output)
    except (TypeError, ValueError):
        pass
    return min(1.0, max(0.0, float(grade(sample, item))))
`,
  };
}
