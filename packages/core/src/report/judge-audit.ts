import type { HumanLabel } from "../record/human-label.ts";
import type { Judgement } from "../model/judgement.ts";
import type { SeedVerdict } from "../record/seed-report.ts";
import type { Reason } from "./reason.ts";

/** A share with its n and interval. If one case gives several items, the interval is over cases. */
export interface AuditRate {
  /** In [0, 1]; null without items. */
  readonly share: number | null;
  /** Ends of the 95 % interval; null where the data give none. */
  readonly low: number | null;
  readonly high: number | null;
  /** Items that count; a tie counts half. */
  readonly hits: number;
  /** Items in all. */
  readonly n: number;
  /** Cases that the items are of. */
  readonly cases: number;
  readonly method: string;
}

/** A coefficient of agreement with its 95 % interval; null where it is not defined. */
export interface Coefficient {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** How far two sets of labels of the same items agree. */
export interface Agreement {
  /** The labels, in order. */
  readonly categories: readonly string[];
  /** Items by label: a row of the first, a column of the second. */
  readonly table: readonly (readonly number[])[];
  readonly agreement: AuditRate;
  /** Cohen's. */
  readonly kappa: Coefficient;
  /** Gwet's AC1, which stays valid with a rare label. */
  readonly ac1: Coefficient;
  /** With quadratic weights; null for labels without an order. */
  readonly weightedKappa: Coefficient | null;
}

/** Agreement between people, and of the judge with people. */
export interface PeopleAudit {
  readonly scale: HumanLabel["scale"];
  readonly annotators: readonly string[];
  readonly labels: number;
  /** Answers, or pairs of answers, with a label. */
  readonly items: number;
  /** Items with an even split of people's labels, which are left out of the agreement with the judge. */
  readonly split: number;
  /** The first two people who labelled the same items, first against second; null with one person. */
  readonly between: (Agreement & { readonly first: string; readonly second: string }) | null;
  /** Krippendorff's over all people, nominal; null with one person or one label. */
  readonly alpha: number | null;
  /** People (their mean, as a label) against the judge; null for a metric without a judge, or where no item has both. */
  readonly withJudge: Agreement | null;
}

/** A variant's mean, its difference from the baseline or its win rate against it, corrected for the judge's errors with labels by people. */
export interface CorrectedEstimate {
  readonly quantity: "mean" | "difference" | "win rate";
  readonly variant: string;
  /** The variant that it is the difference to, or wins against; null for a mean. */
  readonly against: string | null;
  /** The estimate from the judge alone; null without its verdicts. */
  readonly judged: number | null;
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Number of cases with a verdict, and number of those with a label. */
  readonly cases: number;
  readonly labelled: number;
  /** `Rogan-Gladen`: by its rates of error, taken as the same for all variants. `none`: too few labels. */
  readonly method: "prediction-powered" | "Rogan-Gladen" | "none";
}

/** A backend that answered for the judge. */
export interface JudgeBackend {
  readonly modelVersion: string | null;
  readonly systemFingerprint: string | null;
  readonly calls: number;
  /** Calls along the order of execution, in equal parts of the run. */
  readonly timeline: readonly number[];
}

/** A case where the judge spoke against itself or against people. */
export interface Contradiction {
  readonly kind: "swapped" | "retest" | "people";
  readonly case: string;
  readonly variant: string;
  readonly repeat: number;
  /** The judge's verdict, and the label that contradicts it, in [0, 1]. */
  readonly value: number;
  readonly other: number;
}

/** Whether a judge favours answers of its own model family. */
export interface SelfPreference {
  readonly family: string;
  /** Variants of the judge's family, and the others. */
  readonly own: readonly string[];
  readonly others: readonly string[];
  /** The judge's mean for its own family minus that for the others, by case; null if one of the two is missing. */
  readonly difference: (Coefficient & { readonly cases: number }) | null;
  /**
   * The preference minus the difference in people's labels of the same answers, which leaves only bias. Null
   * without labels for both.
   */
  readonly excess: (Coefficient & { readonly cases: number }) | null;
}

/** The audit of a judge, from its own requests and from labels by people. */
export interface JudgeAudit {
  /** The scorer's name. */
  readonly metric: string;
  /** The judge's model id; null for labels of a metric that no model judged. */
  readonly judge: string | null;
  readonly kind: Judgement["kind"] | null;
  /** Answers, or pairs of answers, that went to the judge. */
  readonly judged: number;
  /** Number of these without a value because the judge's response could not be read. */
  readonly unparsed: number;
  /** Of them those without a value because a call failed. */
  readonly unanswered: number;
  readonly calls: number;
  readonly failedCalls: number;
  readonly cachedCalls: number;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  /** Null when any price is unknown. */
  readonly costUsd: number | null;
  /** Same verdict when the answers are shown in the other order. `reversed` of the changed ones went from one answer to the other. */
  readonly swap: { readonly same: AuditRate; readonly reversed: number } | null;
  /** Share of wins of the answer shown first, and its expected value for a judge without position bias: one half for two answers. */
  readonly firstPosition: (AuditRate & { readonly expected: number }) | null;
  /** Share of equal verdicts in a second request; `within` counts a difference up to `tolerance` as equal. */
  readonly retest: { readonly same: AuditRate; readonly within: AuditRate; readonly tolerance: number } | null;
  /** Share of pairs without ties in which the longer answer wins; one half for a judge without length bias. */
  readonly longerWins: AuditRate | null;
  readonly selfPreference: SelfPreference | null;
  readonly backends: readonly JudgeBackend[];
  /** Result of a probe of the judge's seed; null without a probe. */
  readonly seed: SeedVerdict | null;
  /** One of each scale that people used. */
  readonly people: readonly PeopleAudit[];
  readonly corrected: readonly CorrectedEstimate[];
  /** The first of them, and how many there are in all. */
  readonly contradictions: { readonly first: readonly Contradiction[]; readonly count: number };
  /** Reasons against comparisons that use this judge. */
  readonly caveats: readonly Reason[];
}
