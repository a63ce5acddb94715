import { type Fields, isObject } from "./reading.ts";

const SCRIPT = /^file:\/\/.+\.[cm]?[jt]s(?::\w+)?$/;
const PYTHON = /^file:\/\/.+\.py(?::\w+)?$/;
const TYPED = /^(not-)?([a-z][a-z-]*(?::(?:cosine|dot|euclidean))?)(?:\((\d+(?:\.\d+)?)\))?(?::([^]*))?$/;
const LISTS = new Set(["contains-all", "contains-any", "icontains-all", "icontains-any"]);
/** Types with a default threshold in a table. */
const WITH_THRESHOLD = new Set(
  "answer-relevance classifier context-faithfulness context-recall context-relevance cost latency levenshtein perplexity-score perplexity rouge-n similar starts-with".split(
    " ",
  ),
);

/** A test as promptfoo reads it from a table's row; `types` are the assertions that a cell may name. */
export function testOfRow(row: Fields, types: ReadonlySet<string>): Fields {
  // Without a prototype: a column may be called __proto__.
  const vars = Object.create(null) as Record<string, unknown>;
  const asserts: Record<string, unknown>[] = [];
  const options = Object.create(null) as Record<string, unknown>;
  const metadata = Object.create(null) as Record<string, unknown>;
  const test = Object.create(null) as Record<string, unknown>;
  let metric: string | undefined;
  for (const [name, cell] of Object.entries(row)) {
    const key = name.trim();
    const text =
      typeof cell === "string"
        ? cell
        : isObject(cell) || Array.isArray(cell)
          ? JSON.stringify(cell)
          : String(cell ?? "");
    if (/^__expected\d*$/.test(key)) {
      if (text.trim() !== "") asserts.push(assertionOf(text.trim(), types));
    } else if (key === "__prefix" || key === "__suffix") options[key.slice(2)] = text;
    else if (key === "__description" || key === "__providerOutput") {
      if (text !== "") test[key.slice(2)] = text;
    } else if (key === "__metric") metric = text || undefined;
    else if (key === "__threshold") {
      if (text.trim() !== "") test["threshold"] = Number.isNaN(Number(text)) ? text : Number(text);
    } else if (key.startsWith("__metadata:")) {
      const value = metadataOf(key.slice("__metadata:".length), text);
      if (value !== undefined) metadata[value.key] = value.value;
    } else if (!key.startsWith("__config:") && key !== "__metadata")
      vars[key] = typeof cell === "string" ? cell : (cell ?? "");
  }
  for (const [key, cell] of Object.entries(row)) {
    const [, number = "1", option = ""] = /^__config:__expected(\d*):(\w+)$/.exec(key.trim()) ?? [];
    const assertion = asserts[Number(number || "1") - 1];
    if (option !== "" && assertion !== undefined && String(cell).trim() !== "")
      assertion[option] = Number.isNaN(Number(cell)) ? cell : Number(cell);
  }
  return {
    ...test,
    vars,
    assert: metric === undefined ? asserts : asserts.map((assertion) => ({ ...assertion, metric })),
    options,
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

function assertionOf(text: string, types: ReadonlySet<string>): Record<string, unknown> {
  const code = /^(?:javascript|fn|eval):([^]*)$/.exec(text);
  if (code !== null) return { type: "javascript", value: code[1]!.trim() };
  if (SCRIPT.test(text)) return { type: "javascript", value: text };
  const rubric = /^(?:grade|llm-rubric):([^]*)$/.exec(text);
  if (rubric !== null) return { type: "llm-rubric", value: rubric[1]! };
  const python = /^python:([^]*)$/.exec(text);
  if (python !== null || PYTHON.test(text)) return { type: "python", value: python?.[1]?.trim() ?? text };
  const [, not = "", type = "", threshold, value] = TYPED.exec(text) ?? [];
  if (!types.has(type)) return { type: "equals", value: text };
  if (LISTS.has(type)) return { type: not + type, value: value === undefined ? undefined : listOf(value) };
  const fallback = type === "similar" ? 0.8 : WITH_THRESHOLD.has(type) ? 0.75 : undefined;
  const limit = threshold === undefined ? fallback : Number(threshold);
  const trimmed = type.endsWith("-json") ? value : value?.trim();
  return { type: not + type, value: trimmed, ...(WITH_THRESHOLD.has(type) && { threshold: limit }) };
}

/** The texts between commas; one in double quotes may hold commas. */
export function listOf(text: string): string[] {
  const fields = text.matchAll(/\s*(?:"((?:[^"\\]|\\.|"")*)"|([^,]+))\s*(?:,|$)/g);
  return [...fields]
    .map(
      ([, quoted, plain = ""]) =>
        quoted?.replaceAll(/\\(["\\])|""/g, (_, escaped?: string) => escaped ?? '"') ?? plain.trim(),
    )
    .filter((field) => field !== "");
}

function metadataOf(key: string, text: string): { key: string; value: unknown } | undefined {
  if (text.trim() === "") return undefined;
  if (!key.endsWith("[]")) return { key, value: text };
  return { key: key.slice(0, -2), value: text.split(/(?<!\\),/).map((part) => part.trim().replaceAll("\\,", ",")) };
}
