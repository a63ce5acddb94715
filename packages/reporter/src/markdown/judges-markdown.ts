import { coefficientText, rateText } from "../words/audit-text.ts";
import { type WordedJudgeAudit, type PeopleAudit, plural } from "@sameseed/core";
import { folded, list, markdownTable, plain } from "./markdown-text.ts";
import { judgeTitle } from "../terminal/judge-text.ts";

/** The audits for `report.md`: a table of all judges, the sentences folded beneath. Empty without a judge. */
export function judgesMarkdown(audits: readonly WordedJudgeAudit[] = []): string {
  if (audits.length === 0) return "";
  const table = markdownTable(
    [
      "metric",
      "judge",
      "judged:",
      "unread:",
      "same in other order:",
      "same at retest:",
      "longer wins:",
      "kappa with people:",
    ],
    audits.map(({ metric, judge, kind, judged, unparsed, unanswered, swap, retest, longerWins, people }) => [
      plain(metric),
      judge === null ? "none" : plain(judge),
      String(judged),
      String(unparsed + unanswered),
      swap === null ? "–" : plain(rateText(swap.same, kind === "selection" ? "selection" : "pair")),
      retest === null ? "–" : plain(rateText(retest.same, "verdict")),
      longerWins === null ? "–" : plain(rateText(longerWins, "pair")),
      plain(people.flatMap(kappaText).join(", ") || "–"),
    ]),
  );
  const details = audits.map(
    (audit) =>
      `**${plain(judgeTitle(audit))}**\n\n${list([...audit.sentences, ...audit.caveats.map((caveat) => `⚠️ ${caveat}`)].map(plain))}`,
  );
  return folded("Judge audit", [table, ...details].join("\n\n"));
}

function kappaText({ withJudge, scale }: PeopleAudit): string[] {
  if (withJudge === null) return [];
  const { agreement, kappa } = withJudge;
  return [`${coefficientText(kappa)} over ${plural(agreement.n, scale === "preference" ? "pair" : "answer")}`];
}
