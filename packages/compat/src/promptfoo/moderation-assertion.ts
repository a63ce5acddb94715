import type { Assertion, AssertionContext } from "./assertion-context.ts";
import { inside } from "./place.ts";
import { type Fields, isObject } from "./reading.ts";
import { addressOf, serviceKey } from "./service-access.ts";

/** OpenAI's moderation API with the assertion's categories, or the reason why it is not used. */
export function moderated(
  { value, fields, place }: Assertion,
  { grading, reading }: AssertionContext,
): readonly [string, Fields] | string {
  const provider = fields["provider"] ?? ofKind(grading["provider"]);
  const id = isObject(provider) ? provider["id"] : provider;
  const config = isObject(provider) && isObject(provider["config"]) ? provider["config"] : {};
  const [, model] = /^openai:moderation(?::(.+))?$/.exec(String(id)) ?? [];
  if (id !== undefined && !/^openai:moderation(?::|$)/.test(String(id)))
    return `${String(id).split(":")[0]} is not supported as a moderation service: use openai:moderation`;
  const categories = Array.isArray(value) ? value.filter((name) => typeof name === "string" && name !== "") : [];
  const at = inside(place, "provider", "config");
  const { apiBaseUrl, apiHost } = config;
  const host = apiBaseUrl ?? (typeof apiHost === "string" ? `https://${apiHost}/v1` : undefined);
  const baseUrl = addressOf(host, inside(at, "apiBaseUrl"), reading);
  const apiKeyEnv = serviceKey(config, { known: ["apiBaseUrl", "apiHost"], place: at, reading });
  return [
    "moderation",
    {
      ...(categories.length > 0 && { categories }),
      ...(model !== undefined && { model }),
      ...(baseUrl !== undefined && { baseUrl }),
      ...(apiKeyEnv !== undefined && { apiKeyEnv }),
    },
  ];
}

/** The grader of a test may be one for each kind. */
function ofKind(provider: unknown): unknown {
  return isObject(provider) ? provider["moderation"] : undefined;
}
