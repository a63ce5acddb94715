import type { Assertion } from "./assertion-context.ts";
import { type Fields, isObject } from "./reading.ts";

/** A service of Hugging Face that classifies; undefined for any other provider, or without a label. */
export function classified({ value, threshold, fields }: Assertion): readonly [string, Fields] | undefined {
  const { provider } = fields;
  const id = isObject(provider) ? provider["id"] : provider;
  const config = isObject(provider) && isObject(provider["config"]) ? provider["config"] : {};
  const model = /^huggingface:text-classification:(.+)$/.exec(String(id))?.[1];
  if (model === undefined || typeof value !== "string" || value === "") return undefined;
  const own = config["apiEndpoint"];
  const url = typeof own === "string" ? own : `https://router.huggingface.co/hf-inference/models/${model}`;
  const least = Math.min(1, Math.max(0, threshold ?? 1));
  return ["classifier", { expected: value, url, apiKeyEnv: "HF_TOKEN", threshold: least }];
}
