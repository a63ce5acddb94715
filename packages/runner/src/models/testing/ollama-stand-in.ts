import { halves, type Said, type StandIn, TOKENS } from "./stand-in.ts";

const WORDS = { stop: "stop", length: "length", filter: "stop", refusal: "stop", tools: "stop" };

/** Ollama's /api/chat. */
export function ollamaStandIn(): StandIn {
  const base = { model: "served-1", created_at: "2026-11-01T00:00:00Z" };
  const end = ({ why = "stop" }: Said): object => ({
    done: true,
    done_reason: WORDS[why],
    total_duration: 5_000_000,
    load_duration: 1,
    prompt_eval_count: TOKENS.prompt,
    prompt_eval_duration: 1,
    eval_count: TOKENS.completion,
    eval_duration: 1,
  });
  return {
    whole: (said) => ({ ...base, message: messageOf(said), ...end(said) }),
    stream: (said) => {
      const { text = "", reasoning = "", toolCalls } = said;
      const pieces = [
        ...(reasoning === ""
          ? []
          : halves(reasoning).map((thinking) => ({ role: "assistant", content: "", thinking }))),
        ...halves(text).map((content) => ({ role: "assistant", content })),
        ...(toolCalls ? [messageOf({ toolCalls })] : []),
      ];
      return [
        ...pieces.map((message) => ({ ...base, message, done: false })),
        { ...base, message: { role: "assistant", content: "" }, ...end(said) },
      ].map((line) => `${JSON.stringify(line)}\n`);
    },
    streamType: "application/x-ndjson",
    error: (_, message) => ({ error: message }),
    brokenStream: `${JSON.stringify({ error: "went wrong" })}\n`,
  };
}

function messageOf({ text = "", toolCalls, reasoning }: Said): object {
  return {
    role: "assistant",
    content: text,
    ...(reasoning !== undefined && { thinking: reasoning }),
    ...(toolCalls && {
      tool_calls: toolCalls.map(({ id, name, arguments: given }) => ({
        id,
        function: { name, arguments: JSON.parse(given) as unknown },
      })),
    }),
  };
}
