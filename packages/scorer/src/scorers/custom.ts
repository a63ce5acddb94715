import type { Answer, AnswerScorer } from "@sameseed/core";
import { type Judgement, toScore } from "../judgement.ts";

/**
 * Your own scorer: `custom("short", ({ output }) => output.length < 100)`. It can be asynchronous. The
 * manifest stores the function's text: a run is not resumed with a changed function. The scorer runs in this
 * process with a time limit: see `ScoreOptions`.
 */
export function custom(name: string, judge: (answer: Answer) => Judgement | Promise<Judgement>): AnswerScorer {
  return {
    name,
    identity: { type: "custom", source: judge.toString() },
    score(answer) {
      const judged = judge(answer);
      return judged instanceof Promise ? judged.then(toScore) : toScore(judged);
    },
  };
}
