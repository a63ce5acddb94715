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
 * Asks a service: POST `{output, context: {id, vars, expected}}` as JSON, answered by `{pass, score, reason}` as
 * promptfoo's webhooks are. No answer, an answer that is not 2xx (a redirection is not followed), or one without a score is "cannot tell" with the reason.
 * The manifest keeps the URL without its query, where keys stand.
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
