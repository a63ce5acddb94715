import {
  type ChatAnswer,
  type ChatCompletion,
  type ChatLogprobs,
  type ChatToolCall,
  contentText,
  reasoningText,
} from "./chat-completion.ts";
import { endedEarly, listOf } from "./reading.ts";
import { toldError } from "./told-error.ts";

/** The parts of a streamed completion that are read. */
export interface ChatChunk {
  readonly choices?: readonly ({
    readonly index?: number;
    readonly delta?: ChatAnswer | null;
    readonly finish_reason?: unknown;
    readonly logprobs?: ChatLogprobs | null;
  } | null)[];
  readonly model?: unknown;
  readonly system_fingerprint?: unknown;
  readonly usage?: ChatCompletion["usage"];
  readonly service_tier?: unknown;
  readonly provider?: unknown;
  readonly x_groq?: ChatCompletion["x_groq"];
  readonly error?: unknown;
  /** The message of an error that has no member `error`. */
  readonly message?: unknown;
}

/** Puts the pieces of a streamed answer together. A class because the pieces come one by one. */
export class StreamedChat {
  readonly #startMs = performance.now();
  #content: string | null = null;
  #refusal: string | null = null;
  #reasoning: string | null = null;
  readonly #calls: ToolCallPieces[] = [];
  readonly #logprobs: ({ readonly logprob: unknown } | null)[] = [];
  #finishReason: unknown = null;
  #model: unknown;
  #fingerprint: unknown = null;
  #usage: ChatCompletion["usage"] = null;
  #serviceTier: unknown;
  #provider: unknown;
  #groq: ChatCompletion["x_groq"];
  /** From the request to the first piece with text or a call in it; null before it. */
  ttftMs: number | null = null;

  /** Errors: `ModelError` where the piece is an error. */
  add(chunk: ChatChunk | null): void {
    const { choices, model, system_fingerprint: fingerprint, usage } = chunk ?? {};
    if ((chunk?.error ?? null) !== null || choices === undefined) {
      const error = toldError(chunk);
      if (error !== undefined) throw error;
    }
    this.#model ??= model;
    this.#fingerprint ??= fingerprint ?? null;
    this.#usage = usage ?? chunk?.x_groq?.usage ?? this.#usage;
    this.#serviceTier ??= chunk?.service_tier;
    this.#provider ??= chunk?.provider;
    if (chunk?.x_groq) this.#groq = { ...this.#groq, ...chunk.x_groq };
    const choice = (listOf(choices) as NonNullable<ChatChunk["choices"]>).find((one) => (one?.index ?? 0) === 0);
    if (!choice) return;
    const { refusal, tool_calls } = choice.delta ?? {};
    const calls = (listOf(tool_calls) as readonly (ChatToolCall | null)[]).filter((call) => call !== null);
    const content = contentText(choice.delta?.content);
    const reasoning = reasoningText(choice.delta ?? {});
    if (content || refusal || reasoning || calls.length > 0) this.ttftMs ??= performance.now() - this.#startMs;
    if (content !== null) this.#content = (this.#content ?? "") + content;
    if (typeof refusal === "string") this.#refusal = (this.#refusal ?? "") + refusal;
    if (reasoning !== null) this.#reasoning = (this.#reasoning ?? "") + reasoning;
    for (const call of calls) this.#addCall(call);
    this.#logprobs.push(...(listOf(choice.logprobs?.content) as NonNullable<ChatLogprobs["content"]>));
    this.#finishReason = choice.finish_reason ?? this.#finishReason;
  }

  /** The answer as it would have come in one piece. Errors: `invalid_response` where the stream ended before the answer did. */
  end(): ChatCompletion {
    if (this.#finishReason === null) throw endedEarly();
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
      service_tier: this.#serviceTier,
      provider: this.#provider,
      ...(this.#groq && { x_groq: this.#groq }),
    };
  }

  /**
   * Parts of one call share its index. If a service omits the index, an id begins the next call. Some services give every
   * call the same index: a new id with a name then begins the next call.
   */
  #addCall({ index, id, function: called }: ChatToolCall): void {
    const same = index === undefined ? this.#calls.at(-1) : this.#calls.findLast((one) => one.index === index);
    const isNext = index === undefined ? Boolean(id) : Boolean(called?.name) && Boolean(id) && same?.id !== id;
    const known = isNext ? undefined : same;
    const call = known ?? { index: index ?? this.#calls.length, id: null, name: "", pieces: "" };
    if (known === undefined) this.#calls.push(call);
    call.id ??= id ?? null;
    if (typeof called?.name === "string") call.name = called.name || call.name;
    const given = called?.arguments ?? "";
    call.pieces += typeof given === "string" ? given : JSON.stringify(given);
  }
}

interface ToolCallPieces {
  readonly index: number;
  id: unknown;
  name: string;
  pieces: string;
}
