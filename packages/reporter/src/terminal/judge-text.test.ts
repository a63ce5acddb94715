import { expect, test } from "vitest";
import { reportMarkdown } from "../markdown/report-markdown.ts";
import { wordedSummary } from "../testing/worded-summary.ts";
import { judgedBy, judgedRow, labelOf } from "@sameseed/analysis/testing/judged-rows";
import { manifestOf, scorer } from "@sameseed/analysis/testing/sample-run";
import { judgesCsv } from "../csv/judges-csv.ts";
import { judgeText } from "./judge-text.ts";

/** Ten cases of two variants, graded twice by a judge that wavers on the first two, labelled by one person. */
async function report() {
  const rows = Array.from({ length: 20 }, (_, index) => {
    const number = Math.floor(index / 2);
    return judgedRow({
      id: `c${number}`,
      index,
      prompt: index % 2 === 0 ? "direct" : "stepwise",
      score: judgedBy([{ value: 1 }, { purpose: "retest", value: number < 2 ? 0 : 1 }]),
      labels: [labelOf(number < 4 ? 0 : 1)],
    });
  });
  const counts = { planned: 20, completed: 20, truncated: 0, refused: 0, failed: 0 };
  const labels = [{ metric: "judge", scale: "pass-fail" as const, annotators: ["ana"], labels: 20 }];
  return wordedSummary(manifestOf({ scorers: [scorer("judge")], counts, labels }), rows);
}

test("the terminal prints each finding as a sentence, with n and interval", async () => {
  const { judges = [] } = await report();
  expect(judgeText(judges, { width: 100 })).toMatchInlineSnapshot(`
    "judge of judge: openai:gpt-4o
    · openai:gpt-4o judged 20 answers in 40 calls, for $0.04.
    · At the retest, the judge gave the same verdict in 16 of 20 verdicts (80.0 % [42.7, 95.5]).
    · One backend answered for the judge (gpt-4o-2024 / fp_judge × 40).
    · 1 person gave 20 labels of 20 answers (pass-fail).
    · People and the judge agree in 12 of 20 answers (60.0 % [26.7, 86.1]), kappa 0.00 [-0.23, 0.29],
      AC1 0.41 [-0.08, 0.75].
    · direct/m as people judge: not estimated, 10 labelled cases are too few (50 are needed).
    · stepwise/m as people judge: not estimated, 10 labelled cases are too few (50 are needed).
    · stepwise/m against direct/m as people judge: not estimated, 10 labelled cases are too few (50 are
      needed)."
  `);
});

test("report.md has a table of the judges with n and interval, and the sentences under it", async () => {
  const text = reportMarkdown(await report());
  const part = text.slice(text.indexOf("<summary>How far the judge"), text.indexOf("**judge of judge"));
  expect(part).toMatchInlineSnapshot(`""`);
});

test("judges.csv has one line per measure, with counts and shares in separate columns", async () => {
  const { judges } = await report();
  expect(judgesCsv(judges)).toMatchInlineSnapshot(`
    "metric,judge,kind,measure,variant,against,value,ci_low,ci_high,hits,n,cases,method
    judge,openai:gpt-4o,grade,judged,,,,,,,20,,
    judge,openai:gpt-4o,grade,unparsed,,,,,,0,20,,
    judge,openai:gpt-4o,grade,unanswered,,,,,,0,20,,
    judge,openai:gpt-4o,grade,calls,,,,,,,40,,
    judge,openai:gpt-4o,grade,failed_calls,,,,,,0,40,,
    judge,openai:gpt-4o,grade,cached_calls,,,,,,0,40,,
    judge,openai:gpt-4o,grade,prompt_tokens,,,,,,,4000,,
    judge,openai:gpt-4o,grade,completion_tokens,,,,,,,400,,
    judge,openai:gpt-4o,grade,cost_usd,,,0.04,,,,40,,
    judge,openai:gpt-4o,grade,retest_same,,,0.8,0.42701241497991954,0.9554954973613842,16,20,10,"Wilson, effective n"
    judge,openai:gpt-4o,grade,retest_within_tolerance,,,0.8,0.42701241497991954,0.9554954973613842,16,20,10,"Wilson, effective n"
    judge,openai:gpt-4o,grade,backends,,,,,,,1,,
    judge,openai:gpt-4o,grade,labels,,,,,,,20,,
    judge,openai:gpt-4o,grade,labels_split,,,,,,0,20,,
    judge,openai:gpt-4o,grade,judge_people_agreement,,,0.6,0.26657998437624164,0.8609226530708597,12,20,10,"Wilson, effective n"
    judge,openai:gpt-4o,grade,judge_people_kappa,,,0,-0.22533360517580286,0.28825481066709596,,20,10,
    judge,openai:gpt-4o,grade,judge_people_ac1,,,0.4117647058823529,-0.07906358376450096,0.7510476996554409,,20,10,
    judge,openai:gpt-4o,grade,judged_mean,direct/m,,1,,,,10,10,
    judge,openai:gpt-4o,grade,corrected_mean,direct/m,,,,,,10,10,none
    judge,openai:gpt-4o,grade,judged_mean,stepwise/m,,1,,,,10,10,
    judge,openai:gpt-4o,grade,corrected_mean,stepwise/m,,,,,,10,10,none
    judge,openai:gpt-4o,grade,judged_difference,stepwise/m,direct/m,0,,,,10,10,
    judge,openai:gpt-4o,grade,corrected_difference,stepwise/m,direct/m,,,,,10,10,none
    "
  `);
});
