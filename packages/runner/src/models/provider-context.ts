import type { Model, ModelRequest, TestCase } from "@sameseed/core";

/** The cases of a run, for the context that promptfoo's providers get in addition to the prompt. */
export interface CasesSeen {
  /** A model's `notes`, without any notes. */
  readonly see: NonNullable<Model["notes"]>;
  /** promptfoo's context of a request, with sameseed's names where promptfoo has none. */
  readonly contextOf: (request: ModelRequest, config: Readonly<Record<string, unknown>>) => object;
}

export function casesSeen(): CasesSeen {
  const byId = new Map<string, TestCase>();
  return {
    async see(cases) {
      for await (const testCase of cases) byId.set(testCase.id, testCase);
      return [];
    },
    contextOf(request, config) {
      const prompt = promptOf(request);
      const { vars: own = {}, metadata = {} } = byId.get(request.case) ?? {};
      const { vars = own } = request;
      return {
        vars,
        test: { vars, metadata },
        prompt: { raw: prompt, label: prompt, config },
        repeatIndex: request.repeat,
        seed: request.seed,
        params: request.params,
      };
    },
  };
}

/** promptfoo's providers get one text; several messages are JSON. */
export function promptOf({ messages }: ModelRequest): string {
  const [only, second] = messages;
  const isText = only?.role === "user" && typeof only.content === "string" && second === undefined;
  return isText ? (only.content as string) : JSON.stringify(messages);
}
