import type { ChatMessage, ModelParams, TokenUsage } from "@sameseed/core";
import { ModelError } from "@sameseed/core";
import { chatTokens } from "./chat-format.ts";
import { sampleToken } from "./sampler.ts";
import { seededStream } from "./seeded-stream.ts";
import { stopFilter } from "./stop-filter.ts";
import { tokenizer } from "./tokenizer.ts";
import { Transformer } from "./transformer.ts";
import type { Weights } from "./weights.ts";

export interface Question {
  readonly messages: readonly ChatMessage[];
  readonly params: ModelParams;
  readonly seed: number | null;
}

export interface TinyAnswer {
  readonly text: string;
  /** The sampled tokens without the end mark. */
  readonly tokens: readonly number[];
  /** `stop`: the end mark or a stop string; `length`: maxTokens or the end of the context. */
  readonly finishReason: "stop" | "length";
  readonly usage: TokenUsage;
}

export interface AnswerHooks {
  /** Gets the text piece by piece; all parts together are the answer's text. */
  readonly onText?: (part: string) => void;
  /** Called before each token; true ends the answer with a ModelError of kind `aborted`. */
  readonly isAborted?: () => boolean;
}

export type Answerer = (question: Question, hooks?: AnswerHooks) => TinyAnswer;

/**
 * Answers questions one at a time. Keys and values of the beginning that a prompt shares with the one before are
 * kept: faster, and bit for bit the same answer. Throws ModelError (`bad_request`, `aborted`).
 */
export function answerer(weights: Weights, name: string): Answerer {
  const tokens = tokenizer(weights.words);
  const network = new Transformer(weights);
  const { end, ...neverSampled } = tokens.marks;

  return ({ messages, params, seed }, { onText, isAborted } = {}) => {
    checkParams(params, name);
    const prompt = chatTokens(messages, tokens);
    if (prompt.length >= network.context) {
      throw new ModelError(
        "bad_request",
        `The prompt has ${prompt.length} tokens, but the context of ${name} is ${network.context} for prompt and answer. Shorten the prompt.`,
      );
    }
    const limit = Math.min(params.maxTokens ?? Infinity, network.context - prompt.length);
    const sampling = { temperature: params.temperature ?? 1, topP: params.topP ?? 1, topK: params.topK ?? Infinity };
    const uniform = seededStream(seed, prompt);
    const output = stopFilter(params.stop ?? []);
    const sampled: number[] = [];
    const counts = new Map<number, number>();
    const finish = (finishReason: "stop" | "length"): TinyAnswer => {
      onText?.(output.flush());
      return {
        text: output.text(),
        tokens: sampled,
        finishReason,
        usage: { promptTokens: prompt.length, completionTokens: sampled.length },
      };
    };

    // The last token is always fed again, because the logits are computed from its hidden state.
    const start = network.keep(prompt.slice(0, -1));
    for (const token of prompt.slice(start)) {
      if (isAborted?.()) throw aborted();
      network.feed(token);
    }
    while (true) {
      if (isAborted?.()) throw aborted();
      const logits = network.logits();
      for (const mark of Object.values(neverSampled)) logits[mark] = -Infinity;
      for (const [token, count] of counts)
        logits[token] = logits[token]! - (params.presencePenalty ?? 0) - (params.frequencyPenalty ?? 0) * count;
      const token = sampleToken(logits, sampling, uniform);
      if (token === end) return finish("stop");
      sampled.push(token);
      counts.set(token, (counts.get(token) ?? 0) + 1);
      const part = output.push(tokens.bytesOf(token));
      if (part !== "") onText?.(part);
      if (output.isStopped()) return finish("stop");
      if (sampled.length >= limit) return finish("length");
      network.feed(token);
    }
  };
}

function checkParams({ extra }: ModelParams, name: string): void {
  if (extra === undefined || Object.keys(extra).length === 0) return;
  throw new ModelError(
    "bad_request",
    `${name} has no extra parameter ${Object.keys(extra).join(", ")}. It knows temperature, topP, topK, maxTokens, stop, frequencyPenalty and presencePenalty.`,
  );
}

function aborted(): ModelError {
  return new ModelError("aborted", "The request was aborted.");
}
