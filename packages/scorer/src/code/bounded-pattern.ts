import { withinTime } from "./within-time.ts";

/** Steps that a pattern may take at once, without a clock: some milliseconds. */
const FREE_STEPS = 1e6;
/** Time of a pattern of the user's on one text. */
const PATTERN_TIMEOUT_MS = 1000;

/** Runs a pattern on a text under a deadline. `work` gets the pattern with its `lastIndex` at 0. */
export type BoundedPattern = <T>(text: string, work: (pattern: RegExp) => T) => T;

/**
 * A user's pattern with a bounded search. A pattern with n quantifiers that are not nested takes at most
 * length^n steps and runs directly where these are few; every other run has a time limit. Errors of a run:
 * `Error` that it took too long.
 */
export function boundedPattern(pattern: RegExp, timeoutMs = PATTERN_TIMEOUT_MS): BoundedPattern {
  const degree = degreeOf(pattern.source);
  return (text, work) => {
    pattern.lastIndex = 0; // with the flag g or y a pattern remembers where its last search ended
    if (text.length ** degree <= FREE_STEPS) return work(pattern);
    try {
      return withinTime(() => work(pattern), timeoutMs);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("it took more than")) throw error;
      throw new Error(`the pattern took more than ${timeoutMs} ms on this answer`, { cause: error });
    }
  };
}

interface Group {
  /** Whether it contains a quantifier or alternatives. */
  isBranching: boolean;
}

/**
 * How the steps grow with the length of the text; infinite where a quantifier repeats a part that can match
 * in several ways.
 */
function degreeOf(source: string): number {
  const plain = source.replaceAll(/\\(?:[pPku]\{[^}]*\}|k<[^>]*>|.)/gsu, "a").replaceAll(/\[[^\]]*\]/g, "a");
  const groups: Group[] = [{ isBranching: false }];
  let closed: Group | undefined;
  let quantifiers = 1; // a search may begin at every place
  for (const [token, open, close, bar, quantifier] of plain.matchAll(
    /(\((?:\?(?:[:=!]|<[=!]|<[^>]*>|[a-z-]*:))?)|(\))|(\|)|([*+?]|\{\d*(?:,\d*)?\})\??|[^]/g,
  )) {
    const current = groups.at(-1)!;
    if (open !== undefined) groups.push({ isBranching: false });
    else if (close !== undefined) {
      closed = groups.pop();
      if (groups.length === 0) return Number.POSITIVE_INFINITY;
      if (closed!.isBranching) groups.at(-1)!.isBranching = true;
      continue;
    } else if (bar !== undefined) current.isBranching = true;
    else if (quantifier !== undefined) {
      const isOnce = token.startsWith("?");
      if (!isOnce && closed?.isBranching === true) return Number.POSITIVE_INFINITY;
      if (!isOnce) quantifiers++;
      current.isBranching = true;
    }
    closed = undefined;
  }
  return quantifiers;
}
