import { events, halves, type Said, type StandIn, TOKENS } from "./stand-in.ts";

const WORDS = { stop: "STOP", length: "MAX_TOKENS", filter: "SAFETY", refusal: "PROHIBITED_CONTENT", tools: "STOP" };
const STATUS: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};
const BASE = {
  modelVersion: "served-1",
  responseId: "req-1",
  usageMetadata: {
    promptTokenCount: TOKENS.prompt,
    cachedContentTokenCount: TOKENS.cached,
    candidatesTokenCount: TOKENS.completion - TOKENS.reasoning,
    thoughtsTokenCount: TOKENS.reasoning,
    totalTokenCount: TOKENS.prompt + TOKENS.completion,
  },
};

/** Gemini's generateContent. */
export function generateContentStandIn(): StandIn {
  return {
    whole: (said) => ({
      ...BASE,
      candidates: [
        { index: 0, content: { role: "model", parts: partsOf(said) }, finishReason: WORDS[said.why ?? "stop"] },
      ],
    }),
    stream: (said) => {
      const parts = partsOf(said).flatMap((part) =>
        "text" in part ? halves(part.text as string).map((text) => ({ ...part, text })) : [part],
      );
      return events(
        parts.map((part, index) => ({
          ...BASE,
          candidates: [
            {
              index: 0,
              content: { role: "model", parts: [part] },
              ...(index === parts.length - 1 && { finishReason: WORDS[said.why ?? "stop"] }),
            },
          ],
        })),
      );
    },
    streamType: "text/event-stream",
    error: (status, message) => ({ error: { code: status, message, status: STATUS[status] ?? "UNKNOWN" } }),
    brokenStream: events([{ error: { code: 503, message: "went wrong", status: "UNAVAILABLE" } }])[0]!,
  };
}

function partsOf({ text, toolCalls = [], reasoning }: Said): Record<string, unknown>[] {
  return [
    ...(reasoning === undefined ? [] : [{ text: reasoning, thought: true }]),
    ...(text === undefined ? [] : [{ text }]),
    ...toolCalls.map(({ id, name, arguments: given }) => ({
      functionCall: { id, name, args: JSON.parse(given) as unknown },
    })),
  ];
}
