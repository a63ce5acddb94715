import {
  type Answer,
  type AnswerBlock,
  type BlockScorer,
  caseOfAll,
  type Score,
  SameseedError,
  type TestCase,
} from "@sameseed/core";
import { scorerFrame } from "../reference-scorer.ts";
import { DEFAULT_RETEST, type JudgeOptions, type JudgePrompt } from "./judge-options.ts";
import { type CompiledPrompt, judgePrompt } from "./judge-prompt.ts";
import { withEarlierTurns } from "./earlier-turns.ts";
import type { GivenTexts } from "./judge-scorer.ts";

/** One of several answers to the same case. */
export interface Candidate {
  readonly variant: string;
  readonly answer: Answer;
  /** Its text; in a chain after the turns that led to it. */
  readonly output: string;
}

/** The answers of a block, null where a trial failed or a transform found no text. */
export interface ComparedBlock {
  readonly baseline: string;
  readonly variants: readonly string[];
  readonly candidates: readonly (Candidate | null)[];
  /** The judge's prompt, filled with the case and with the given texts. */
  messages(given: GivenTexts): ReturnType<CompiledPrompt["messages"]>;
}

export interface BlockScorerDefinition {
  /** The scorer's word in a benchmark file, e.g. `select-best`. */
  readonly type: string;
  readonly options: JudgeOptions;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly prompt: JudgePrompt;
  /** The prompt's inputs from the case in addition to the answers. */
  readonly given: (testCase: TestCase, where: string) => GivenTexts;
  /** Names that the prompt may use and that exist only with the answers. */
  readonly later: readonly string[];
  /** Numbers of verdicts and of other requests, by the number of compared variants. */
  readonly asks: (variants: number) => { readonly verdicts: number; readonly others: number };
  /** A score for each variant, in the variants' order. */
  readonly decide: (name: string, block: ComparedBlock) => Promise<readonly Score[]>;
}

/** A scorer that compares the answers of a block. */
export function blockScorer(definition: BlockScorerDefinition): BlockScorer {
  const { type, options, settings, given, later, decide } = definition;
  const { judge, retest = DEFAULT_RETEST } = options;
  const prompt = judgePrompt(options.prompt ?? definition.prompt);
  const { frame, transformed, finish } = scorerFrame({
    type,
    options,
    settings: { ...settings, prompt: prompt.source, retest },
  });
  const nothing = Object.fromEntries(later.map((name) => [name, ""]));
  const where = ({ id }: TestCase): string => `Scorer "${frame.name}", case "${id}"`;

  const candidate = async ({ variant, answer }: AnswerBlock["answers"][number]): Promise<Candidate | null> => {
    if (answer === null) return null;
    const made = await (transformed?.(answer.output, answer) ?? { text: answer.output });
    return "problem" in made ? null : { variant, answer, output: withEarlierTurns(answer, made.text) };
  };
  return {
    ...frame,
    judges: [judge],
    judgeRequests(_, variants) {
      const { verdicts, others } = definition.asks(variants);
      return verdicts * (1 + retest) + others;
    },
    check(shown) {
      const testCase = caseOfAll(shown);
      try {
        prompt.messages(testCase.vars, { ...nothing, ...given(testCase, where(testCase)) }, where(testCase));
      } catch (error) {
        throw testCase.chain === undefined ? error : ofChain(error);
      }
    },
    async scoreBlock({ baseline, answers }) {
      const candidates = await Promise.all(answers.map(candidate));
      const answered = answers.find(({ answer }) => answer !== null)?.answer;
      if (answered == null) return answers.map(() => null);
      const testCase = caseOfAll(answered.case); // one variant's conversation would be used for all variants
      const place = where(testCase);
      const texts = given(testCase, place);
      const scores = await decide(frame.name, {
        baseline,
        variants: answers.map(({ variant }) => variant),
        candidates,
        messages: (more) => prompt.messages(testCase.vars, { ...nothing, ...texts, ...more }, place),
      });
      return scores.map(finish);
    },
  };
}

/** Earlier answers of a chain differ between the variants that are compared. */
function ofChain(error: unknown): unknown {
  if (!(error instanceof SameseedError) || error.code !== "TEMPLATE") return error;
  return new SameseedError(error.code, error.message, {
    hint: "A scorer that compares answers cannot read earlier answers of a chain as variables: each variant has its own. The judge gets the turns with each answer.",
    cause: error,
  });
}
