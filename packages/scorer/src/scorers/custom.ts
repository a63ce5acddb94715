import type { Answer, Score, Scorer } from "@sameseed/core";

/** What a scoring function may return: a number in [0, 1], true or false, a full score, or null for "cannot tell". */
export type Judgement = number | boolean | Score | null;

/**
 * A scorer of your own: `custom("short", ({ output }) => output.length < 100)`. May be asynchronous.
 * The manifest keeps the function's text, so a changed function is a changed benchmark.
 */
export function custom(name: string, judge: (answer: Answer) => Judgement | Promise<Judgement>): Scorer {
  return {
    name,
    identity: { type: "custom", source: judge.toString() },
    score(answer) {
      const judged = judge(answer);
      return judged instanceof Promise ? judged.then(toScore) : toScore(judged);
    },
  };
}

function toScore(judged: Judgement): Score | null {
  if (typeof judged === "boolean") return { value: judged ? 1 : 0 };
  if (typeof judged === "number") return { value: judged };
  if (judged === null || typeof judged === "object") return judged;
  throw new Error(`it returned ${typeof judged}, which is neither a number, true or false, a score nor null`);
}
