import { basename, extname } from "node:path";
import { SameseedError, option } from "@sameseed/core";
import type { ForeignFile, Importer, ImportOptions, ImportTools } from "../translation/importer.ts";
import type { Translation, TranslationWarning } from "../translation/translation.ts";

type DataRow = Readonly<Record<string, unknown>>;

/** A dataset of Inspect: rows with `input`, `target`, `choices`, `id` and `metadata`, as CSV, JSON or JSONL. */
export const inspectDataset: Importer = {
  name: "Inspect datasets",
  accepts: (file) => {
    const row = firstRow(file);
    return row !== undefined && Object.hasOwn(row, "input") && Object.hasOwn(row, "target");
  },
  translate: translateDataset,
};

/** The keys that Inspect reads of a row; every other is left out, as Inspect leaves it out. */
const UNSUPPORTED = ["sandbox", "files", "setup"];
const DEFAULT_MODEL = "openai:gpt-6-luna";
/** Inspect's own words for a multiple-choice question. */
const MULTIPLE_CHOICE = `Answer the following multiple choice question. The entire content of your response should be of the following format: 'ANSWER: $LETTER' (without quotes) where LETTER is one of {{letters}}.

{{input}}

{{lettered}}`;

/** The first row of the file, without reading the rest as data. */
function firstRow({ path, bytes, data }: ForeignFile): DataRow | undefined {
  if (Array.isArray(data)) return isRow(data[0]) ? data[0] : undefined;
  const line = new TextDecoder()
    .decode(bytes.subarray(0, 65_536))
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/, 1)[0]!;
  const extension = extname(path).toLowerCase();
  if (extension === ".csv")
    return Object.fromEntries(line.split(",").map((name) => [name.replaceAll('"', "").trim(), ""]));
  if (extension !== ".jsonl") return undefined;
  try {
    const row = JSON.parse(line) as unknown;
    return isRow(row) ? row : undefined;
  } catch {
    return undefined;
  }
}

function isRow(value: unknown): value is DataRow {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The rows as cases, with Inspect's defaults: ids count from 1, choices get letters. */
async function translateDataset(
  file: ForeignFile,
  tools: ImportTools,
  options: ImportOptions = {},
): Promise<Translation> {
  const rows = await Array.fromAsync(tools.records(file.path));
  const name = basename(file.path, extname(file.path));
  const hasChoices = rows.some(({ choices }) => isGiven(choices));
  const isChat = rows.some(({ input }) => Array.isArray(input));
  const cases = rows.map((row, place) => caseOf(row, { place, path: file.path, isChat, hasChoices }));
  const cell = `${name}.cases.jsonl`;
  return {
    benchmark: {
      name,
      cases: { file: cell, id: "id" },
      prompts: [
        hasChoices
          ? { id: "multiple-choice", text: MULTIPLE_CHOICE }
          : isChat
            ? { id: "input", messages: "{{input}}" }
            : { id: "input", text: "{{input}}" },
      ],
      models: [{ model: options.model ?? DEFAULT_MODEL, params: {} }],
      scorers: [hasChoices ? { choice: { choices: "{{choices}}" } } : { "icontains-any": { metric: "includes" } }],
    } as Translation["benchmark"],
    warnings: warningsOf(file.path, rows, { hasChoices, hasModel: options.model !== undefined }),
    files: [{ name: cell, text: `${cases.map((one) => JSON.stringify(one)).join("\n")}\n` }],
  };
}

interface CaseContext {
  readonly place: number;
  readonly path: string;
  readonly isChat: boolean;
  readonly hasChoices: boolean;
}

function caseOf(
  { input, target, choices, id, metadata }: DataRow,
  { place, path, isChat, hasChoices }: CaseContext,
): object {
  const where = `${path}, record ${place + 1}`;
  if (!isGiven(input))
    throw new SameseedError("BAD_DATASET", `${where}: there is no input.`, {
      hint: "Every row needs an input.",
    });
  const texts = hasChoices ? choicesIn(choices) : [];
  if (hasChoices && texts.length === 0)
    throw new SameseedError("BAD_DATASET", `${where}: there are no choices, but other rows have some.`, {
      hint: "Import the rows with choices and those without as two files.",
    });
  if (hasChoices && typeof input !== "string")
    throw new SameseedError("BAD_DATASET", `${where}: a question with choices is text here, not a chat.`, {
      hint: "Write the question as text.",
    });
  const letters = texts.map((_, position) => String.fromCharCode(65 + position));
  const kept = metadataIn(metadata, where);
  return {
    id: isGiven(id) ? String(id) : String(place + 1),
    vars: {
      input: isChat && typeof input === "string" ? [{ role: "user", content: input }] : input,
      ...(hasChoices && {
        choices: texts,
        letters: letters.join(","),
        lettered: texts.map((text, position) => `${letters[position]}) ${text}`).join("\n"),
      }),
    },
    expected: Array.isArray(target) ? target.map(String) : String(target ?? ""),
    ...(kept && { metadata: kept }),
  };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** A list, or text with commas, or without any with spaces. */
function choicesIn(choices: unknown): string[] {
  if (Array.isArray(choices)) return choices.map(String);
  if (!isGiven(choices)) return [];
  const text = String(choices);
  const parts = text.split(",");
  return (parts.length === 1 ? text.trim().split(/\s+/) : parts).map((part) => part.trim());
}

/** An object, or its JSON as text. */
function metadataIn(metadata: unknown, where: string): DataRow | undefined {
  if (!isGiven(metadata)) return undefined;
  if (isRow(metadata)) return metadata;
  try {
    const value = JSON.parse(String(metadata)) as unknown;
    if (isRow(value)) return value;
  } catch {
    // told below
  }
  throw new SameseedError("BAD_DATASET", `${where}: metadata is neither an object nor the JSON of one.`, {
    hint: "Correct the cell.",
  });
}

interface WarningContext {
  readonly hasChoices: boolean;
  readonly hasModel: boolean;
}

function warningsOf(
  file: string,
  rows: readonly DataRow[],
  { hasChoices, hasModel }: WarningContext,
): TranslationWarning[] {
  const isLines = extname(file).toLowerCase() === ".jsonl";
  const lost = UNSUPPORTED.flatMap((key) => {
    const place = rows.findIndex((row) => isGiven(row[key]));
    const line = isLines ? place + 1 : null;
    return place === -1 ? [] : [{ key, file, line, message: "there are no sandboxes and files here: left out" }];
  });
  const scorer = hasChoices ? "choice" : "icontains-any, which is Inspect's includes,";
  return [
    ...lost,
    { key: "target", file, line: null, message: `a dataset names no scorer: ${scorer} is used` },
    ...(hasModel
      ? []
      : [
          {
            key: "input",
            file,
            line: null,
            message: `a dataset names no model: ${DEFAULT_MODEL} is used; choose another with ${option("model")}`,
          },
        ]),
  ];
}
