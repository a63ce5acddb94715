import { type Answer, type Score, type JudgedScorer, type TestCase, textOf } from "@sameseed/core";
import { referenceScorer } from "../reference-scorer.ts";
import { type Judging, openJudging } from "./judging.ts";
import { DEFAULT_RETEST, type JudgeOptions, type JudgePrompt } from "./judge-options.ts";
import { type CompiledPrompt, judgePrompt } from "./judge-prompt.ts";

/** Texts for the judge's prompt in addition to the case's variables, by name. */
export type GivenTexts = Readonly<Record<string, string>>;

export interface JudgeScorerDefinition {
  /** The scorer's word in a benchmark file, e.g. `llm-rubric`. */
  readonly type: string;
  readonly options: JudgeOptions;
  /** The scorer's own settings with defaults filled in; the settings common to all judges are added here. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The default prompt. */
  readonly prompt: JudgePrompt;
  /**
   * The prompt's inputs from the case in addition to the answer; throws a `SameseedError` that starts with
   * `where` when the case lacks them.
   */
  readonly given?: (testCase: TestCase, where: string) => GivenTexts;
  readonly decide: (judging: Judging, judgedAnswer: JudgedAnswer) => Promise<Score>;
  /** Number of requests per answer: verdicts, which may be retested, and other requests. Default: one verdict. */
  readonly asks?: { readonly verdicts: number; readonly others: number };
}

/** The answer to judge. */
export interface JudgedAnswer {
  readonly output: string;
  readonly answer: Answer;
  readonly given: GivenTexts;
  /** The scorer's prompt, filled for this answer; `added` overrides the given texts. */
  messages(added?: GivenTexts): ReturnType<CompiledPrompt["messages"]>;
}

/**
 * A scorer that sends judge requests about one answer: the options that all judges share, the prompt, and the
 * decision about a `JudgedAnswer`.
 */
export function judgeScorer({
  type,
  options,
  settings,
  given,
  decide,
  ...definition
}: JudgeScorerDefinition): JudgedScorer {
  const { judge, retest = DEFAULT_RETEST } = options;
  const { verdicts, others } = definition.asks ?? { verdicts: 1, others: 0 };
  const prompt = judgePrompt(options.prompt ?? definition.prompt);
  const scorer = referenceScorer({
    type,
    options,
    settings: { ...settings, prompt: prompt.source, retest },
    reference(testCase, where) {
      const texts = given?.(testCase, where) ?? {};
      prompt.messages(testCase.vars, { ...NOTHING, ...texts }, where);
      return texts;
    },
    judge(output, texts, answer) {
      const judging = openJudging(answer, { scorer: scorer.name, judge, retest });
      const { vars, id } = answer.case;
      const messages = (added: GivenTexts = {}): ReturnType<CompiledPrompt["messages"]> =>
        prompt.messages(vars, { ...NOTHING, output, ...texts, ...added }, `Scorer "${scorer.name}", case "${id}"`);
      return decide(judging, { output, answer, given: texts, messages });
    },
  });
  return {
    ...scorer,
    judges: [judge],
    judgeRequests: (_, variants) => variants * (verdicts * (1 + retest) + others),
  };
}

/** Names that only exist once there is an answer, for the check before the run. */
const NOTHING: GivenTexts = { output: "", steps: "", claims: "", sentences: "", statements: "" };

/** The case's reference as text. */
export function textReader(
  read: (testCase: TestCase, where: string) => unknown,
): (testCase: TestCase, where: string) => string {
  return (testCase, where) => textOf(read(testCase, where));
}
