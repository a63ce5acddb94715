import {
  backendName,
  type Agreement,
  type CorrectedEstimate,
  count,
  dollars,
  type JudgeAudit,
  type PeopleAudit,
  plural,
} from "@sameseed/core";
import { coefficientText, complement, differenceText, rateText, shareText, signed } from "./audit-text.ts";

/** An audit in words. A missing measurement is mentioned where its absence could be taken for a good sign. */
export function judgeSentences(findings: JudgeAudit): readonly string[] {
  return [
    ...(findings.judge === null ? [] : judgeLines(findings)),
    ...findings.people.flatMap((people) => peopleLines(people, findings)),
    ...findings.corrected.map(correctedLine),
  ];
}

function judgeLines(findings: JudgeAudit): string[] {
  return [
    countLine(findings),
    swapLine(findings),
    positionLine(findings),
    retestLine(findings),
    lengthLine(findings),
    ...familyLines(findings),
    backendLine(findings),
  ].filter((line) => line !== "");
}

const JUDGED: Readonly<Record<NonNullable<JudgeAudit["kind"]>, readonly [one: string, many: string]>> = {
  grade: ["answer", "answers"],
  pairwise: ["pair of answers", "pairs of answers"],
  selection: ["set of answers", "sets of answers"],
};

function countLine({ judge, kind, judged, unparsed, unanswered, calls, failedCalls, costUsd }: JudgeAudit): string {
  const [one, many] = JUDGED[kind ?? "grade"];
  const missing = [
    ...(unparsed > 0 ? [`gave an unreadable verdict on ${count(unparsed)}`] : []),
    ...(unanswered > 0 ? [`gave no answer on ${count(unanswered)}`] : []),
  ];
  const failed = failedCalls > 0 ? `, ${count(failedCalls)} of them failed` : "";
  const cost = costUsd === null ? "" : `, for ${dollars(costUsd)}`;
  return `${judge} judged ${count(judged)} ${judged === 1 ? one : many} in ${plural(calls, "call")}${failed}${cost}${
    missing.length === 0 ? "" : `; it ${missing.join(" and ")}`
  }.`;
}

function swapLine({ kind, swap }: JudgeAudit): string {
  if (kind === "grade") return "";
  if (swap === null) return "Each set of answers was shown in only one order, so consistency cannot be measured.";
  const { same, reversed } = swap;
  const what = kind === "selection" ? "selection" : "pair";
  const how = reversed > 0 ? `, ${count(reversed)} of them from one answer to the other` : "";
  return `The judge changed its verdict in ${rateText(complement(same), what)} when the answers were shown in the other order${how}.`;
}

function positionLine({ firstPosition }: JudgeAudit): string {
  if (firstPosition === null) return "";
  const { expected, n } = firstPosition;
  const fair = expected === 0.5 ? "half of them" : `${(100 * expected).toFixed(1)} %`;
  return `The answer shown first won ${shareText(firstPosition)} of ${plural(n, "verdict")}; without position bias it would win ${fair}.`;
}

function retestLine({ retest }: JudgeAudit): string {
  if (retest === null) return "No verdict was requested a second time.";
  const { same, within, tolerance } = retest;
  const near = within.hits === same.hits ? "" : `, and within ${tolerance} in ${rateText(within, "verdict")}`;
  return `At the retest, the judge gave the same verdict in ${rateText(same, "verdict")}${near}.`;
}

function lengthLine({ longerWins }: JudgeAudit): string {
  if (longerWins === null) return "";
  return `The judge preferred the longer of two answers in ${rateText(longerWins, "pair")}, without ties.`;
}

function familyLines({ judge, selfPreference }: JudgeAudit): string[] {
  if (selfPreference === null) return [];
  const { family, own, others, difference, excess } = selfPreference;
  const first = `${judge} is of the ${family} family, as ${own.join(", ")} ${own.length === 1 ? "is" : "are"}`;
  if (others.length === 0) return [`${first}: all variants are of this family, so a preference cannot be measured.`];
  if (difference === null) return [`${first}; no case has answers of both families.`];
  const seen = `${first}; it scored its own family ${differenceText(difference)} points against the others, over ${plural(difference.cases, "case")}`;
  if (excess === null) return [`${seen}. Only labels by people can show how much of that is quality.`];
  return [
    `${seen}. According to people's labels of ${plural(excess.cases, "case")}, ${differenceText(excess)} points of it are bias of the judge.`,
  ];
}

function backendLine({ backends, seed }: JudgeAudit): string {
  const names = backends.map((backend) => `${backendName(backend) ?? "no version"} × ${count(backend.calls)}`);
  const seeds = seed === null ? "" : ` Its seed by the probe: ${seed}.`;
  if (names.length === 0) return "";
  if (names.length === 1) return `One backend answered for the judge (${names[0]}).${seeds}`;
  return `The judge's backend changed during the run: ${names.join(", ")}.${seeds}`;
}

function peopleLines(people: PeopleAudit, { judge, metric }: JudgeAudit): string[] {
  const { annotators, labels, items, split, between, alpha, withJudge, scale } = people;
  const what = scale === "preference" ? "pair" : "answer";
  const who = judge === null ? `the scorer ${metric}` : "the judge";
  return [
    `${plural(annotators.length, "person").replace("persons", "people")} gave ${plural(labels, "label")} of ${plural(items, what)} (${scale}).${
      split > 0 ? ` On ${plural(split, what)} they are split; ${split === 1 ? "it is" : "they are"} left out.` : ""
    }`,
    ...(between === null
      ? []
      : [
          `${between.first} and ${between.second} agree in ${agreementText(between, what)}${alpha === null ? "" : `; Krippendorff's alpha of all ${alpha.toFixed(2)}`}.`,
        ]),
    withJudge === null
      ? `No answer labelled by people was scored by ${who}.`
      : `People and ${who} agree in ${agreementText(withJudge, what)}.`,
  ];
}

function agreementText({ agreement, kappa, ac1, weightedKappa }: Agreement, what: string): string {
  const weighted = weightedKappa === null ? "" : `, weighted kappa ${coefficientText(weightedKappa)}`;
  return `${rateText(agreement, what)}, kappa ${coefficientText(kappa)}${weighted}, AC1 ${coefficientText(ac1)}`;
}

function correctedLine(corrected: CorrectedEstimate): string {
  const { quantity, variant, against, estimate, low, high, cases, labelled, method, judged } = corrected;
  const what = {
    mean: `${variant} as people judge`,
    difference: `${variant} against ${against} as people judge`,
    "win rate": `${variant} wins against ${against} as people judge`,
  }[quantity];
  if (method === "none")
    return `${what}: not estimated, ${plural(labelled, "labelled case")} ${labelled === 1 ? "is" : "are"} too few (50 are needed).`;
  const isDifference = quantity === "difference";
  const shown = isDifference
    ? `${differenceText({ value: estimate, low, high })} points`
    : shareText({ share: estimate, low, high });
  const alone =
    judged === null ? "" : `; the judge alone: ${isDifference ? signed(judged) : `${(100 * judged).toFixed(1)} %`}`;
  return `${what}: ${shown} (${method}, ${plural(labelled, "labelled case")} of ${count(cases)})${alone}.`;
}
