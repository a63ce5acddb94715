import {
  type Answer,
  isBlank,
  readPath,
  type ReportUnready,
  SameseedError,
  type Score,
  type Scorer,
  type AnswerScorer,
  template,
  type TestCase,
} from "@sameseed/core";
import type { CommonOptions } from "./common-options.ts";
import { type Transformed, transformer, transformSource } from "./answer/transform.ts";

/** The options of every scorer that compares answers with a reference. */
export interface ScorerOptions extends CommonOptions {
  /** The reference: a template over the case's vars such as `{{answer}}`, or a literal. Default: the case's `expected`. */
  readonly expected?: string | number | boolean | undefined;
}

export interface ScorerDefinition<R> {
  /** The scorer's word in a benchmark file, e.g. `equals`. */
  readonly type: string;
  /** Its options; those common to all scorers are read here. */
  readonly options: CommonOptions;
  /** Every setting with its default filled in: these determine the judgements. */
  readonly settings: Readonly<Record<string, unknown>>;
  /**
   * The reference of a case; throws a `SameseedError` that starts with `where` when the case has none. Before
   * a run it also reports requirements that this machine lacks.
   */
  readonly reference: (testCase: TestCase, where: string, report?: ReportUnready) => R;
  /** Judges the text as if `not` were false. */
  readonly judge: (output: string, reference: R, answer: Answer) => Score | Promise<Score>;
}

/**
 * A scorer from a reference and a judgement: adds the name, the identity, the check before the run, the
 * transform, the threshold, the weight and `not`.
 */
export function referenceScorer<R>(definition: ScorerDefinition<R>): AnswerScorer {
  const { reference, judge } = definition;
  const { frame, transformed, finish } = scorerFrame(definition);
  /** The trials of a block follow one another and share their case: its reference is read once. */
  let last: { readonly testCase: TestCase; readonly reference: R } | undefined;
  const referenceOf = (testCase: TestCase, report?: ReportUnready): R => {
    if (last?.testCase !== testCase)
      last = { testCase, reference: reference(testCase, `Scorer "${frame.name}", case "${testCase.id}"`, report) };
    return last.reference;
  };
  const judgeText = (text: string, answer: Answer): Score | Promise<Score> => {
    const judged = judge(text, referenceOf(answer.case), answer);
    return judged instanceof Promise ? judged.then(finish) : finish(judged);
  };
  const judgeTransformed = (made: Transformed, answer: Answer): Score | Promise<Score> =>
    "problem" in made
      ? { value: null, reason: made.problem }
      : judgeText(made.text, { ...answer, transformed: made.value });
  return {
    ...frame,
    check(testCase, report) {
      last = undefined; // each check reports a missing key again
      referenceOf(testCase, report);
    },
    score(answer) {
      if (transformed === undefined) return judgeText(answer.output, answer);
      const made = transformed(answer.output, answer);
      return made instanceof Promise
        ? made.then((settled) => judgeTransformed(settled, answer))
        : judgeTransformed(made, answer);
    },
  };
}

/** A judgement that `not` does not invert: the judging code failed, and the answer does not pass either way. */
export interface FinalScore extends Score {
  readonly isFinal: true;
}

function isFinal(score: Score): score is FinalScore {
  return "isFinal" in score;
}

/** The effect on a scorer of the options common to all scorers. */
export interface ScorerFrame {
  readonly frame: Pick<Scorer, "name" | "weight" | "identity" | "isBounded">;
  /** The transform before scoring; undefined for an unchanged answer. */
  readonly transformed: ReturnType<typeof transformer>;
  /** Inverts a judgement where `not` is set, and compares it with the threshold. */
  readonly finish: (judged: Score) => Score;
}

/** Reads the options that all scorers have. */
export function scorerFrame({
  type,
  options,
  settings,
}: Pick<ScorerDefinition<unknown>, "type" | "options" | "settings">): ScorerFrame {
  const { metric, not = false, weight, threshold, transform } = options;
  return {
    frame: {
      name: metric ?? (not ? `not-${type}` : type),
      ...(weight === undefined ? {} : { weight }),
      isBounded: true,
      identity: {
        type,
        not,
        ...settings,
        ...(weight === undefined ? {} : { weight }),
        ...(threshold === undefined ? {} : { threshold }),
        ...(transform === undefined ? {} : { transform: transformSource(transform) }),
      },
    },
    transformed: transformer(transform),
    finish(judged) {
      if (isFinal(judged)) {
        const { isFinal: _, ...score } = judged;
        return score;
      }
      const turnedRound = not ? turned(judged) : judged;
      const isRefused = HAS_OWN_VERDICT.has(type) && judged.pass === false;
      return threshold === undefined ? turnedRound : withPass(turnedRound, judged, { threshold, not, isRefused });
    },
  };
}

/** Scorers whose code or judge may fail an answer itself. A threshold does not overrule that. */
const HAS_OWN_VERDICT: ReadonlySet<string> = new Set(["javascript", "llm-rubric", "python", "webhook"]);

/** For scorers that need no reference. */
export function noReference(): undefined {
  return undefined;
}

/**
 * Reads `expected`: the case's own `expected` when it is absent, a var with its JSON type when it is one
 * placeholder, otherwise the rendered text.
 */
export function expectedReader(expected: unknown): (testCase: TestCase, where: string) => unknown {
  if (expected === undefined) return caseExpected;
  if (typeof expected !== "string") return () => expected;
  const compiled = template(expected);
  if (compiled.paths.length === 0) return () => expected;
  const onlyPath = /^\s*\{\{[^{}]*\}\}\s*$/.test(expected) ? compiled.paths[0] : undefined;
  if (onlyPath === undefined) return filledTemplate(expected);
  return ({ vars }, where) => {
    const value = readPath(vars, onlyPath);
    if (value === undefined) return compiled.render(vars, where); // rendering reports missing variables
    if (isBlank(value)) throw emptyReference(where, compiled.paths);
    return value;
  };
}

/** Renders a template over the case's vars. Errors: `BAD_BENCHMARK` where every variable in it is empty: the case has no label. */
export function filledTemplate(source: string): (testCase: TestCase, where: string) => string {
  const compiled = template(source);
  return ({ vars }, where) => {
    const text = compiled.render(vars, where);
    if (compiled.paths.length > 0 && compiled.paths.every((path) => isBlank(readPath(vars, path))))
      throw emptyReference(where, compiled.paths);
    return text;
  };
}

const LEAVE_OUT = "Fill it in, or leave such rows out with where: {<field>: {empty: false}} under cases.";

function emptyReference(where: string, paths: readonly string[]): SameseedError {
  const names = paths.map((path) => `"${path}"`).join(" and ");
  return new SameseedError(
    "BAD_BENCHMARK",
    `${where}: ${names} ${paths.length === 1 ? "is" : "are"} empty, so the case has no expected answer.`,
    { hint: LEAVE_OUT },
  );
}

function caseExpected({ expected }: TestCase, where: string): unknown {
  if (!isBlank(expected)) return expected;
  throw new SameseedError("BAD_BENCHMARK", `${where}: the case has no expected answer.`, {
    hint:
      'Map a field of the data to `expected` under cases, or give the scorer one, e.g. expected: "{{answer}}". ' +
      "To leave out the rows without one, write unlabelled: skip under cases.",
  });
}

function turned({ value, reason, pass, ...rest }: Score): Score {
  if (value === null) return { value, reason, ...rest };
  const passed = pass === undefined ? {} : { pass: !pass };
  return value === 0
    ? { value: 1, ...passed, ...rest }
    : { value: 1 - value, ...passed, reason: value === 1 ? "the answer matches, and should not" : reason, ...rest };
}

/** As in promptfoo: the threshold is compared with the value before `not`, and the value is unchanged. */
function withPass(
  score: Score,
  { value }: Score,
  { threshold, not, isRefused }: { threshold: number; not: boolean; isRefused: boolean },
): Score {
  if (value === null || score.value === null) return score;
  const isReached = value >= threshold;
  const pass = (isReached && !isRefused) !== not;
  if (pass || (isReached && isRefused)) return { ...score, pass };
  const missed = `${Number(value.toFixed(4))} ${not ? "reaches" : "is below"} the threshold ${threshold}`;
  return { ...score, pass, reason: score.reason === undefined ? missed : `${missed}: ${score.reason}` };
}
