/** Lengths in milliseconds, by the first letters of their names. */
const UNITS: readonly (readonly [name: RegExp, ms: number])[] = [
  [/^m(?:s|illi)/i, 1],
  [/^s/i, 1000],
  [/^m/i, 60_000],
  [/^h/i, 3_600_000],
  [/^d/i, 86_400_000],
];
const UNIT = "(?:milliseconds?|msecs?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)";
/** Longer numbers are not waits. */
const AMOUNT = String.raw`\d{1,8}(?:\.\d{1,15})?`;
/** `1h2m3s`, `2 minutes`, `1 minute and 30 seconds`. */
const DURATION = String.raw`${AMOUNT} ?${UNIT}(?:(?: |, ?|,? and )?${AMOUNT} ?${UNIT}){0,3}`;
const NAMED = new RegExp(
  String.raw`\b(?:(?:try(?:ing)? again|retry|retrying|resets?|available(?: again)?) (?:in|after)|wait(?: for)?):? (?:about |approximately |at least |another )?(${DURATION})(?![\w-])`,
  "i",
);
const PART = new RegExp(String.raw`(${AMOUNT}) ?(${UNIT})`, "gi");

/**
 * The wait in milliseconds that a message names, such as Groq's `Please try again in 7m12s`, Azure's `Please retry after
 * 26 seconds` and `Please wait 2 minutes before retrying`. Undefined if it names no wait.
 */
export function namedWaitMs(said: string): number | undefined {
  const [, duration] = NAMED.exec(said) ?? [];
  if (duration === undefined) return undefined;
  const parts = [...duration.matchAll(PART)].map(([, amount, unit]) => Number(amount) * lengthOf(unit!));
  return parts.reduce((sum, ms) => sum + ms, 0);
}

function lengthOf(unit: string): number {
  return UNITS.find(([name]) => name.test(unit))![1];
}
