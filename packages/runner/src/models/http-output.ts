import { ModelError, readPath, SameseedError, thrownText, type TokenUsage } from "@sameseed/core";

/** The response of a service: the parsed body, or null if it is not JSON; and its text. */
export interface HttpBody {
  readonly json: unknown;
  readonly text: string;
}

/** The answer in a body, or something like it: `{output, error?, tokenUsage?}`, as promptfoo's transforms give it. */
export type OutputFunction = (json: unknown, text: string, context: object) => unknown;

/** The answer in a body. */
export interface HttpOutput {
  readonly text: string | null;
  readonly isStructured: boolean;
  readonly usage: TokenUsage | null;
}

export type OutputReader = (body: HttpBody, context: object) => Promise<HttpOutput>;

const SHOWN_LENGTH = 200;
const CODE = /^javascript:\s*/;

/**
 * How the answer is read from a body: by a path, by `javascript: …` over `json` and `text`, by a function; without any, the
 * whole body. Code runs with the rights of this process. Errors: `BAD_BENCHMARK`; the reader's: `ModelError`.
 */
export function outputReader(output: string | OutputFunction | undefined): OutputReader {
  if (output === undefined) return async ({ json, text }) => outputOf(json ?? text);
  if (typeof output === "string" && !CODE.test(output)) return async (body) => outputOf(valueAt(body, output));
  const read = typeof output === "function" ? output : compiled(output.replace(CODE, ""));
  return async ({ json, text }, context) => givenOf(await called(read, [json, text, context]));
}

function valueAt({ json, text }: HttpBody, path: string): unknown {
  const value = readPath(json, path);
  if (value !== undefined) return value;
  throw new ModelError("invalid_response", `the answer has no ${path}: ${shown(text)}`);
}

async function called(read: OutputFunction, args: Parameters<OutputFunction>): Promise<unknown> {
  try {
    return await read(...args);
  } catch (cause) {
    throw new ModelError("invalid_response", `output throws ${thrownText(cause)}: ${shown(args[1])}`, { cause });
  }
}

function givenOf(given: unknown): HttpOutput {
  if (!isGiven(given)) return outputOf(given);
  if (typeof given.error === "string") throw new ModelError("other", given.error);
  const { prompt, completion } = given.tokenUsage ?? {};
  const isCounted = typeof prompt === "number" && typeof completion === "number";
  return {
    ...outputOf(given.output),
    usage: isCounted ? { promptTokens: prompt, completionTokens: completion } : null,
  };
}

interface Given {
  readonly output?: unknown;
  readonly error?: unknown;
  readonly tokenUsage?: { readonly prompt?: unknown; readonly completion?: unknown };
}

function isGiven(given: unknown): given is Given {
  return typeof given === "object" && given !== null && ("output" in given || "error" in given);
}

function outputOf(value: unknown): HttpOutput {
  if (value === undefined) throw new ModelError("invalid_response", "output gives nothing: it is undefined");
  const isStructured = typeof value === "object" && value !== null;
  const text = value === null || typeof value === "string" ? value : JSON.stringify(value);
  return { text, isStructured, usage: null };
}

/** An expression, a function, or the body of one. */
function compiled(code: string): OutputFunction {
  const isFunction = /^(?:async\s+)?(?:\([^()]*\)\s*=>|\w+\s*=>|function\b)/.test(code);
  const isBody = !isFunction && /\breturn\b/.test(code);
  const body = isFunction ? `return (${code}\n)(json, text, context);` : isBody ? code : `return (${code}\n);`;
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- the user's own code, from the user's own file
    return new Function("json", "text", "context", body) as OutputFunction;
  } catch (cause) {
    throw new SameseedError("BAD_BENCHMARK", `The output ${JSON.stringify(code)} does not compile.`, {
      hint: (cause as Error).message,
      cause,
    });
  }
}

function shown(text: string): string {
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text || "(no body)";
}
