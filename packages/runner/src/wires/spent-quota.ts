/** Services' codes for an account that has nothing left to spend. */
const CODES: ReadonlySet<string> = new Set([
  "insufficient_quota",
  "billing_hard_limit_reached", // OpenAI, with status 400
  "billing_not_active", // OpenAI, with status 429
  "billing_error", // Anthropic
  "insufficient_credits",
]);
/**
 * Messages about an account, which come with any status: Anthropic's have 400, those of xAI and OpenRouter
 * 403. A refusal may quote a prompt with such words, so they must be at the beginning.
 */
const SPENT =
  /^(?:your credit balance is too low|you have reached your specified (?:\w+ )?api usage limits|your team \S* ?has (?:either )?used all available credits|key limit exceeded|billing hard limit has been reached|out of call volume quota|insufficient (?:balance|credits|funds)|your (?:prepayment|prepaid) credits are depleted)/i;
/** Messages of a 429 about a quota by the day or the month, and about one of nothing. */
const LONG_QUOTA =
  /\bper[- ](?:day|month)\b|\b(?:daily|monthly)\b|\b(?:RPD|TPD)\b|\bByDay\b|\bper 86400s\b|\/ ?(?:day|month)\b|\blimit: 0(?=,|\n|$)/i;
/** A wait that a run can make: a long quota that fills up all the time names such ones. */
const LONGEST_WAIT_MS = 60_000;

export interface ToldQuotaEnd {
  readonly status: number;
  readonly words: readonly string[];
  readonly said: string;
  /** The wait that the service asks for, if any. */
  readonly waitMs: number | undefined;
}

/** Whether waiting for seconds does not help: the account has no credit, or its quota by the day is used up. */
export function isSpent({ status, words, said, waitMs }: ToldQuotaEnd): boolean {
  if (status === 402 || words.some((word) => CODES.has(word)) || SPENT.test(said)) return true;
  return status === 429 && LONG_QUOTA.test(said) && !(waitMs !== undefined && waitMs <= LONGEST_WAIT_MS);
}
