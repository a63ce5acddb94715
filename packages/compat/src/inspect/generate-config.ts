import type { ModelParams } from "@sameseed/core";
import type { LogHeader } from "./log-schema.ts";

const NAMES: Readonly<Record<string, keyof ModelParams>> = {
  temperature: "temperature",
  top_p: "topP",
  top_k: "topK",
  max_tokens: "maxTokens",
  stop_seqs: "stop",
  frequency_penalty: "frequencyPenalty",
  presence_penalty: "presencePenalty",
  reasoning_effort: "reasoningEffort",
};
/** How the client went about it, which no answer depends on. */
const CLIENT = /^(?:max_connections|max_retries|timeout|attempt_timeout|cache|batch|adaptive_connections|seed)$/;

/** The parameters that a log records for every request: Inspect's `GenerateConfig` as parameters. */
export function generateParams({ plan, eval: evaluation }: LogHeader): ModelParams {
  const config = { ...evaluation.model_generate_config, ...plan?.config };
  const given = Object.entries(config).filter(
    ([name, value]) => value !== null && value !== undefined && !CLIENT.test(name),
  );
  const known = given.filter(([name]) => NAMES[name] !== undefined);
  const extra = given.filter(([name]) => NAMES[name] === undefined);
  return {
    ...Object.fromEntries(known.map(([name, value]) => [NAMES[name]!, value])),
    ...(extra.length > 0 && { extra: Object.fromEntries(extra) as ModelParams["extra"] }),
  };
}

/** The seed that was sent with every request; null where none was. */
export function generateSeed({ plan, eval: evaluation }: LogHeader): number | null {
  const seed = plan?.config?.["seed"] ?? evaluation.model_generate_config?.["seed"];
  return typeof seed === "number" ? seed : null;
}
