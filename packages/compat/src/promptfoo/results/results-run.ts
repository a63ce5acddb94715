import { canonicalJson, contentHash, type Outcome, SameseedError, type TestCase } from "@sameseed/core";
import { basename } from "node:path";
import { answered } from "../../recorded/answered.ts";
import {
  type RecordedRun,
  type RecordedTrial,
  type RecordedVariant,
  runOfRecording,
} from "../../recorded/recorded-run.ts";
import { uniqueVariants } from "../../recorded/unique-variants.ts";
import { ANSWERER_KEYS } from "../answerers.ts";
import { idOf } from "../case-id.ts";
import type { Fields } from "../reading.ts";
import { readResults, type ReadResults } from "./result-file.ts";
import type { EvaluateResult } from "./result-schema.ts";
import { resultScores } from "./result-scores.ts";

export interface PlacedJson {
  readonly path: string;
  readonly data: unknown;
}

/**
 * Results of `promptfoo eval` as a run. Cases have the ids of the imported config, which allows a comparison
 * of old and new answers case by case. Several files are further variants of the same cases. Errors:
 * `BAD_DATASET`.
 */
export async function resultsRun(files: readonly PlacedJson[]): Promise<RecordedRun> {
  const read = files.map(({ path, data }) => ({ path, ...readResults(path, data) }));
  const cases = new Map<string, TestCase>();
  const limited = new Set<string>();
  const trials: RecordedTrial[] = [];
  const variants: RecordedVariant[] = [];
  for (const one of read) {
    const known = variantsOf(one);
    const addresses = addressesOf(one.results);
    for (const result of one.results) {
      const { caseId, repeat } = addresses.get(result.testIdx)!;
      if (!cases.has(caseId)) cases.set(caseId, caseOf(caseId, result));
      if (ANSWERER_KEYS.some((key) => result.testCase?.[key] !== undefined)) limited.add(caseId);
      const outcome = outcomeOf(result, one.file.results.timestamp ?? EPOCH);
      trials.push({
        caseId,
        repeat,
        variant: variants.length + known.places.get(result.promptIdx)!,
        outcome,
        scores: outcome.status === "failed" ? {} : resultScores(result),
      });
    }
    variants.push(...known.variants);
  }
  const named = uniqueVariants(variants);
  const [first] = read as [(typeof read)[number]];
  const times = read.map(({ file }) => file.results.timestamp ?? EPOCH).toSorted();
  return runOfRecording({
    tool: "promptfoo",
    version: first.file.metadata?.promptfooVersion ?? null,
    files: files.map(({ path }) => path),
    name: nameOf(first.file.config?.description ?? basename(first.path).replace(/\.[^.]+$/, "")),
    cases: [...cases.values()].map((one) =>
      limited.has(one.id) ? answeredCase(one, { trials, variants: named }) : one,
    ),
    variants: named,
    trials,
    seed: null,
    startedAt: times[0]!,
    endedAt: null,
    warnings: warningsOf(trials),
  });
}

const EPOCH = "1970-01-01T00:00:00.000Z";

function nameOf(text: string): string {
  return (
    text
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^-+|-+$/g, "")
      .toLowerCase()
      .slice(0, 60) || "promptfoo"
  );
}

/** The columns of a result file, each a prompt under a provider. */
function variantsOf({ path, file, results }: ReadResults & { readonly path: string }): {
  readonly variants: readonly RecordedVariant[];
  readonly places: ReadonlyMap<number, number>;
} {
  const firsts = new Map(results.toReversed().map((result) => [result.promptIdx, result]));
  const places = [...firsts.keys()].toSorted((one, other) => one - other);
  if (places.length === 0)
    throw new SameseedError("BAD_DATASET", `${path} has no results.`, { hint: "Export a finished evaluation." });
  const promptIds = new Map<string, string>();
  const variants = places.map((index): RecordedVariant => {
    const { prompt, provider } = firsts.get(index)!;
    const column = file.results.prompts?.[index];
    // The column has the prompt's template, the answer the rendered prompt.
    const raw = column?.raw ?? prompt?.raw ?? "";
    const label = column?.label ?? prompt?.label ?? raw;
    const key = canonicalJson([label, raw]);
    const promptId =
      promptIds.get(key) ?? freshId(shortId({ label, raw, number: promptIds.size + 1 }), new Set(promptIds.values()));
    promptIds.set(key, promptId);
    const id = typeof provider === "string" ? provider : (provider?.id ?? column?.provider ?? "unknown");
    const modelId = (typeof provider === "object" ? provider?.label : undefined) || id;
    return { promptId, promptSource: raw, modelId, model: id, params: {} };
  });
  return { variants, places: new Map(places.map((index, place) => [index, place])) };
}

/** As the imported config calls it: by its number where it has no label. */
function shortId({ label, raw, number }: { label: string; raw: string; number: number }): string {
  if (label === raw) return `prompt-${number}`;
  const words = label.replaceAll(/\s+/g, " ").replaceAll("/", "_").trim();
  return words.length <= 40 ? words || "prompt" : words.slice(0, 40).trimEnd();
}

function freshId(id: string, taken: ReadonlySet<string>): string {
  let fresh = id;
  for (let number = 2; taken.has(fresh); number++) fresh = `${id}-${number}`;
  return fresh;
}

interface Address {
  readonly caseId: string;
  readonly repeat: number;
}

/**
 * The address of each test. promptfoo numbers the repeats of a test as separate tests: a test with equal
 * variables and equal assertions is a repeat; one with only equal variables is another case.
 */
function addressesOf(results: readonly EvaluateResult[]): ReadonlyMap<number, Address> {
  const tests = new Map<number, EvaluateResult>();
  for (const result of results) if (!tests.has(result.testIdx)) tests.set(result.testIdx, result);
  const byContent = new Map<string, { readonly caseId: string; count: number }>();
  const taken = new Set<string>();
  const addresses = new Map<number, Address>();
  for (const [index, result] of [...tests].toSorted(([one], [other]) => one - other)) {
    const id = idOf({ description: result.testCase?.description }, varsOf(result));
    const key = `${id}|${contentHash({ vars: varsOf(result), assert: result.testCase?.assert ?? [] })}`;
    const known = byContent.get(key) ?? { caseId: freshId(id, taken), count: 0 };
    taken.add(known.caseId);
    addresses.set(index, { caseId: known.caseId, repeat: known.count++ });
    byContent.set(key, known);
  }
  return addresses;
}

/** The variables of a test; those of promptfoo itself begin with an underscore. */
function varsOf({ vars, testCase }: EvaluateResult): Fields {
  const entries = Object.entries(vars ?? testCase?.vars ?? {});
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith("_") && name !== "sessionId"));
}

function caseOf(id: string, result: EvaluateResult): TestCase {
  const { metadata, description } = result.testCase ?? {};
  const kept = { ...metadata, ...(description && { description }) };
  return { id, vars: varsOf(result), ...(Object.keys(kept).length > 0 && { metadata: kept }) };
}

/** A case with providers or prompts in its test is for the prompts and models that answered it. */
function answeredCase(
  testCase: TestCase,
  { trials, variants }: { readonly trials: readonly RecordedTrial[]; readonly variants: readonly RecordedVariant[] },
): TestCase {
  const places = new Set(trials.filter(({ caseId }) => caseId === testCase.id).map(({ variant }) => variant));
  if (places.size === variants.length) return testCase;
  const answering = variants.filter((_, place) => places.has(place));
  const prompts = [...new Set(answering.map(({ promptId }) => promptId))];
  const models = [...new Set(answering.map(({ modelId }) => modelId))];
  return { ...testCase, prompts, models };
}

function outcomeOf(result: EvaluateResult, startedAt: string): Outcome {
  const { response, error, failureReason, latencyMs, cost } = result;
  const isError = failureReason === 2 || failureReason === "error" || (failureReason === undefined && error);
  if (isError || response === undefined || response === null)
    return {
      status: "failed",
      error: { kind: "other", message: error ?? "the record has no response" },
      latencyMs: null,
      attempts: 1,
      startedAt,
    };
  const { output, tokenUsage: usage, finishReason, cached, isRefusal } = response;
  const price = cost ?? response.cost;
  return answered({
    text: typeof output === "string" ? output : output === null || output === undefined ? null : JSON.stringify(output),
    finishReason: finishReason ?? null,
    modelVersion: null,
    usage:
      typeof usage?.prompt === "number" && typeof usage.completion === "number" && usage.prompt + usage.completion > 0
        ? { promptTokens: usage.prompt, completionTokens: usage.completion }
        : null,
    costUsd: price === undefined || price === null || price <= 0 ? null : price, // 0 is promptfoo's word for unknown
    latencyMs: cached ? null : (latencyMs ?? null),
    startedAt,
    cached: cached ?? false,
    isRefusal: isRefusal ?? false,
  });
}

function warningsOf(trials: readonly RecordedTrial[]): string[] {
  const unscored = trials.filter(
    ({ scores, outcome }) => outcome.status !== "failed" && scores["assert"]?.value === null,
  );
  return [
    "promptfoo keeps neither seeds nor the order of requests: the rows have no seed, and the order is that of the file",
    ...(unscored.length === 0
      ? []
      : [`${unscored.length} answers have no assertion: promptfoo passes them, here they have no score`]),
  ];
}
