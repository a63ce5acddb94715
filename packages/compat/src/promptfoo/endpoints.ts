import { chatsAtBedrock } from "./bedrock-config.ts";
import { gatewayOf } from "./gateways.ts";
import type { Fields } from "./reading.ts";
import { namesNoModel, whyNoService } from "./service-reasons.ts";

/** The target of a provider id: a sameseed model, with the address of a service with OpenAI's chat format. */
export interface Endpoint {
  readonly model: string;
  readonly baseUrl?: string | undefined;
  readonly apiKeyEnv?: string | undefined;
  /** Whether promptfoo's defaults for OpenAI hold: temperature 0, 1024 tokens. */
  readonly hasDefaults: boolean;
  readonly note?: string | undefined;
}

/** Services with a native model in sameseed, by promptfoo's name for them. */
const NATIVE: Readonly<Record<string, string>> = {
  anthropic: "anthropic",
  google: "google",
  palm: "google",
  mistral: "mistral",
  groq: "groq",
  openrouter: "openrouter",
  deepseek: "deepseek",
  xai: "xai",
  ollama: "ollama",
  vllm: "vllm",
};
/** Other services with OpenAI's chat completions, by promptfoo's word for them. */
const SERVICES: Readonly<Record<string, readonly [baseUrl: string, apiKeyEnv: string | undefined]>> = {
  localai: ["http://localhost:8080/v1", undefined],
  llamafile: ["http://localhost:8080/v1", undefined],
  together: ["https://api.together.xyz/v1", "TOGETHER_API_KEY"],
  togetherai: ["https://api.together.xyz/v1", "TOGETHER_API_KEY"],
  fireworks: ["https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY"],
  perplexity: ["https://api.perplexity.ai", "PERPLEXITY_API_KEY"],
  cerebras: ["https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"],
  github: ["https://models.github.ai/inference", "GITHUB_TOKEN"],
  hyperbolic: ["https://api.hyperbolic.xyz/v1", "HYPERBOLIC_API_KEY"],
  sambanova: ["https://api.sambanova.ai/v1", "SAMBANOVA_API_KEY"],
  nscale: ["https://inference.api.nscale.com/v1", "NSCALE_SERVICE_TOKEN"],
  litellm: ["http://0.0.0.0:4000", "LITELLM_API_KEY"],
  docker: ["http://localhost:12434/engines/v1", undefined],
  huggingface: ["https://router.huggingface.co/v1", "HF_TOKEN"],
  cohere: ["https://api.cohere.ai/compatibility/v1", "COHERE_API_KEY"],
  alibaba: ["https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_API_KEY"],
  alicloud: ["https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_API_KEY"],
  aliyun: ["https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_API_KEY"],
  dashscope: ["https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_API_KEY"],
  ai21: ["https://api.ai21.com/studio/v1", "AI21_API_KEY"],
  aimlapi: ["https://api.aimlapi.com/v1", "AIML_API_KEY"],
  atlascloud: ["https://api.atlascloud.ai/v1", "ATLASCLOUD_API_KEY"],
  cometapi: ["https://api.cometapi.com/v1", "COMETAPI_KEY"],
  hf: ["https://router.huggingface.co/v1", "HF_TOKEN"],
  llamaapi: ["https://api.llama.com/compat/v1", "LLAMA_API_KEY"],
  minimax: ["https://api.minimax.io/v1", "MINIMAX_API_KEY"],
  moonshot: ["https://api.moonshot.ai/v1", "MOONSHOT_API_KEY"],
  novita: ["https://api.novita.ai/openai/v1", "NOVITA_API_KEY"],
  nvidia: ["https://integrate.api.nvidia.com/v1", "NVIDIA_API_KEY"],
  orcarouter: ["https://api.orcarouter.ai/v1", "ORCAROUTER_API_KEY"],
  truefoundry: ["https://llm-gateway.truefoundry.com", "TRUEFOUNDRY_API_KEY"],
  vercel: ["https://ai-gateway.vercel.sh/v1", "VERCEL_AI_GATEWAY_API_KEY"],
};

const OTHER_OPENAI =
  /^openai:(?:completion|embeddings?|moderation|image|video|realtime|assistant|agents|codex\S*|speech|transcription|chatkit)(?::|$)/;
/** Kinds of models without chat, at services that have both. Ollama sends a completion's prompt through the chat template too. */
const OTHER_KINDS =
  /^(?:(?:huggingface|hf):(?!chat:)|(?:cometapi|aimlapi|novita|vercel):(?:completion|embeddings?|image|video):|(?:litellm|docker|cohere|alibaba|mistral|vllm|truefoundry):(?:completion|embeddings?):|ollama:embeddings?:|google:(?:live|image|video)(?::|$)|anthropic:(?:completion|claude-agent-sdk)(?::|$))/;
const RESPONSES = "is sent to Chat Completions, because the Responses API has no seed and no system fingerprint";
const VERTEX = "uses the Gemini API with GEMINI_API_KEY instead of Vertex AI";

const CONVERSE = "is sent to Bedrock's Converse API, and promptfoo sends it to InvokeModel";

const ADALINE = "is sent to the service itself, as Adaline's gateway does";

/**
 * The endpoint of a provider id, or the reason why there is none. The `config` contains the address of some
 * gateways.
 */
export function endpointOf(id: string, config: Fields = {}): Endpoint | string {
  if (OTHER_OPENAI.test(id) || OTHER_KINDS.test(id)) return "only chat models are supported";
  if (namesNoModel(id)) return whyNoService(id);
  const openai = /^openai:(?:(chat|responses):)?([^]+)$/.exec(id);
  if (openai !== null)
    return { model: `openai:${openai[2]}`, hasDefaults: true, note: openai[1] === "responses" ? RESPONSES : undefined };
  const azure = /^azure(?:openai)?:(?:(chat|responses):)?([^:]+)$/.exec(id);
  if (azure !== null)
    return { model: `azure:${azure[2]}`, hasDefaults: true, note: azure[1] === "responses" ? RESPONSES : undefined };
  const [, service = "", rest = ""] = /^([\w-]+):(.+)$/.exec(id) ?? [];
  const name = rest.replace(/^(?:chat|messages|completion):/, "");
  const native = Object.hasOwn(NATIVE, service) ? NATIVE[service] : undefined;
  if (native !== undefined) return { model: `${native}:${name}`, hasDefaults: false };
  if (service === "adaline") return throughAdaline(rest, config);
  if (service === "bedrock") return bedrock(rest);
  if (service === "vertex" && name.startsWith("gemini-"))
    return { model: `google:${name}`, hasDefaults: false, note: VERTEX };
  const known = gatewayOf(service, config) ?? (Object.hasOwn(SERVICES, service) ? SERVICES[service] : undefined);
  if (typeof known === "string") return known;
  if (known === undefined) return whyNoService(id);
  const [baseUrl, apiKeyEnv] = known;
  return {
    model: `openai:${name}`,
    baseUrl,
    apiKeyEnv,
    hasDefaults: false,
    note: `${service} is used through its OpenAI-compatible API at ${baseUrl}`,
  };
}

/** Adaline's gateway is a library that sends a request to the service itself. */
function throughAdaline(rest: string, config: Fields): Endpoint | string {
  const [, service = "", name = ""] = /^(\w+):chat:(.+)$/.exec(rest) ?? [];
  if (name === "") return "only chat models are supported";
  const found = endpointOf(`${service}:${name}`, config);
  return typeof found === "string" ? found : { ...found, note: found.note ?? ADALINE };
}

/** OpenAI's open models use Bedrock's OpenAI-compatible API, which has a seed; all others use Converse. */
function bedrock(id: string): Endpoint | string {
  const isConverse = id.startsWith("converse:");
  const name = isConverse ? id.slice("converse:".length) : id;
  if (!chatsAtBedrock(name)) return "only chat models are supported";
  const hasDefaults = !isConverse;
  if (/^(?:[a-z]{2,6}\.)?openai\./.test(name)) return { model: `bedrock:${name}`, hasDefaults };
  return { model: `bedrock:converse:${name}`, hasDefaults, note: isConverse ? undefined : CONVERSE };
}
