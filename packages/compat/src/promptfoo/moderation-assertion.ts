import type { Assertion } from "./assertion-context.ts";
import { type Fields, isObject } from "./reading.ts";

/** OpenAI's moderation API with the assertion's categories, or why it is not asked. */
export function moderated({ value, fields }: Assertion, grading: Fields): readonly [string, Fields] | string {
  const provider = fields["provider"] ?? ofKind(grading["provider"]);
  const id = isObject(provider) ? provider["id"] : provider;
  const config = isObject(provider) && isObject(provider["config"]) ? provider["config"] : {};
  const [, model] = /^openai:moderation(?::(.+))?$/.exec(String(id)) ?? [];
  if (id !== undefined && !/^openai:moderation(?::|$)/.test(String(id)))
    return `${String(id).split(":")[0]} is not supported as a moderation service: use openai:moderation`;
  const categories = Array.isArray(value) ? value.filter((name) => typeof name === "string" && name !== "") : [];
  const { apiBaseUrl, apiKeyEnvar } = config;
  return [
    "moderation",
    {
      ...(categories.length > 0 && { categories }),
      ...(model !== undefined && { model }),
      ...(typeof apiBaseUrl === "string" && { baseUrl: apiBaseUrl }),
      ...(typeof apiKeyEnvar === "string" && { apiKeyEnv: apiKeyEnvar }),
    },
  ];
}

/** The grader of a test may be one for each kind. */
function ofKind(provider: unknown): unknown {
  return isObject(provider) ? provider["moderation"] : undefined;
}
