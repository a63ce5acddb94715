import {
  canonicalJson,
  contentHash,
  type ModelParams,
  type Outcome,
  SameseedError,
  type ScoreRecord,
  type TestCase,
} from "@sameseed/core";
import { basename } from "node:path";
import { answered } from "../recorded/answered.ts";
import {
  type RecordedRun,
  type RecordedTrial,
  type RecordedVariant,
  runOfRecording,
} from "../recorded/recorded-run.ts";
import { uniqueVariants } from "../recorded/unique-variants.ts";
import { graderName } from "./graders.ts";
import { itemOf, varsOf } from "./item-vars.ts";
import { evalObjects, isObject, type Fields } from "./objects.ts";
import { answerOf, runSource } from "./run-source.ts";
import { OutputItem } from "./output-item.ts";

/** Whether parsed JSON contains output items of a run of the Evals API. */
export function isOutputItems(data: unknown): boolean {
  return evalObjects(data).items.length > 0;
}

/**
 * Output items of one or several runs of one eval as a run: each run is a variant. Files with the runs and
 * the eval give its prompt, parameters and ranges of scores. Errors: `BAD_DATASET`.
 */
export async function outputItemsRun(
  files: readonly { readonly path: string; readonly data: unknown }[],
): Promise<RecordedRun> {
  const objects = files.map(({ path, data }) => ({ path, ...evalObjects(data) }));
  const items = uniqueItems(
    objects.flatMap(({ path, items: list }) =>
      list.map((item, place) => checkedItem(item, `${path}, item ${place + 1}`)),
    ),
  );
  const runs = new Map(objects.flatMap(({ runs: list }) => list.map((run) => [String(run["id"]), run] as const)));
  const definition = objects.flatMap(({ evals }) => evals)[0];
  const runIds = [...new Set(items.map(({ run_id: id }) => id))];
  const variants = runIds.map((id) =>
    variantOf(
      items.filter(({ run_id: run }) => run === id),
      runs.get(id),
    ),
  );
  const cases = new Map<string, { readonly testCase: TestCase; readonly hash: string; readonly run: string }>();
  const seeds = new Set(items.map(({ sample }) => sample?.seed ?? null));
  const [seed = null] = seeds.size === 1 ? seeds : [];
  const scores = scoring(definition);
  const trials: RecordedTrial[] = [];
  for (const item of items) {
    const testCase = { id: `item-${item.datasource_item_id}`, vars: varsOf(itemOf(item.datasource_item)) };
    const hash = contentHash(testCase.vars);
    const known = cases.get(testCase.id);
    if (known !== undefined && known.hash !== hash)
      throw new SameseedError(
        "BAD_DATASET",
        `Item ${item.datasource_item_id} differs between ${known.run} and ${item.run_id}.`,
        {
          hint: "Runs over the same rows become the variants of one run; import others one by one.",
        },
      );
    cases.set(testCase.id, { testCase, hash, run: item.run_id });
    trials.push({
      caseId: testCase.id,
      repeat: 0,
      variant: runIds.indexOf(item.run_id),
      outcome: outcomeOf(item),
      scores: scores.of(item),
    });
  }
  const times = items.map(({ created_at: time }) => timeOf(time)).toSorted();
  return runOfRecording({
    tool: "openai-evals-api",
    version: null,
    files: files.map(({ path }) => path),
    name: nameOf(definition?.["name"] ?? basename(files[0]!.path).replace(/\.[^.]+$/, "")),
    cases: [...cases.values()]
      .map(({ testCase }) => testCase)
      .toSorted((one, other) => numberOf(one) - numberOf(other)),
    variants: uniqueVariants(variants),
    trials: trials.filter(({ caseId }) => cases.has(caseId)),
    seed: typeof seed === "number" && Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31 ? seed : null,
    startedAt: times[0]!,
    endedAt: times.at(-1) ?? null,
    warnings: [
      ...(seeds.size > 1 ? [`the runs have different seeds (${[...seeds].join(", ")}): the rows have none`] : []),
      ...(objects.some(({ isPartial }) => isPartial)
        ? [
            "a page of output items says that there are more (has_more): those are missing here; request them with after=",
          ]
        : []),
      ...scores.warnings(),
    ],
  });
}

function numberOf({ id }: TestCase): number {
  return Number(id.slice("item-".length));
}

function checkedItem(item: Fields, place: string): OutputItem {
  const parsed = OutputItem.safeParse(item);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new SameseedError("BAD_DATASET", `${place}: ${path.map(String).join(".")}: ${message}.`, {
    hint: "Export the output items again: GET /v1/evals/{eval_id}/runs/{run_id}/output_items.",
  });
}

/** Pages may overlap: an item counts once. */
function uniqueItems(items: readonly OutputItem[]): readonly OutputItem[] {
  return [...new Map(items.map((item) => [`${item.run_id} ${item.datasource_item_id}`, item])).values()];
}

function variantOf(items: readonly OutputItem[], run: Fields | undefined): RecordedVariant {
  const source = run === undefined ? undefined : runSource(run, 0);
  const sample = items.find(({ sample: one }) => one !== undefined && one !== null)?.sample;
  const model = sample?.model || source?.model || "unknown";
  const instructions = (sample?.input ?? []).filter(({ role }) => role === "system" || role === "developer");
  const prompt = source?.messages ?? instructions;
  const params = {
    ...(source?.params as ModelParams | undefined),
    ...(typeof sample?.temperature === "number" && { temperature: sample.temperature }),
    ...(typeof sample?.top_p === "number" && { topP: sample.top_p }),
    ...(typeof sample?.max_completion_tokens === "number" &&
      sample.max_completion_tokens > 0 && { maxTokens: sample.max_completion_tokens }),
  };
  return {
    promptId:
      source?.name.replaceAll("/", "_") ??
      (prompt.length === 0 ? "prompt" : `prompt-${contentHash(canonicalJson(prompt)).slice(0, 6)}`),
    promptSource: prompt,
    modelId: `openai:${model}`,
    model: `openai:${model}`,
    params,
  };
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function outcomeOf({ sample, created_at: created, datasource_item: row, status }: OutputItem): Outcome {
  const startedAt = timeOf(created);
  const error = sample?.error;
  const failed = (message: string): Outcome => ({
    status: "failed",
    error: { kind: "other", message },
    latencyMs: null,
    attempts: 1,
    startedAt,
  });
  if (error && (error.message || error.code)) return failed(error.message || error.code || "error");
  const answer = sample?.output?.findLast(({ role }) => role === undefined || role === null || role === "assistant");
  const text = answer?.content ?? answerOf(row) ?? null;
  if (text === null && status === "error") return failed("the item has the status error");
  const { usage } = sample ?? {};
  return answered({
    text,
    finishReason: sample?.finish_reason ?? null,
    modelVersion: sample?.model ?? null,
    usage:
      typeof usage?.prompt_tokens === "number" && typeof usage.completion_tokens === "number"
        ? {
            promptTokens: usage.prompt_tokens,
            completionTokens: usage.completion_tokens,
            ...(usage.cached_tokens ? { cachedTokens: usage.cached_tokens } : {}),
          }
        : null,
    costUsd: null,
    latencyMs: null,
    startedAt,
  });
}

/** Graders' results by name. Scores on a range of the eval's become shares of it; others outside 0…1 are left empty. */
function scoring(definition: Fields | undefined): {
  readonly of: (item: OutputItem) => Record<string, ScoreRecord>;
  readonly warnings: () => readonly string[];
} {
  const criteria = Array.isArray(definition?.["testing_criteria"])
    ? definition["testing_criteria"].filter(isObject)
    : [];
  const ranges = new Map(
    criteria.flatMap(({ name, type, range }) =>
      Array.isArray(range) && range.length === 2 ? [[graderName(name, type), range as [number, number]] as const] : [],
    ),
  );
  const outside = new Set<string>();
  const valueOf = (
    name: string,
    score: number | null | undefined,
    passed: boolean | null | undefined,
  ): number | null => {
    if (typeof score !== "number") return typeof passed === "boolean" ? Number(passed) : null;
    const [low, high] = ranges.get(name) ?? [0, 1];
    const value = (score - low) / (high - low);
    if (value >= 0 && value <= 1) return value;
    outside.add(name);
    return null;
  };
  return {
    of: ({ results }) =>
      Object.fromEntries(
        results.map(({ name, type, score, passed, reason }) => {
          const metric = graderName(name, type);
          const value = valueOf(metric, score, passed);
          const why = value === null && typeof score === "number" ? `${score} is not from 0 to 1` : reason;
          return [metric, { value, ...(typeof passed === "boolean" && { pass: passed }), ...(why && { reason: why }) }];
        }),
      ),
    warnings: () =>
      [...outside].map(
        (name) =>
          `scores of ${name} are not all from 0 to 1, and those outside are left empty: give the eval's JSON too, whose range says what they are out of`,
      ),
  };
}

function nameOf(name: unknown): string {
  return (
    String(name)
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^-+|-+$/g, "")
      .toLowerCase()
      .slice(0, 60) || "openai-eval"
  );
}
