import type { Assertion } from "./assertion-context.ts";
import { inside } from "./place.ts";
import { type Fields, isObject, type Reading } from "./reading.ts";
import { addressOf, serviceKey } from "./service-access.ts";

/** A service of Hugging Face that classifies; undefined for any other provider, or without a label. */
export function classified(
  { value, threshold, fields, place }: Assertion,
  reading: Reading,
): readonly [string, Fields] | undefined {
  const { provider } = fields;
  const id = isObject(provider) ? provider["id"] : provider;
  const config = isObject(provider) && isObject(provider["config"]) ? provider["config"] : {};
  const model = /^huggingface:text-classification:(.+)$/.exec(String(id))?.[1];
  if (model === undefined || typeof value !== "string" || value === "") return undefined;
  const at = inside(place, "provider", "config");
  const own = addressOf(config["apiEndpoint"], inside(at, "apiEndpoint"), reading);
  const apiKeyEnv = serviceKey(config, { known: ["apiEndpoint"], place: at, reading }) ?? "HF_TOKEN";
  const url = own ?? `https://router.huggingface.co/hf-inference/models/${model}`;
  const least = Math.min(1, Math.max(0, threshold ?? 1));
  return ["classifier", { expected: value, url, apiKeyEnv, threshold: least }];
}
