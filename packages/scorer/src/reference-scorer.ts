import { readPath, SameseedError, type Score, type Scorer, template, type TestCase } from "@sameseed/core";

/** What every scorer that holds answers against a reference takes. */
export interface ScorerOptions {
  /** The reference: a template over the case's vars such as `{{answer}}`, or a literal. Default: the case's `expected`. */
  readonly expected?: string | number | boolean;
  /** The scorer's name in columns and reports. Default: its type. */
  readonly metric?: string;
  /** Turns the judgement round: 1 where the answer does not match. Default false. */
  readonly not?: boolean;
}

export interface ReferenceScorerDefinition<R> {
  /** The scorer's word in a benchmark file, e.g. `equals`. */
  readonly type: string;
  readonly metric: string | undefined;
  readonly not: boolean | undefined;
  /** Every setting with its default filled in: what determines the judgements. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The reference of a case; throws a `SameseedError` that starts with `where` when the case has none. */
  readonly reference: (testCase: TestCase, where: string) => R;
  /** Judges the text as if `not` were false. */
  readonly judge: (output: string, reference: R) => Score;
}

/** A scorer from a reference and a judgement: adds the name, the identity, the check before the run, and `not`. */
export function referenceScorer<R>(definition: ReferenceScorerDefinition<R>): Scorer {
  const { type, metric, not = false, settings, reference, judge } = definition;
  const name = metric ?? (not ? `not-${type}` : type);
  const referenceOf = (testCase: TestCase): R => reference(testCase, `Scorer "${name}", case "${testCase.id}"`);
  return {
    name,
    identity: { type, not, ...settings },
    check: (testCase) => void referenceOf(testCase),
    score({ output, case: testCase }) {
      const judged = judge(output, referenceOf(testCase));
      return not ? turned(judged) : judged;
    },
  };
}

/**
 * Reads what `expected` says: the case's own `expected` when it is absent, a var with its JSON type when
 * it is one placeholder, otherwise the rendered text.
 */
export function expectedReader(expected: ScorerOptions["expected"]): (testCase: TestCase, where: string) => unknown {
  if (expected === undefined) return caseExpected;
  if (typeof expected !== "string") return () => expected;
  const compiled = template(expected);
  const onlyPath = /^\s*\{\{[^{}]*\}\}\s*$/.test(expected) ? compiled.paths[0] : undefined;
  return ({ vars }, where) => {
    const text = compiled.render(vars, where);
    return onlyPath === undefined ? text : readPath(vars, onlyPath);
  };
}

function caseExpected({ expected }: TestCase, where: string): unknown {
  if (expected !== undefined && expected !== null) return expected;
  throw new SameseedError("BAD_BENCHMARK", `${where}: the case has no expected answer.`, {
    hint: 'Give the scorer one, e.g. expected: "{{answer}}", or map a field of the data to `expected` under cases.',
  });
}

function turned({ value, reason, ...rest }: Score): Score {
  if (value === null) return { value, reason, ...rest };
  return value === 0
    ? { value: 1, ...rest }
    : { value: 1 - value, reason: "the answer matches, and should not", ...rest };
}
