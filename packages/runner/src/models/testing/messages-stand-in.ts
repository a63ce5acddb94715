import { events, halves, type Said, type StandIn, TOKENS } from "./stand-in.ts";

const WORDS = { stop: "end_turn", length: "max_tokens", filter: "refusal", refusal: "refusal", tools: "tool_use" };
const INPUT = {
  input_tokens: TOKENS.prompt - TOKENS.cached - 2,
  cache_read_input_tokens: TOKENS.cached,
  cache_creation_input_tokens: 2,
  service_tier: "standard",
  inference_geo: "us",
};
const OUTPUT = {
  output_tokens: TOKENS.completion,
  output_tokens_details: { thinking_tokens: TOKENS.reasoning },
};

const ERRORS: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  429: "rate_limit_error",
  500: "api_error",
  529: "overloaded_error",
};

/** Anthropic's Messages. */
export function messagesStandIn(): StandIn {
  const base = { id: "msg_1", type: "message", role: "assistant", model: "served-1" };
  return {
    whole: (said) => ({
      ...base,
      content: contentOf(said),
      stop_reason: WORDS[said.why ?? "stop"],
      stop_sequence: null,
      usage: { ...INPUT, ...OUTPUT },
    }),
    stream: (said) =>
      events([
        {
          type: "message_start",
          message: { ...base, content: [], stop_reason: null, usage: { ...INPUT, output_tokens: 1 } },
        },
        { type: "ping" },
        ...contentOf(said).flatMap(piecesOf),
        { type: "message_delta", delta: { stop_reason: WORDS[said.why ?? "stop"] }, usage: OUTPUT },
        { type: "message_stop" },
      ]),
    streamType: "text/event-stream",
    error: (status, message) => ({ type: "error", error: { type: ERRORS[status] ?? "api_error", message } }),
    brokenStream: events([{ type: "error", error: { type: "overloaded_error", message: "went wrong" } }])[0]!,
  };
}

type Block = { type: string; text?: string; thinking?: string; id?: string; name?: string; input?: unknown };

function contentOf({ text, toolCalls = [], reasoning }: Said): Block[] {
  return [
    ...(reasoning === undefined ? [] : [{ type: "thinking", thinking: reasoning }]),
    ...(text === undefined ? [] : [{ type: "text", text }]),
    ...toolCalls.map(({ id, name, arguments: given }) => ({
      type: "tool_use",
      id,
      name,
      input: JSON.parse(given) as unknown,
    })),
  ];
}

function piecesOf(block: Block, index: number): object[] {
  const { type, text, thinking, input, ...rest } = block;
  const empty = {
    type,
    ...(text !== undefined && { text: "" }),
    ...(thinking !== undefined && { thinking: "" }),
    ...rest,
  };
  const deltas =
    type === "tool_use"
      ? halves(JSON.stringify(input)).map((partial) => ({ type: "input_json_delta", partial_json: partial }))
      : type === "thinking"
        ? halves(thinking!).map((piece) => ({ type: "thinking_delta", thinking: piece }))
        : halves(text!).map((piece) => ({ type: "text_delta", text: piece }));
  return [
    { type: "content_block_start", index, content_block: type === "tool_use" ? { ...empty, input: {} } : empty },
    ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
    { type: "content_block_stop", index },
  ];
}
