import type { ModelParams } from "@sameseed/core";
import type { TranslationWarning } from "../translation/translation.ts";
import type { TaskFile } from "./task-file.ts";

/** lm-eval's default for the tokens of an answer. */
const DEFAULT_MAX_TOKENS = 256;
/** OpenAI's maximum number of stop strings. */
const MAX_STOPS = 4;

/** `generation_kwargs` as parameters: greedy unless the task samples. */
export function generationParams(
  task: TaskFile,
  delimiter: string,
): {
  readonly params: ModelParams;
  readonly warnings: readonly TranslationWarning[];
} {
  const given = task.get("generation_kwargs") as Readonly<Record<string, unknown>> | undefined;
  const {
    until = given === undefined ? [delimiter] : [],
    do_sample: isSampled = false,
    temperature,
    max_gen_toks: maxTokens = DEFAULT_MAX_TOKENS,
    max_new_tokens: maxNewTokens,
    top_p: topP,
    top_k: topK,
    ...unknown
  } = given ?? {};
  const stop = [until]
    .flat()
    .map(String)
    .filter((text) => text !== "");
  const warnings = Object.keys(unknown).map((key) =>
    task.warning(["generation_kwargs", key], "has no counterpart: left out; params.extra sends a field as it is"),
  );
  if (stop.length > MAX_STOPS)
    warnings.push(
      task.warning(["generation_kwargs", "until"], `OpenAI takes ${MAX_STOPS} stop texts, here are ${stop.length}`),
    );
  const warmth = temperature ?? (isSampled === true ? undefined : 0);
  return {
    params: {
      ...(typeof warmth === "number" && { temperature: warmth }),
      ...(typeof topP === "number" && { topP }),
      ...(typeof topK === "number" && { topK }),
      maxTokens: Number(maxNewTokens ?? maxTokens),
      ...(stop.length > 0 && { stop }),
    },
    warnings,
  };
}
