import { canonicalJson, type TestCase, type Vars } from "@sameseed/core";
import type { Spec } from "./assertions.ts";
import type { TranslatedCase } from "./cases.ts";
import type { Notes } from "./place.ts";

const CRITERIA = "__best";

/** Cases with their scorers, and the scorers of the benchmark. */
export interface Asserted {
  readonly cases: readonly TestCase[];
  readonly scorers: readonly (string | Spec)[];
}

/**
 * Puts the assertions where they belong: those that are the same for all cases into the benchmark's `assert`, all others
 * to their cases; and a metric for each name that an assertion carries or gives (`named`).
 */
export function assertedCases(
  translated: readonly TranslatedCase[],
  { named, notes }: { readonly named: ReadonlySet<string>; readonly notes: Notes },
): Asserted {
  const [first] = translated;
  const isSame =
    first !== undefined &&
    translated.every(
      ({ shared, threshold }) => threshold === undefined && canonicalJson(shared) === canonicalJson(first.shared),
    );
  const common = isSame ? first.shared : [];
  const ids = new Map<string, number>();
  const hasOwnCriteria = translated.some(
    ({ blockwise }) => canonicalJson(blockwise) !== canonicalJson(first?.blockwise ?? null),
  );
  const cases = translated.map((one) => {
    const { case: testCase, shared, own, threshold } = one;
    const all = isSame ? own : [...shared, ...own];
    const scorers =
      threshold === undefined || all.length === 0
        ? all
        : [{ "assert-set": { scorers: all, threshold: Math.min(1, Math.max(0, threshold)) } }];
    const vars = hasOwnCriteria ? { ...testCase.vars, ...criteriaOf(one) } : testCase.vars;
    return { ...testCase, id: unique(testCase.id, ids), vars, ...(scorers.length > 0 && { scorers }) };
  });
  const metrics = new Set([
    ...translated.flatMap(({ shared, own }) => [...shared, ...own].flatMap(metricsOf)),
    ...named,
  ]);
  return {
    cases,
    scorers: [
      common.length === 0 ? "assert" : { assert: { scorers: common } },
      ...blockwiseScorers(translated, notes),
      ...[...metrics].map((metric) => ({ "assert-metric": { metric } })),
    ],
  };
}

/** What compares all variants' answers holds for all cases here. */
function blockwiseScorers(translated: readonly TranslatedCase[], notes: Notes): readonly Spec[] {
  const [first] = translated;
  if (first === undefined) return [];
  if (translated.every(({ blockwise }) => canonicalJson(blockwise) === canonicalJson(first.blockwise)))
    return first.blockwise;
  if (translated.every(({ blockwise }) => blockwise.length === 1))
    return [{ "select-best": { criteria: `{{${CRITERIA}}}`, weight: 0 } }];
  for (const { blockwise, place } of translated)
    if (blockwise.length > 0)
      notes.warn(place, "select-best is left out: here it holds for all cases, in the same words");
  return [];
}

function metricsOf(spec: Spec): string[] {
  const options = Object.values(spec)[0] ?? {};
  const inner = (options["scorers"] as readonly Spec[] | undefined)?.flatMap(metricsOf) ?? [];
  return typeof options["metric"] === "string" ? [options["metric"], ...inner] : inner;
}

/** What makes an answer the best, where that differs from case to case. */
function criteriaOf({ blockwise }: TranslatedCase): Vars {
  const criteria = blockwise[0]?.["select-best"]?.["criteria"];
  return criteria === undefined ? {} : { [CRITERIA]: criteria };
}

function unique(id: string, seen: Map<string, number>): string {
  const times = (seen.get(id) ?? 0) + 1;
  seen.set(id, times);
  return times === 1 ? id : `${id}-${times}`;
}
