import { SameseedError, type Vars } from "@sameseed/core";
import type { DataRecord } from "./read-records.ts";

/** Columns that promptfoo gives a meaning; see its documentation on CSV test files. */
const MAGIC =
  /^__(?:expected\d*|prefix|suffix|description|metric|threshold|providerOutput|metadata(?::.+)?|config:.+)$/;
/** `contains: x`, `contains-any(0.5): a,b`, `javascript: …`: an assertion with its type; else the text that is expected. */
const TYPED = /^(not-)?([a-z][a-z-]*)(?:\([\d.]+\))?:\s*([^]*)$/;
const ASSERTION_TYPES = new Set(
  (
    "equals contains contains-all contains-any contains-json icontains icontains-all icontains-any starts-with regex is-json is-xml is-sql is-html " +
    "is-refusal levenshtein rouge-n bleu gleu meteor latency cost perplexity similar llm-rubric grade factuality model-graded-closedqa " +
    "model-graded-factuality answer-relevance context-faithfulness context-recall context-relevance javascript fn eval python webhook " +
    "word-count finish-reason classifier moderation g-eval pi select-best file"
  ).split(" "),
);

/** What promptfoo's columns say in our words. */
export interface PromptfooColumns {
  readonly record: Vars;
  readonly expected?: unknown;
  readonly metadata?: Vars;
}

/**
 * Takes promptfoo's columns off a record: `__expected` becomes the expected answer, `__description` and `__metadata:<key>`
 * metadata. Errors: `BAD_DATASET` for what has no place in a case, such as an assertion of its own for each row.
 */
export function promptfooColumns({ record, place }: DataRecord): PromptfooColumns | undefined {
  const magic = Object.keys(record).filter((key) => MAGIC.test(key));
  if (magic.length === 0) return undefined;
  const rest = Object.fromEntries(Object.entries(record).filter(([key]) => !MAGIC.test(key)));
  const metadata: Record<string, unknown> = {};
  let expected: unknown;
  for (const key of magic) {
    const value = record[key];
    if (value === "" || value === null) continue;
    if (key === "__description") metadata.description = value;
    else if (key.startsWith("__metadata:")) metadata[key.slice("__metadata:".length).replace(/\[\]$/, "")] = value;
    else if (key === "__expected" || key === "__expected1") expected = expectedOf(value, `${place}, ${key}`);
    else throw refusal(key, place);
  }
  return {
    record: rest,
    ...(expected === undefined ? {} : { expected }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
}

function expectedOf(value: unknown, place: string): unknown {
  const match = typeof value === "string" ? TYPED.exec(value) : null;
  if (match === null || !ASSERTION_TYPES.has(match[2]!)) return value;
  if (match[1] === undefined && match[2] === "equals") return match[3];
  throw new SameseedError(
    "BAD_DATASET",
    `${place} has the assertion "${match[1] ?? ""}${match[2]}" for this row alone.`,
    {
      hint: `Here scorers hold for all cases: keep the text in the column, and write scorers: [${match[1] ?? ""}${match[2]}] in the benchmark.`,
    },
  );
}

function refusal(key: string, place: string): SameseedError {
  const hints: Readonly<Record<string, string>> = {
    __prefix: "Write the text into the prompt.",
    __suffix: "Write the text into the prompt.",
    __metric: "Name the metric at the scorer: metric: ….",
    __threshold: "Give the scorer a threshold.",
    __providerOutput: "Use a recorded model: {model: recorded, file: …, output: __providerOutput}.",
  };
  const hint =
    hints[key] ??
    (key.startsWith("__expected")
      ? "A case has one expected answer; add scorers for the others."
      : "Rename the column, or take it out.");
  return new SameseedError(
    "BAD_DATASET",
    `${place}: promptfoo's column ${key} has no meaning for a single case here.`,
    { hint },
  );
}
