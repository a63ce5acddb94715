import { canonicalJson, option } from "@sameseed/core";
import { itemOf } from "./item-vars.ts";
import { messagesOf } from "./messages.ts";
import { isObject, type Fields } from "./objects.ts";
import { samplingParams } from "./sampling-params.ts";

/** The source of a run: its rows, its prompt and its model. */
export interface RunSource {
  readonly name: string;
  /** `completions`, `responses`, or `jsonl` where the answers are in the rows. */
  readonly type: string;
  /** The rows in the run itself, each `{item, sample?}`; undefined where they are elsewhere. */
  readonly rows: readonly Fields[] | undefined;
  /** Where they are, in words. */
  readonly elsewhere: string;
  readonly model: string | undefined;
  readonly params: Fields;
  readonly seed: number | null;
  /** `messages` of a prompt: a list, or a template for a variable that contains them; undefined without any. */
  readonly messages: readonly Fields[] | string | undefined;
  /** Key of the run, and its loss. */
  readonly notes: readonly { readonly key: string; readonly message: string }[];
}

/** Reads a run, as created or retrieved. */
export function runSource(run: Fields, index: number): RunSource {
  const source = isObject(run["data_source"]) ? run["data_source"] : {};
  const rowsAt = isObject(source["source"]) ? source["source"] : {};
  const { params, seed, unknown } = samplingParams(source["sampling_params"]);
  const notes = unknown.map((key) => ({
    key: `data_source.sampling_params.${key}`,
    message: "has no counterpart: left out",
  }));
  const type = String(source["type"] ?? "");
  if (type === "responses")
    notes.push({
      key: "data_source.type",
      message: "is sent as Chat Completions, because the Responses API has no seed",
    });
  const input = inputOf(source["input_messages"]);
  if (input.problem !== undefined)
    notes.push({ key: "data_source.input_messages", message: `${input.problem}: left out` });
  const content = rowsAt["content"];
  const model = source["model"] ?? (typeof run["model"] === "string" && run["model"] !== "" ? run["model"] : undefined);
  return {
    name: typeof run["name"] === "string" && run["name"] !== "" ? run["name"] : `run-${index + 1}`,
    type,
    rows: rowsAt["type"] === "file_content" && Array.isArray(content) ? content.filter(isObject) : undefined,
    elsewhere:
      rowsAt["type"] === "file_id"
        ? `the file ${String(rowsAt["id"])}, which is at OpenAI: download it and name it with ${option("data")}`
        : `stored ${rowsAt["type"] === "responses" ? "responses" : "completions"} at OpenAI: export them and name the file with ${option("data")}`,
    model: typeof model === "string" ? model : undefined,
    params,
    seed,
    messages: input.messages,
    notes,
  };
}

function inputOf(value: unknown): {
  readonly messages?: readonly Fields[] | string;
  readonly problem?: string;
} {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) return { problem: "it is no object" };
  if (value["type"] === "item_reference") {
    const name = /^item\.(.+)$/.exec(String(value["item_reference"] ?? value["item"] ?? ""))?.[1];
    return name === undefined ? { problem: "it refers to no part of the item" } : { messages: `{{${name}}}` };
  }
  const read = messagesOf(value["template"], false);
  return "problem" in read ? { problem: read.problem } : { messages: read.messages };
}

/** Whether two runs use the same rows. */
export function isSameRows(one: readonly Fields[], other: readonly Fields[]): boolean {
  return canonicalJson(one.map(itemOf)) === canonicalJson(other.map(itemOf));
}

/** The answer of a row, if it has one. */
export function answerOf(row: Fields): string | undefined {
  const sample = isObject(row["sample"]) ? row["sample"] : row;
  const text = sample["output_text"] ?? row["sample.output_text"];
  return typeof text === "string" ? text : undefined;
}
