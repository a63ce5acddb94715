import { type Model, type ModelAccess, nearest, SameseedError } from "@sameseed/core";
import { echo, SERVICE_NAMES, serviceFromId } from "@sameseed/runner";

const PROVIDERS: readonly string[] = [...SERVICE_NAMES, "tiny", "echo"];

export interface ModelDefaults {
  /** Base URL for `openai:` models without their own. */
  readonly baseUrl?: string | undefined;
}

/**
 * Turns `provider:model` into a model. `openai:chat:<m>` and `openai:<m>` are the same. Errors: `UNKNOWN_MODEL`;
 * `BAD_BENCHMARK` for access options of a model that is not a service.
 */
export async function modelFromId(id: string, defaults: ModelDefaults = {}, access: ModelAccess = {}): Promise<Model> {
  const service = serviceFromId(id, { ...(id.startsWith("openai:") && defaults), ...access });
  if (service !== undefined) return service;
  const separator = id.indexOf(":");
  const provider = separator === -1 ? id : id.slice(0, separator);
  const name = separator === -1 ? "" : id.slice(separator + 1);
  const [key] = Object.keys(access);
  if (key !== undefined && (id === "echo" || provider === "tiny"))
    throw new SameseedError("BAD_BENCHMARK", `Model "${id}" has ${key}:, which only models of services take.`, {
      hint: `Leave ${key} out.`,
    });
  if (id === "echo") return echo();
  if (provider === "tiny" && name !== "") {
    const { tiny } = await import("@sameseed/tiny");
    return tiny(name as Parameters<typeof tiny>[0]);
  }
  throw new SameseedError("UNKNOWN_MODEL", `"${id}" is not a model id.`, {
    hint: `${guessFor(provider, name)}Write provider:model, with one of the providers ${PROVIDERS.join(", ")} (sameseed models lists them). For any other service: openai:<model> with its baseUrl, or model: http. For answers that you have: model: recorded. For a test: model: simulated.`,
  });
}

/** Models and companies by which people know a provider. */
const KNOWN_AS: readonly (readonly [RegExp, provider: string])[] = [
  [/^(?:gpt|chatgpt|o\d)/i, "openai"],
  [/^claude/i, "anthropic"],
  [/^(?:gemini|gemma|vertex|palm)/i, "google"],
  [/^(?:mixtral|codestral|ministral|magistral)/i, "mistral"],
  [/^grok/i, "xai"],
  [/^(?:aws|amazon|nova|titan)/i, "bedrock"],
  [/^llama[.-]cpp/i, "llamacpp"],
  [/^lm[_-]studio/i, "lmstudio"],
];

/** `claude:haiku` means `anthropic:`, and `gpt-6-luna` alone is a model of `openai:`. */
function guessFor(provider: string, name: string): string {
  const known = KNOWN_AS.find(([pattern]) => pattern.test(provider))?.[1];
  const guess = known ?? nearest(provider, PROVIDERS);
  if (guess === undefined) return "";
  if (guess === "echo") return 'Did you mean "echo"? It has no models. ';
  const model = name || (known === undefined ? "…" : provider);
  return `Did you mean "${guess}:${model}"? `;
}
