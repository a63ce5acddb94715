import { isObject } from "@sameseed/core";
/** The Evals API's objects, which name their type, alone, in a page, or together in a file. */
export type Fields = Readonly<Record<string, unknown>>;

export interface EvalObjects {
  /** The definition with `testing_criteria`, as created or retrieved. */
  readonly evals: readonly Fields[];
  readonly runs: readonly Fields[];
  readonly items: readonly Fields[];
  /** Whether a page of the API has a next page. */
  readonly isPartial: boolean;
}

/** All eval objects in a file's data: one, a page `{object: "list", data}`, a list, lines, or members such as `eval` and `runs`. */
export function evalObjects(data: unknown): EvalObjects {
  const found = { evals: [] as Fields[], runs: [] as Fields[], items: [] as Fields[], isPartial: false };
  collect(data, found, 0);
  return found;
}

const DEEPEST = 3;
const HOLDERS = ["data", "eval", "run", "runs", "output_items"];

function collect(
  data: unknown,
  found: { evals: Fields[]; runs: Fields[]; items: Fields[]; isPartial: boolean },
  depth: number,
): void {
  if (Array.isArray(data)) {
    for (const entry of data) collect(entry, found, depth + 1);
    return;
  }
  if (!isObject(data) || depth > DEEPEST) return;
  if (data["has_more"] === true) found.isPartial = true;
  if (Array.isArray(data["testing_criteria"])) found.evals.push(data);
  else if (data["object"] === "eval.run.output_item") found.items.push(data);
  else if (data["object"] === "eval.run" || isDataSource(data["data_source"])) found.runs.push(data);
  for (const name of HOLDERS) if (Object.hasOwn(data, name)) collect(data[name], found, depth + 1);
}

const SOURCES: ReadonlySet<unknown> = new Set(["completions", "responses", "jsonl"]);

function isDataSource(value: unknown): boolean {
  return isObject(value) && SOURCES.has(value["type"]) && "source" in value;
}

export { isObject } from "@sameseed/core";
