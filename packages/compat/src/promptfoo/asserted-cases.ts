import { canonicalJson, type TestCase, type Vars } from "@sameseed/core";
import type { Spec } from "./assertion-context.ts";
import type { TranslatedCase } from "./cases.ts";
import type { Notes } from "./place.ts";
import type { Fields } from "./reading.ts";

const CRITERIA = "__best";

/** Cases with their scorers, and the scorers of the benchmark. */
export interface Asserted {
  readonly cases: readonly TestCase[];
  readonly scorers: readonly (string | Spec)[];
}

/**
 * Distributes the assertions: those that are the same for all cases to the benchmark's `assert`, all others
 * to their cases; and adds a metric for each name that an assertion has or returns (`named`).
 */
export function assertedCases(
  translated: readonly TranslatedCase[],
  { named, notes }: { readonly named: ReadonlySet<string>; readonly notes: Notes },
): Asserted {
  const [first] = translated;
  const isSame =
    first !== undefined &&
    translated.every(
      ({ shared, threshold, scoring }) =>
        threshold === undefined && scoring === undefined && canonicalJson(shared) === canonicalJson(first.shared),
    );
  const common = isSame ? first.shared : [];
  const ids = new Map<string, number>();
  const hasOwnCriteria = translated.some(
    (one) => canonicalJson(ofKind(one, BEST)) !== canonicalJson(first === undefined ? null : ofKind(first, BEST)),
  );
  const cases = translated.map((one) => {
    const { case: testCase, shared, own } = one;
    const scorers = inSet(isSame ? own : [...shared, ...own], one);
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

/** A test's threshold and scoring function hold for its assertions together. */
function inSet(scorers: readonly Spec[], { threshold, scoring }: TranslatedCase): readonly Spec[] {
  if (scorers.length === 0 || (threshold === undefined && scoring === undefined)) return scorers;
  const least = threshold === undefined ? {} : { threshold };
  return [{ "assert-set": { scorers, ...(scoring !== undefined && { combine: scoring }), ...least } }];
}

const [BEST, MOST] = ["select-best", "max-score"] as const;

function ofKind({ blockwise }: TranslatedCase, kind: string): readonly Spec[] {
  return blockwise.filter((spec) => Object.hasOwn(spec, kind));
}

/** Scorers that compare all variants' answers apply to all cases here. */
function blockwiseScorers(translated: readonly TranslatedCase[], notes: Notes): readonly Spec[] {
  return [...bestScorers(translated, notes), ...maxScorers(translated, notes)];
}

function bestScorers(translated: readonly TranslatedCase[], notes: Notes): readonly Spec[] {
  const [first] = translated;
  if (first === undefined) return [];
  const [own, ...others] = translated.map((one) => ofKind(one, BEST));
  if (others.every((specs) => canonicalJson(specs) === canonicalJson(own))) return own!;
  if (translated.every((one) => ofKind(one, BEST).length === 1))
    return [{ [BEST]: { criteria: `{{${CRITERIA}}}`, weight: 0 } }];
  for (const one of translated)
    if (ofKind(one, BEST).length > 0)
      notes.warn(one.place, "select-best is left out: here it applies to all cases, with the same text");
  return [];
}

/** The first test's `max-score`, for all: it only shows which variant's assertions score highest. */
function maxScorers(translated: readonly TranslatedCase[], notes: Notes): readonly Spec[] {
  const found = translated.find((one) => ofKind(one, MOST).length > 0);
  if (found === undefined) return [];
  const [spec] = ofKind(found, MOST);
  for (const one of translated) {
    const own = ofKind(one, MOST);
    if (own.length === 0) notes.warn(one.place, "has max-score here too: it holds for all cases");
    else if (canonicalJson(own) !== canonicalJson([spec]))
      notes.warn(one.place, "another max-score than the first is left out: here it holds for all cases");
  }
  const { weights, ...options } = spec![MOST]!;
  return [{ [MOST]: { ...options, ...(weights !== undefined && { weights: byName(weights as Fields, translated) }) } }];
}

/** Weights by assertion, also under the names that metrics give them. */
function byName(weights: Fields, translated: readonly TranslatedCase[]): Fields {
  const specs = translated.flatMap(({ shared, own }) => [...shared, ...own]).flatMap((spec) => Object.entries(spec));
  const named = specs.flatMap(([name, { metric }]) =>
    typeof metric === "string" && Object.hasOwn(weights, name) ? [[metric, weights[name]] as const] : [],
  );
  return { ...weights, ...Object.fromEntries(named) };
}

function metricsOf(spec: Spec): string[] {
  const options = Object.values(spec)[0] ?? {};
  const inner = (options["scorers"] as readonly Spec[] | undefined)?.flatMap(metricsOf) ?? [];
  return typeof options["metric"] === "string" ? [options["metric"], ...inner] : inner;
}

/** The criterion for the best answer, where it differs from case to case. */
function criteriaOf(one: TranslatedCase): Vars {
  const criteria = ofKind(one, BEST)[0]?.[BEST]?.["criteria"];
  return criteria === undefined ? {} : { [CRITERIA]: criteria };
}

function unique(id: string, seen: Map<string, number>): string {
  const times = (seen.get(id) ?? 0) + 1;
  seen.set(id, times);
  return times === 1 ? id : `${id}-${times}`;
}
