import { SameseedError } from "@sameseed/core";
import { EvaluateResult, ResultFile } from "./result-schema.ts";

/** Whether parsed JSON is a result of `promptfoo eval`. */
export function isResultFile(data: unknown): boolean {
  if (typeof data !== "object" || data === null || !("results" in data)) return false;
  const { results } = data;
  if (typeof results !== "object" || results === null || !("results" in results)) return false;
  const [first] = Array.isArray(results.results) ? (results.results as unknown[]) : [];
  return typeof first === "object" && first !== null && "promptIdx" in first;
}

export interface ReadResults {
  readonly file: ResultFile;
  readonly results: readonly EvaluateResult[];
}

/** Checks a result file. Errors: `BAD_DATASET` with the place in it. */
export function readResults(path: string, data: unknown): ReadResults {
  const file = checked(ResultFile.safeParse(data), path, "");
  return {
    file,
    results: file.results.results.map((one, index) =>
      checked(EvaluateResult.safeParse(one), path, `results.results[${index}].`),
    ),
  };
}

type Parsed<T> =
  | { success: true; data: T }
  | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };

function checked<T>(parsed: Parsed<T>, path: string, prefix: string): T {
  if (parsed.success) return parsed.data;
  const { path: keys, message } = parsed.error.issues[0]!;
  throw new SameseedError("BAD_DATASET", `${path} ${prefix}${keys.map(String).join(".")}: ${message}.`, {
    hint: "Export the results again with promptfoo export, or promptfoo eval -o results.json.",
  });
}
