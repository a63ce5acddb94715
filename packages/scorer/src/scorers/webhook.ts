import type { Score, AnswerScorer } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { toForeignScore } from "../judgement.ts";
import { noReference, referenceScorer } from "../reference-scorer.ts";
import { postJson } from "./post-json.ts";

export interface WebhookOptions extends CommonOptions {
  readonly url: string;
  /** Default 10,000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Sends POST `{output, context: {id, vars, expected}}` as JSON to a service, which returns `{pass, score, reason}` like
 * promptfoo's webhooks. Without a response, with a status other than 2xx (redirects are not followed) or without a score in
 * the response, the score is null with the reason. The manifest stores the URL without its query, which can contain keys.
 */
export function webhook(options: WebhookOptions): AnswerScorer {
  const { url, timeoutMs = 10_000 } = options;
  const { origin, pathname } = new URL(url);
  return referenceScorer({
    type: "webhook",
    options,
    settings: { url: origin + pathname, timeoutMs },
    reference: noReference,
    async judge(output, _reference, { case: { id, vars, expected } }): Promise<Score> {
      const text = await postJson(url, { output, context: { id, vars, expected } }, { timeoutMs, what: "webhook" });
      try {
        return toForeignScore(JSON.parse(text));
      } catch (cause) {
        throw new Error(`the webhook's answer ${JSON.stringify(text.slice(0, 200))} has no score`, { cause });
      }
    },
  });
}
