import { ModelError } from "@sameseed/core";
import type { ChatCompletion } from "./chat-completion.ts";

/** One piece of a streamed completion, as far as it is read. */
export interface ChatChunk {
  readonly choices?: readonly {
    readonly index?: number;
    readonly delta?: { readonly content?: string | null; readonly refusal?: string | null };
    readonly finish_reason?: string | null;
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
  #finishReason: string | null = null;
  #model: string | undefined;
  #fingerprint: string | null = null;
  #usage: ChatCompletion["usage"] = null;
  /** From the request to the first piece with text in it; null before it. */
  ttftMs: number | null = null;

  add({ choices, model, system_fingerprint: fingerprint, usage, error }: ChatChunk): void {
    if (error !== undefined && error !== null) {
      throw new ModelError("server", `The service broke its stream off: ${JSON.stringify(error).slice(0, 200)}`);
    }
    this.#model ??= model;
    this.#fingerprint ??= fingerprint ?? null;
    this.#usage = usage ?? this.#usage;
    const choice = choices?.find(({ index = 0 }) => index === 0);
    if (choice === undefined) return;
    const { content, refusal } = choice.delta ?? {};
    if (content || refusal) this.ttftMs ??= performance.now() - this.#startMs;
    if (typeof content === "string") this.#content = (this.#content ?? "") + content;
    if (typeof refusal === "string") this.#refusal = (this.#refusal ?? "") + refusal;
    this.#finishReason = choice.finish_reason ?? this.#finishReason;
  }

  /** The answer as it would have come in one piece. Errors: `invalid_response` where the stream ended before the answer did. */
  end(): ChatCompletion {
    if (this.#finishReason === null)
      throw new ModelError("invalid_response", "The stream ended before the answer did.");
    return {
      choices: [{ message: { content: this.#content, refusal: this.#refusal }, finish_reason: this.#finishReason }],
      ...(this.#model !== undefined && { model: this.#model }),
      system_fingerprint: this.#fingerprint,
      usage: this.#usage,
    };
  }
}
