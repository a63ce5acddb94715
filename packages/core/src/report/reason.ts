import type { Judgement } from "../model/judgement.ts";
import type { AuditRate, Coefficient } from "./judge-audit.ts";

/** A part of a total. */
interface Part {
  readonly count: number;
  readonly of: number;
}

/** The judge that a caveat is about: the metric that it scores, and its model id; null for people's labels of another scorer. */
interface OfJudge {
  readonly metric: string;
  readonly judge: string | null;
}

/** Trial states whose shares can differ between two variants. */
export type TrialMark = "failed" | "truncated" | "refused" | "cached" | "retried";

/**
 * Reasons against a comparison, by code, with the facts of each. Variants are named by their ids; null is the
 * variant's own order, first or second, where both have the same id.
 * `packages/reporter/src/words/reason-text.ts` has the sentences.
 */
export interface ReasonFacts {
  readonly noSharedTrial: object;
  readonly allPairsFailed: object;
  readonly otherBackends: object;
  readonly unpairedTrials: {
    readonly onlyA: number;
    readonly onlyB: number;
    readonly a: string | null;
    readonly b: string | null;
  };
  readonly differentSeeds: Part;
  readonly twoRuns: object;
  readonly otherBlocks: Part;
  readonly batches: object;
  /** `factor` differs, and so do other factors. Values are JSON; null: not set, which means the provider's default. */
  readonly confounded: {
    readonly factor: string;
    readonly beyond: readonly string[];
    readonly params: readonly { readonly name: string; readonly a: string | null; readonly b: string | null }[];
  };
  readonly recorded: object;
  readonly backendsOfPairs: Part;
  readonly fingerprintsWithin: { readonly variant: string | null; readonly place: 1 | 2; readonly count: number };
  readonly versionsWithin: { readonly variant: string | null; readonly place: 1 | 2; readonly count: number };
  readonly differentVersions: object;
  readonly marksDiffer: {
    readonly mark: TrialMark;
    readonly a: string | null;
    readonly b: string | null;
    readonly ofA: number;
    readonly ofB: number;
    readonly p: number;
  };
  readonly failedPairs: Part;
  readonly seedNotTaken: { readonly model: string };
  readonly seedUnused: { readonly model: string; readonly probe: "ignored" | "unsupported" };
  readonly seedPartly: { readonly model: string };
  readonly parametersIgnored: { readonly model: string; readonly parameters: readonly string[] };
  /** A value, as JSON, that the benchmark does not give and the service requires. */
  readonly parameterRequired: { readonly model: string; readonly parameter: string; readonly value: string };
  readonly parametersLeftOut: { readonly model: string; readonly parameters: readonly string[] };
  readonly judgeSilent: OfJudge & { readonly lost: number; readonly judged: number; readonly unparsed: number };
  readonly judgeMovedByOrder: OfJudge & { readonly kind: Judgement["kind"] | null; readonly changed: AuditRate };
  readonly judgeOneOrder: OfJudge;
  readonly judgeFavoursPlace: OfJudge & { readonly first: AuditRate };
  readonly judgeChangesItsMind: OfJudge & { readonly changed: AuditRate };
  readonly judgeFavoursLength: OfJudge & { readonly which: "longer" | "shorter"; readonly rate: AuditRate };
  readonly judgeOfOneFamily: OfJudge & { readonly own: readonly string[]; readonly family: string };
  readonly judgeBackends: OfJudge & { readonly count: number };
  readonly judgeAgainstPeople: OfJudge & { readonly kappa: Coefficient; readonly n: number };
  readonly otherJudges: { readonly metric: string; readonly before: string; readonly after: string };
  readonly otherJudgeBackends: {
    readonly metric: string;
    readonly judge: string;
    readonly before: string;
    readonly after: string;
  };
}

export type ReasonCode = keyof ReasonFacts;

/** One thing that speaks against a comparison. `run`: found in this one of two runs. */
export type Reason = {
  readonly [Code in ReasonCode]: { readonly code: Code; readonly run?: 1 | 2 } & ReasonFacts[Code];
}[ReasonCode];
