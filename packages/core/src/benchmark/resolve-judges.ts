import type { Benchmark, BenchmarkDefinition, Variant } from "./benchmark.ts";
import type { ModelEntry } from "../model/model-entry.ts";
import { canonicalJson } from "../content-hash.ts";
import { SameseedError } from "../error.ts";
import { orRemoveIt } from "../scoring/needless-scorer.ts";
import type { Scorer } from "../scoring/scorer.ts";
import type { Judge, JudgeReference } from "../scoring/judge.ts";
import type { Model, ModelParams } from "../model/model.ts";

type ResolvedModel = Pick<Variant, "modelId" | "model" | "params">;

/** Parameters that are the same for every verdict and must not depend on the service's default. */
const JUDGE_PARAMS = { temperature: 0 } as const;

type JudgeEntry = string | Model | ModelEntry;

/**
 * The judges that a benchmark's scorers use, without duplicates. A scorer refers to a judge of the benchmark
 * by its id; scorers that use the cases' own scorers may use any judge. Errors: `BAD_BENCHMARK` where no
 * judge is named, `DUPLICATE_ID`.
 */
export async function resolveJudges(
  { scorers, judge = [] }: Pick<BenchmarkDefinition, "scorers" | "judge">,
  resolveModel: (entry: JudgeEntry) => Promise<ResolvedModel>,
): Promise<Judge[]> {
  const own = await Promise.all([judge].flat().map(resolveModel));
  const known = own.length > 1 ? [undefined, ...own.map(({ modelId }) => modelId)] : own.map(() => undefined);
  const asking = new Map<JudgeReference, string[]>();
  for (const { name, judges = [], mayAskJudge = false } of scorers)
    for (const reference of new Set([...judges, ...(mayAskJudge ? known : [])]))
      asking.set(reference, [...(asking.get(reference) ?? []), name]);
  const resolved = new Map<string, Judge>();
  for (const [reference, names] of asking) {
    const listed = reference === undefined ? own[0] : own.find(({ modelId }) => modelId === reference);
    if (listed === undefined && reference === undefined)
      throw missingJudge(scorers.find(({ name }) => name === names[0])!);
    const { modelId: id, model, params } = listed ?? (await resolveModel(reference!));
    const asked = { id, model, params: { ...defaultsFor(model), ...params }, scorers: names, references: [reference] };
    resolved.set(id, merged(resolved.get(id), asked));
  }
  return [...resolved.values()];
}

/** Models that reason take no temperature. */
function defaultsFor(model: Model): ModelParams {
  const use = model.parameterUses?.(JUDGE_PARAMS).find(({ parameter }) => parameter === "temperature");
  return use?.fate === "refused" ? {} : JUDGE_PARAMS;
}

function merged(before: Judge | undefined, judge: Judge): Judge {
  if (before === undefined) return judge;
  const content = ({ model, params }: Judge): string => canonicalJson([model.id, model.identity ?? null, params]);
  if (content(before) !== content(judge)) {
    throw new SameseedError("DUPLICATE_ID", `Two judges have the id "${judge.id}" and differ.`, {
      hint: "Give one of them an id: {id: strict, model: …}.",
    });
  }
  return {
    ...before,
    scorers: [...new Set([...before.scorers, ...judge.scorers])],
    references: [...before.references, ...judge.references],
  };
}

/** Refuses a judge that a case's own scorer uses and the benchmark does not have; call it after all cases were read. */
export function checkJudges({ scorers, judges }: Pick<Benchmark, "scorers" | "judges">): void {
  const known = new Set(judges.flatMap(({ references }) => references));
  for (const { name, weight, judges: asked = [] } of scorers) {
    const unknown = asked.find((reference) => !known.has(reference));
    if (unknown === undefined && (known.has(undefined) || !asked.includes(undefined))) continue;
    if (unknown === undefined) throw missingJudge({ name, weight });
    const listed = judges.map(({ id }) => id).join(", ");
    throw new SameseedError(
      "BAD_BENCHMARK",
      `Scorer "${name}": a case names the judge ${nameOf(unknown)}, which the benchmark does not list.`,
      {
        hint: `Scorers of a case can use only the benchmark's judges, by id${listed === "" ? "" : ` (${listed})`}. List it in the benchmark, under judge.`,
      },
    );
  }
}

function nameOf(reference: JudgeReference): string {
  if (typeof reference === "string") return `"${reference}"`;
  const { id, model } = { model: undefined, ...reference } as { id?: string; model?: unknown };
  return `"${id ?? (typeof model === "string" ? model : "without an id")}"`;
}

function missingJudge(scorer: Pick<Scorer, "name" | "weight">): SameseedError {
  return new SameseedError("BAD_BENCHMARK", `Scorer "${scorer.name}" needs a judge, but the benchmark names none.`, {
    hint: `Add judge: openai:gpt-6-luna to the benchmark, or to the scorer.${orRemoveIt(scorer)}`,
  });
}
