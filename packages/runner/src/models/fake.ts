import { type Completion, type Model, type ModelRequest, textCompletion } from "@sameseed/core";

/** Answers of a fake model: one text for all requests, or a function of the request. */
export type FakeReply =
  | string
  | ((request: ModelRequest) => string | Partial<Completion> | Promise<string | Partial<Completion>>);

/**
 * A model with fixed replies, for tests of benchmarks, scorers and reporters: `fake("fake:yes", "yes")`. A
 * function that throws makes the trial fail, as with any model.
 */
export function fake(id: string, reply: FakeReply): Model {
  return {
    id,
    identity: { provider: "fake", reply: typeof reply === "string" ? reply : reply.toString() },
    isCacheable: false,
    async complete(request) {
      const answer = typeof reply === "string" ? reply : await reply(request);
      const known = typeof answer === "string" ? { text: answer } : answer;
      return textCompletion(null, { finishReason: "stop", ...known });
    },
  };
}
