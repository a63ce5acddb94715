import {
  type ChatMessage,
  type PromptFunction,
  type Rendered,
  SameseedError,
  type ScriptFunction,
  type TestCase,
  type TextRenderer,
  settledWithin,
  thrownText,
  isObject,
} from "@sameseed/core";
import { messagesIn } from "./chat-text.ts";
import { renderShielded } from "./shielded-values.ts";

/** A prompt is the same for all models, but promptfoo's functions receive the model's name. */
const NO_PROVIDER = { id: "", label: "" };

export interface ScriptPromptOptions {
  /** Given to the function. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /** Fills the function's text where that is a template; the case's contents never are. */
  readonly compile?: ((text: string) => TextRenderer) | undefined;
}

/**
 * A prompt from a function of a script: `({ vars, case, config }) => text or messages`, also promptfoo's, which may give
 * `{prompt}` and may be asynchronous. Errors: `TEMPLATE`; `PROMPT` for a case
 * for which it throws.
 */
export function scriptPrompt(
  id: string,
  script: ScriptFunction,
  { config = {}, compile }: ScriptPromptOptions = {},
): PromptFunction {
  const byId = new Map<string, Rendered | SameseedError>();
  const inChains = new WeakMap<TestCase, Rendered | SameseedError>(); // the same id has other turns in every variant
  const prepared = (testCase: TestCase): Rendered | SameseedError | undefined =>
    testCase.chain === undefined ? byId.get(testCase.id) : inChains.get(testCase);
  const failure = (testCase: TestCase, cause: unknown): SameseedError =>
    cause instanceof SameseedError
      ? cause
      : new SameseedError(
          "PROMPT",
          `Prompt "${id}", case "${testCase.id}": the function throws: ${thrownText(cause)}`,
          {
            hint: "Correct the function, or the case.",
            cause,
          },
        );
  const call = (testCase: TestCase): unknown => {
    try {
      return script.call({ vars: testCase.vars, case: testCase, config, provider: NO_PROVIDER });
    } catch (cause) {
      throw failure(testCase, cause);
    }
  };
  const finish = (given: unknown, testCase: TestCase): Rendered => {
    const where = `Prompt "${id}", case "${testCase.id}"`;
    const rendered = contentOf(given, where);
    if (typeof rendered !== "string") return rendered;
    const text = compile === undefined ? rendered : renderShielded(compile, rendered)(testCase.vars, where);
    return messagesIn(text) ?? text;
  };
  return {
    id,
    source: { script: script.hash, ...(Object.keys(config).length > 0 && { config }) },
    async prepare(testCase) {
      if (inChains.has(testCase)) return; // as an earlier turn it is prepared again
      const given = call(testCase);
      if (!(given instanceof Promise)) {
        if (testCase.chain !== undefined) inChains.set(testCase, finish(given, testCase));
        return;
      }
      const settled = await settledWithin(given).catch((cause: unknown) => failure(testCase, cause));
      const made = settled instanceof SameseedError ? settled : finish(settled, testCase);
      if (testCase.chain === undefined) byId.set(testCase.id, made);
      else inChains.set(testCase, made);
    },
    render(_vars, testCase) {
      const known = prepared(testCase);
      if (known instanceof SameseedError) throw known;
      if (known !== undefined) return known;
      const given = call(testCase);
      if (!(given instanceof Promise)) return finish(given, testCase);
      throw new SameseedError(
        "TEMPLATE",
        `Prompt "${id}" is an asynchronous function, which this command cannot wait for.`,
        {
          hint: "Make the function synchronous, or use sameseed run.",
        },
      );
    },
  };
}

function contentOf(given: unknown, where: string): Rendered {
  const content = isObject(given) && "prompt" in given ? given.prompt : given;
  if (typeof content === "string") return content;
  if (Array.isArray(content) && content.length > 0) return content as readonly ChatMessage[];
  throw new SameseedError("TEMPLATE", `${where}: the function gave ${JSON.stringify(content)}.`, {
    hint: "It must give a text, or a list of messages, each {role, content}.",
  });
}
