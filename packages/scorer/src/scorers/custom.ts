import type { Answer, AnswerScorer } from "@sameseed/core";
import { type Judgement, toScore } from "../judgement.ts";

/**
 * A scorer of your own: `custom("short", ({ output }) => output.length < 100)`. May be asynchronous. The manifest keeps the
 * function's text, so a changed function is a changed benchmark. It runs in this process under a guard: see `ScoreOptions`.
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
