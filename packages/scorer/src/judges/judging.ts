import {
  type Answer,
  type ChatMessage,
  type JudgeCall,
  type Judgement,
  type JudgePurpose,
  type JudgeReference,
  type Score,
} from "@sameseed/core";
import { RandomStream } from "@sameseed/stats";
import { DEFAULT_RETEST } from "./judge-options.ts";

/** Longer reasons and quotes are cut: the call contains the whole text. */
const LONGEST_REASON = 400;

/** A scorer's judge request. */
export interface JudgingRequest {
  readonly purpose?: JudgePurpose;
  readonly step?: string;
  readonly messages: readonly ChatMessage[];
  readonly schema?: Readonly<Record<string, unknown>>;
  readonly read?: (text: string) => number | null;
}

export interface JudgingOptions {
  /** The scorer's name. */
  readonly scorer: string;
  readonly judge: JudgeReference;
  /** Share of cases with a second verdict. */
  readonly retest?: number | undefined;
  readonly kind?: Judgement["kind"];
  /** Variants in the order shown to the judge. */
  readonly shown?: readonly string[];
}

/** One judgement in progress: sends judge requests and keeps every call as evidence. */
export interface Judging {
  /** Sends a request on the way to the verdict. */
  ask(question: JudgingRequest): Promise<JudgeCall>;
  /** Sends a request that is the same for all answers, once for the whole run. It is not evidence about an answer. */
  askOnce(question: JudgingRequest): Promise<JudgeCall>;
  /** Sends the request for the verdict, and for a drawn share of the cases a second one with another seed. */
  askVerdict(question: JudgingRequest): Promise<JudgeCall>;
  /** The score with its evidence. */
  decided(value: number | null, reason?: string): Score;
  /** A null score with the reason: the judge did not answer, or its text could not be read. */
  undecided(call: JudgeCall): Score;
}

/** Opens a judging on an answer. Errors: `Error` where the answer does not come from a run. */
export function openJudging(
  { judgeClient, trial }: Pick<Answer, "judgeClient" | "trial">,
  options: JudgingOptions,
): Judging {
  if (judgeClient === undefined || trial === undefined) throw new Error("it needs a judge, but is used outside a run");
  const { scorer, judge, retest = DEFAULT_RETEST, kind = "grade", shown } = options;
  const calls: JudgeCall[] = [];
  const ask = async (question: JudgingRequest): Promise<JudgeCall> => {
    const call = await judgeClient.ask({ judge, scorer, purpose: "verdict", ...question }, trial);
    calls.push(call);
    return call;
  };
  const isRetested = (): boolean =>
    retest > 0 && new RandomStream(`retest/1|${judgeClient.seed}|${scorer}|${trial.case.id}`).nextDouble() < retest;
  const decided = (value: number | null, reason?: string): Score => ({
    value,
    ...(reason !== undefined && reason !== "" && { reason: shortened(reason) }),
    judgement: { judge: judgeClient.nameOf(judge), kind, ...(shown && { shown: [...shown] }), calls },
  });
  return {
    ask,
    askOnce: (question) => judgeClient.ask({ judge, scorer, purpose: "verdict", ...question }, null),
    async askVerdict(question) {
      const call = await ask(question);
      if (call.error === undefined && isRetested()) await ask({ ...question, purpose: "retest" });
      return call;
    },
    decided,
    undecided: (call) => decided(null, whyUndecided(call)),
  };
}

function whyUndecided({ error, text }: JudgeCall): string {
  if (error !== undefined) return `the judge did not answer: ${error.message}`;
  if (text === null || text.trim() === "") return "the judge's answer is empty";
  return `the judge's answer has no verdict: ${text}`;
}

/** On one line, and cut where it is long. */
function shortened(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, " ");
  return line.length <= LONGEST_REASON ? line : `${line.slice(0, LONGEST_REASON - 1).trimEnd()}…`;
}
