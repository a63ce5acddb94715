import { type Score, type ScorePart, thrownText } from "@sameseed/core";
import { bounded, toForeignScore } from "../judgement.ts";
import type { FinalScore } from "../reference-scorer.ts";
import { isPass, type PartScorer } from "./score-parts.ts";

/** A script that makes one score of its members' scores, as promptfoo's `assertScoringFunction` does. */
export interface CombiningCode {
  /** Called with the metrics by name, and with `{threshold, componentResults}`. */
  readonly call: (...args: readonly unknown[]) => Promise<unknown>;
  /** The script's path and the hash of its text. */
  readonly source: string;
}

type Identity = Readonly<Record<string, unknown>>;

interface Combining {
  readonly code: CombiningCode;
  readonly members: readonly PartScorer[];
  readonly threshold?: number | undefined;
}

/**
 * The score that the code gives for these parts. Null without a call if a part that counts has no score. Code that throws, or
 * gives no `{pass, score, reason}`, fails the answer.
 */
export async function combinedByCode(
  parts: readonly ScorePart[],
  { code, members, threshold }: Combining,
): Promise<Score | FinalScore> {
  const unknown = parts.find(({ value, weight }) => value === null && weight !== 0);
  if (unknown !== undefined)
    return { value: null, reason: `${unknown.name} cannot tell (${unknown.reason ?? "no score"})`, parts };
  const identities = members.map(({ identity = {} }) => identity);
  try {
    const given = await code.call(metricsOf(parts, identities), {
      ...(threshold !== undefined && { threshold }),
      componentResults: componentResults(parts, identities),
    });
    if (!isGradingResult(given))
      throw new Error(`it returned ${shown(given)}, expected {pass: boolean, score: number, reason: string}`);
    const { parts: own = [], ...score } = bounded(toForeignScore(given));
    const names = new Set(parts.map(({ name }) => name));
    return { ...score, parts: [...parts, ...own.filter(({ name }) => !names.has(name))] };
  } catch (error) {
    const reason = `the scoring function failed: ${thrownText(error)}`;
    return { value: 0, pass: false, reason, parts, isFinal: true };
  }
}

function isGradingResult(given: unknown): boolean {
  if (typeof given !== "object" || given === null) return false;
  const { pass, score, reason } = given as Readonly<Record<string, unknown>>;
  return typeof pass === "boolean" && Number.isFinite(score) && typeof reason === "string";
}

const SHOWN_LENGTH = 100;

function shown(given: unknown): string {
  const text = JSON.stringify(given) ?? typeof given;
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

/** The result of each part, followed by the members of sets. */
function componentResults(parts: readonly ScorePart[], identities: readonly Identity[]): object[] {
  return parts.flatMap((part, index) => {
    const identity = identities[index]!;
    const members = membersOf(identity);
    const inner = members.length === 0 ? [] : componentResults(part.parts ?? [], members);
    return [componentResult(part, identity), ...inner];
  });
}

/** The identities of a set's members; none for any other scorer. */
function membersOf({ scorers }: Identity): readonly Identity[] {
  if (!Array.isArray(scorers)) return [];
  return (scorers as readonly { readonly identity?: Identity }[]).map(({ identity = {} }) => identity);
}

function componentResult(part: ScorePart, { type, not }: Identity): object {
  const { name, value, reason, weight } = part;
  const assertion = {
    type: not === true ? `not-${String(type)}` : type,
    ...(isMetric(part, { type, not }) && { metric: name }),
    ...(weight !== undefined && { weight }),
  };
  return { pass: isPass(part), score: value ?? 0, reason: reason ?? "", assertion };
}

function isMetric({ name }: ScorePart, { type, not }: Identity): boolean {
  return name !== (not === true ? `not-${String(type)}` : type);
}

interface Sum {
  readonly sum: number;
  readonly weight: number;
}

/** The weighted mean of each metric, including metrics inside sets and metrics from code. */
function metricsOf(parts: readonly ScorePart[], identities: readonly Identity[]): Readonly<Record<string, number>> {
  const means = [...sumsOf(parts, identities)].map(([name, { sum, weight }]) => [name, weight > 0 ? sum / weight : 0]);
  return Object.fromEntries(means) as Readonly<Record<string, number>>;
}

function sumsOf(parts: readonly ScorePart[], identities: readonly Identity[]): ReadonlyMap<string, Sum> {
  const sums = new Map<string, Sum>();
  const add = (name: string, mean: number, weight: number): void => {
    const known = sums.get(name) ?? { sum: 0, weight: 0 };
    sums.set(name, { sum: known.sum + mean * weight, weight: known.weight + weight });
  };
  for (const [index, part] of parts.entries()) {
    const { name, value, weight = 1, parts: inner = [] } = part;
    const identity = identities[index]!;
    if (isMetric(part, identity)) add(name, value ?? 0, weight);
    for (const [metric, { sum, weight: own }] of innerSums(inner, identity))
      if (metric !== name) add(metric, own > 0 ? sum / own : 0, own * weight);
  }
  return sums;
}

/** Of a set the metrics of its members; of code each of its named scores. */
function innerSums(parts: readonly ScorePart[], identity: Identity): ReadonlyMap<string, Sum> {
  if (Array.isArray(identity["scorers"])) return sumsOf(parts, membersOf(identity));
  return new Map(parts.map(({ name, value }) => [name, { sum: value ?? 0, weight: 1 }]));
}
