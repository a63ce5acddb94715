import { requireCount } from "../argument-checks.ts";
import { mcnemar } from "./mcnemar.ts";
import { tango } from "./tango.ts";

/** Verdicts of a pairwise judge about B against A. */
export interface WinsTiesLosses {
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
}

export interface SignTest {
  readonly n: number;
  /** Exact two-sided p. */
  readonly p: number;
  readonly midP: number;
  /** (wins + ties/2) / n; null at n = 0. */
  readonly winRateHalfTies: number | null;
}

/** The sign test on wins and losses; ties say nothing about the sign and are left out (p = 1 without a win or loss). */
export function signTest(input: WinsTiesLosses): SignTest {
  const { wins, losses, ties } = input;
  requireCount(wins, "wins");
  requireCount(losses, "losses");
  requireCount(ties, "ties");
  const n = wins + losses + ties;
  const { exact, midP } = mcnemar({ b: losses, c: wins });
  return { n, p: exact, midP, winRateHalfTies: n === 0 ? null : (wins + ties / 2) / n };
}

export interface NetWinRate {
  readonly n: number;
  /** (wins - losses) / n, in [-1, 1]; null at n = 0. */
  readonly net: number | null;
  readonly lo: number;
  readonly hi: number;
  /** Mid-p of the sign test. */
  readonly p: number;
}

/** The net win rate with Tango's interval: a paired difference with b = losses and c = wins. n = 0 gives [-1, 1]. */
export function winTieLoss(input: WinsTiesLosses & { readonly conf?: number }): NetWinRate {
  const { wins, losses, ties, conf = 0.95 } = input;
  const { n, midP } = signTest(input);
  const { estimate, lo, hi } = tango({ a: ties, b: losses, c: wins, d: 0, conf });
  return { n, net: estimate, lo, hi, p: midP };
}
