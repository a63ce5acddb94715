import { events, halves, type Said, type StandIn, TOKENS } from "./stand-in.ts";

const WORDS = { stop: "stop", length: "length", filter: "content_filter", refusal: "stop", tools: "tool_calls" };
const USAGE = {
  prompt_tokens: TOKENS.prompt,
  completion_tokens: TOKENS.completion,
  prompt_tokens_details: { cached_tokens: TOKENS.cached },
  completion_tokens_details: { reasoning_tokens: TOKENS.reasoning },
};

/** Chat Completions, with one service's additions. */
export function chatStandIn(more: object = {}, errorOf: StandIn["error"] = openaiError): StandIn {
  const base = { id: "chatcmpl-1", model: "served-1", ...more };
  return {
    whole: (said) => ({
      ...base,
      object: "chat.completion",
      choices: [{ index: 0, message: messageOf(said), finish_reason: WORDS[said.why ?? "stop"] }],
      usage: USAGE,
    }),
    stream: (said) => [
      ...events([
        ...deltasOf(said).map((delta) => ({ ...base, choices: [{ index: 0, delta, finish_reason: null }] })),
        { ...base, choices: [{ index: 0, delta: {}, finish_reason: WORDS[said.why ?? "stop"] }] },
        { ...base, choices: [], usage: USAGE },
      ]),
      "data: [DONE]\n\n",
    ],
    streamType: "text/event-stream",
    error: errorOf,
    brokenStream: `data: ${JSON.stringify({ error: { message: "went wrong", code: 500 } })}\n\n`,
  };
}

function messageOf({ text, why, toolCalls, reasoning }: Said): object {
  return {
    role: "assistant",
    content: why === "refusal" ? null : (text ?? null),
    ...(why === "refusal" && { refusal: text }),
    ...(reasoning !== undefined && { reasoning_content: reasoning }),
    ...(toolCalls && {
      tool_calls: toolCalls.map(({ id, ...called }) => ({ id, type: "function", function: called })),
    }),
  };
}

function deltasOf({ text, why, toolCalls = [], reasoning }: Said): object[] {
  const member = why === "refusal" ? "refusal" : "content";
  return [
    { role: "assistant" },
    ...(reasoning === undefined ? [] : halves(reasoning).map((piece) => ({ reasoning_content: piece }))),
    ...(text === undefined ? [] : halves(text).map((piece) => ({ [member]: piece }))),
    ...toolCalls.flatMap(({ id, name, arguments: given }, index) => {
      const [first, second] = halves(given);
      return [
        { tool_calls: [{ index, id, type: "function", function: { name, arguments: first } }] },
        { tool_calls: [{ index, function: { arguments: second } }] },
      ];
    }),
  ];
}

function openaiError(status: number, message: string): object {
  return { error: { message, type: status === 429 ? "rate_limit_exceeded" : "invalid_request_error", code: null } };
}

/** 422 lists the fields, everything else has a message. */
export function mistralError(status: number, message: string): object {
  return status === 422
    ? { detail: [{ type: "extra_forbidden", loc: ["body", "seed"], msg: message, input: 1 }] }
    : { object: "error", message, type: "invalid_request_error", param: null, code: "1000" };
}

export function xaiError(_: number, message: string): object {
  return { code: "Client specified an invalid argument", error: message };
}

export function bedrockError(_: number, message: string): object {
  return { message };
}
