import type { Score, Scorer } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { toForeignScore } from "../judgement.ts";
import { noReference, referenceScorer } from "../reference-scorer.ts";

export interface WebhookOptions extends CommonOptions {
  readonly url: string;
  /** Default 10,000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Asks a service: POST `{output, context: {id, vars, expected}}` as JSON, answered by `{pass, score, reason}` as
 * promptfoo's webhooks are. No answer, an answer that is not 2xx, or one without a score is "cannot tell" with the reason.
 * The manifest keeps the URL without its query, where keys stand.
 */
export function webhook(options: WebhookOptions): Scorer {
  const { url, timeoutMs = 10_000 } = options;
  const { origin, pathname } = new URL(url);
  return referenceScorer({
    type: "webhook",
    options,
    settings: { url: origin + pathname, timeoutMs },
    reference: noReference,
    async judge(output, _reference, { case: { id, vars, expected } }): Promise<Score> {
      const response = await post(url, { output, context: { id, vars, expected } }, { timeoutMs, what: "webhook" });
      const text = await response.text();
      if (!response.ok) throw new Error(`the webhook answered ${response.status}: ${text.slice(0, 200)}`);
      try {
        return toForeignScore(JSON.parse(text));
      } catch (cause) {
        throw new Error(`the webhook's answer ${JSON.stringify(text.slice(0, 200))} holds no score`, { cause });
      }
    },
  });
}

interface PostOptions {
  readonly timeoutMs: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** How errors call the other side. */
  readonly what?: string;
}

/** Sends JSON. Errors: `Error` where no answer comes, or not in time. */
export async function post(
  url: string,
  body: object,
  { timeoutMs, headers = {}, what = "service" }: PostOptions,
): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    const { name, message, cause: inner } = cause as Error;
    const why =
      name === "TimeoutError" ? `no answer in ${timeoutMs} ms` : ((inner as Error | undefined)?.message ?? message);
    throw new Error(`the ${what}: ${why}`, { cause });
  }
}
