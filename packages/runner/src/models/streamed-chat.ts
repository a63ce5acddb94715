import { ModelError } from "@sameseed/core";
import type { ChatAnswer, ChatCompletion, ChatLogprobs, ChatToolCall } from "./chat-completion.ts";

/** One piece of a streamed completion, as far as it is read. */
export interface ChatChunk {
  readonly choices?: readonly {
    readonly index?: number;
    readonly delta?: ChatAnswer;
    readonly finish_reason?: string | null;
    readonly logprobs?: ChatLogprobs | null;
  }[];
  readonly model?: string;
  readonly system_fingerprint?: string | null;
  readonly usage?: ChatCompletion["usage"];
  readonly error?: unknown;
}

/** Puts the pieces of a streamed answer together. A class because the pieces come one by one. */
export class StreamedChat {
  readonly #startMs = performance.now();
  #content: string | null = null;
  #refusal: string | null = null;
  #reasoning: string | null = null;
  readonly #calls: ToolCallPieces[] = [];
  readonly #logprobs: { readonly logprob: number }[] = [];
  #finishReason: string | null = null;
  #model: string | undefined;
  #fingerprint: string | null = null;
  #usage: ChatCompletion["usage"] = null;
  /** From the request to the first piece with text or a call in it; null before it. */
  ttftMs: number | null = null;

  add({ choices, model, system_fingerprint: fingerprint, usage, error }: ChatChunk): void {
    if (error !== undefined && error !== null) {
      throw new ModelError("server", `The service broke its stream off: ${JSON.stringify(error)}`);
    }
    this.#model ??= model;
    this.#fingerprint ??= fingerprint ?? null;
    this.#usage = usage ?? this.#usage;
    const choice = choices?.find(({ index = 0 }) => index === 0);
    if (choice === undefined) return;
    const { content, refusal, tool_calls: calls } = choice.delta ?? {};
    const reasoning = choice.delta?.reasoning_content ?? choice.delta?.reasoning;
    if (content || refusal || reasoning || calls?.length) this.ttftMs ??= performance.now() - this.#startMs;
    if (typeof content === "string") this.#content = (this.#content ?? "") + content;
    if (typeof refusal === "string") this.#refusal = (this.#refusal ?? "") + refusal;
    if (typeof reasoning === "string") this.#reasoning = (this.#reasoning ?? "") + reasoning;
    for (const call of calls ?? []) this.#addCall(call);
    this.#logprobs.push(...(choice.logprobs?.content ?? []));
    this.#finishReason = choice.finish_reason ?? this.#finishReason;
  }

  /** The answer as it would have come in one piece. Errors: `invalid_response` where the stream ended before the answer did. */
  end(): ChatCompletion {
    if (this.#finishReason === null)
      throw new ModelError("invalid_response", "The stream ended before the answer did.");
    const message: ChatAnswer = {
      content: this.#content,
      refusal: this.#refusal,
      tool_calls: this.#calls.map(({ id, name, pieces }) => ({ id, function: { name, arguments: pieces } })),
      reasoning: this.#reasoning,
    };
    return {
      choices: [{ message, finish_reason: this.#finishReason, logprobs: { content: this.#logprobs } }],
      ...(this.#model !== undefined && { model: this.#model }),
      system_fingerprint: this.#fingerprint,
      usage: this.#usage,
    };
  }

  /** Pieces of one call bear its index; where a service leaves it out, an id begins the next call. */
  #addCall({ index, id, function: called }: ChatToolCall): void {
    const known =
      index === undefined ? (id ? undefined : this.#calls.at(-1)) : this.#calls.find((one) => one.index === index);
    const call = known ?? { index: index ?? this.#calls.length, id: null, name: "", pieces: "" };
    if (known === undefined) this.#calls.push(call);
    call.id ??= id ?? null;
    call.name = called?.name || call.name;
    const given = called?.arguments ?? "";
    call.pieces += typeof given === "string" ? given : JSON.stringify(given);
  }
}

interface ToolCallPieces {
  readonly index: number;
  id: string | null;
  name: string;
  pieces: string;
}
