import { events, halves, type Said, type StandIn, TOKENS } from "./stand-in.ts";

const REASONS = { length: "max_output_tokens", filter: "content_filter" } as const;

/** OpenAI's Responses. */
export function responsesStandIn(): StandIn {
  return {
    whole: responseOf,
    stream: (said) => [
      ...events([
        { type: "response.created", response: { id: "resp_1", status: "in_progress" } },
        ...halves(said.text ?? "").map((delta) => ({ type: "response.output_text.delta", delta })),
        {
          type: `response.${(responseOf(said) as { status: string }).status}`,
          response: responseOf(said),
        },
      ]),
    ],
    streamType: "text/event-stream",
    error: (status, message) => ({
      error: { message, type: status === 429 ? "rate_limit_exceeded" : "invalid_request_error", code: null },
    }),
    brokenStream: events([{ type: "error", code: "server_error", message: "went wrong" }])[0]!,
  };
}

function responseOf({ text, why = "stop", toolCalls = [], reasoning }: Said): object {
  const part = why === "refusal" ? { type: "refusal", refusal: text } : { type: "output_text", text, annotations: [] };
  const reason = why === "length" || why === "filter" ? REASONS[why] : undefined;
  return {
    id: "resp_1",
    object: "response",
    model: "served-1",
    status: reason === undefined ? "completed" : "incomplete",
    error: null,
    incomplete_details: reason === undefined ? null : { reason },
    service_tier: "default",
    output: [
      ...(reasoning === undefined
        ? []
        : [{ type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: reasoning }] }]),
      ...(text === undefined ? [] : [{ type: "message", id: "msg_1", role: "assistant", content: [part] }]),
      ...toolCalls.map(({ id, ...called }) => ({ type: "function_call", id: "fc_1", call_id: id, ...called })),
    ],
    usage: {
      input_tokens: TOKENS.prompt,
      input_tokens_details: { cached_tokens: TOKENS.cached },
      output_tokens: TOKENS.completion,
      output_tokens_details: { reasoning_tokens: TOKENS.reasoning },
      total_tokens: TOKENS.prompt + TOKENS.completion,
    },
  };
}
