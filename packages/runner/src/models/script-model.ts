import { type Model, ModelError, SameseedError, type ScriptFunction, thrownText } from "@sameseed/core";
import { shown } from "./checked.ts";
import { casesSeen, promptOf } from "./provider-context.ts";

export interface ScriptModelOptions {
  readonly id: string;
  /** Given to the script. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
}

/** The result of a provider of promptfoo. */
interface ProviderResponse {
  readonly output?: unknown;
  readonly error?: string;
  readonly tokenUsage?: { readonly total?: number; readonly prompt?: number; readonly completion?: number };
  readonly cost?: number;
  readonly finishReason?: string;
  readonly isRefusal?: boolean;
  readonly cached?: boolean;
  /** The log probabilities of the answer's tokens. */
  readonly logProbs?: readonly unknown[];
}

type CallApi = (prompt: string, context: object, options: object) => ProviderResponse | Promise<ProviderResponse>;

/**
 * A model from a script: it exports a `Model`, or a provider as promptfoo has it: a class or an object with
 * `callApi(prompt, context, options)`, or that function alone. Errors: `BAD_BENCHMARK`.
 */
export function scriptModel(script: ScriptFunction, { id, config = {} }: ScriptModelOptions): Model {
  const identity = { provider: "script", id, config, hash: script.hash };
  const exported = script.value;
  if (isModel(exported))
    return {
      ...exported,
      complete: exported.complete.bind(exported),
      id,
      identity: { ...exported.identity, ...identity },
    };
  const callApi = callApiOf(exported, { id, config });
  const cases = casesSeen();
  return {
    id,
    identity,
    isCacheable: false,
    notes: cases.see,
    async complete(request, signal) {
      const prompt = promptOf(request);
      const context = cases.contextOf(request, config);
      // promptfoo's functions in Python take the options before the context.
      const given =
        script.language === "python"
          ? await (script.call(prompt, { id, config }, context) as Promise<ProviderResponse>)
          : await callApi(prompt, context, { abortSignal: signal });
      return completionOf(given);
    },
  };
}

function isModel(exported: unknown): exported is Model {
  return typeof (exported as Partial<Model> | null)?.complete === "function";
}

function callApiOf(exported: unknown, options: ScriptModelOptions): CallApi {
  if (typeof exported === "function") {
    const isClass = typeof (exported.prototype as { callApi?: unknown } | undefined)?.callApi === "function";
    return isClass ? bound(new (exported as new (options: object) => object)(options)) : (exported as CallApi);
  }
  return bound(exported);
}

function bound(provider: unknown): CallApi {
  const { callApi } = (provider ?? {}) as { callApi?: CallApi };
  if (typeof callApi === "function") return callApi.bind(provider);
  throw new SameseedError("BAD_BENCHMARK", "The script of a model exports neither a Model nor a provider.", {
    hint: "Export default an object with complete(request), or promptfoo's class with callApi(prompt, context).",
  });
}

/** The input of promptfoo's `perplexity`: the mean of the log probabilities; nothing if one is not a number. */
function meanOf(logProbs: unknown): { readonly meanLogprob?: number } {
  const isList = Array.isArray(logProbs) && logProbs.length > 0 && logProbs.every((one) => Number.isFinite(one));
  if (!isList) return {};
  return { meanLogprob: (logProbs as readonly number[]).reduce((sum, one) => sum + one, 0) / logProbs.length };
}

function completionOf(response: ProviderResponse | undefined): Awaited<ReturnType<Model["complete"]>> {
  if (typeof response !== "object" || response === null)
    throw new ModelError(
      "invalid_response",
      `The script returned ${response === undefined ? "nothing" : shown(response)}. Return {output: "…"}.`,
      {
        isLasting: true, // each attempt may be paid for, and the next one would return the same
      },
    );
  const { output, error, tokenUsage, cost, finishReason = null, isRefusal, cached, logProbs } = response;
  if (error) throw new ModelError("other", thrownText(error));
  const text =
    output === undefined || output === null ? null : typeof output === "string" ? output : JSON.stringify(output);
  const { prompt, completion } = tokenUsage ?? {};
  return {
    text,
    finishReason,
    refusal: isRefusal ? (text ?? "") : null,
    systemFingerprint: null,
    modelVersion: null,
    usage:
      prompt === undefined || completion === undefined ? null : { promptTokens: prompt, completionTokens: completion },
    costUsd: cost ?? null,
    ttftMs: null,
    ...(typeof output === "object" && output !== null && { structured: true }),
    ...(cached === true && { cached }),
    ...meanOf(logProbs),
  };
}
