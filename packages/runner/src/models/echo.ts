import { messageText, type Model, type ModelRequest, textCompletion } from "@sameseed/core";

/** Returns the prompt: its text, or its messages as JSON if there are several. Free and immediate. */
export function echo(): Model {
  return {
    id: "echo",
    identity: { provider: "echo" },
    isCacheable: false,
    async complete(request) {
      return textCompletion(promptText(request), { finishReason: "stop", costUsd: 0 });
    },
  };
}

/** A request as one text. */
function promptText({ messages }: Pick<ModelRequest, "messages">): string {
  const [only, second] = messages;
  return only?.role === "user" && second === undefined ? messageText(only) : JSON.stringify(messages, null, 2);
}
