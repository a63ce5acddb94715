const SCRIPT = "use a provider in JavaScript or Python";
const STATE = "assistants and agents keep state at the service, and repeats of a case would depend on each other";

/** Why a service has no counterpart, by promptfoo's word for it. */
const REASONS: readonly (readonly [RegExp, why: string])[] = [
  [/^azure(?:openai)?:(?:assistant|foundry-agent)/, STATE],
  [/^bedrock-agent/, STATE],
  [/^sagemaker:/, `each SageMaker endpoint has its own request format: ${SCRIPT}`],
  [/^(?:fal|luma|stability|replicate:image)\b/, "image models are not supported"],
  [/^replicate:/, `Replicate's API needs a second request for the answer: ${SCRIPT}`],
  [
    /^vertex:/,
    "of Vertex AI's models only Gemini is supported: use openai:<model> with the URL of Vertex AI's OpenAI-compatible API",
  ],
  [/^(?:browser|puppeteer)\b/, `browsers are not supported: ${SCRIPT}`],
  [/^(?:ws|wss|websocket)\b/, `WebSockets are not supported: ${SCRIPT}`],
  [/^mcp\b/, `MCP servers are not supported as models: ${SCRIPT}`],
  [/^package:/, "providers from packages are not loaded: export the provider from a file and use file://provider.js"],
  [/^watsonx\b/, `watsonx has its own request format: ${SCRIPT}`],
  [/^(?:promptfoo|sequence|simulated-user|manual-input)\b/, "it is a part of promptfoo itself"],
];
const UNKNOWN = "sameseed does not support this service, and it has no API in OpenAI's chat format";

/** Services whose id needs a model after it. */
const WITHOUT_MODEL =
  /^(?:openai|azure|azureopenai|anthropic|google|vertex|bedrock|mistral|groq|deepseek|xai|ollama|openrouter|cohere|together|vllm)(?::(?:chat|messages|responses|completion)?:?)?$/;

/** Whether an id is a service without a model: `openai:chat` is not a model called chat. */
export function namesNoModel(id: string): boolean {
  return WITHOUT_MODEL.test(id);
}

/** Why a provider id has no model. */
export function whyNoService(id: string): string {
  if (WITHOUT_MODEL.test(id)) return `it names no model: write ${id.replace(/:$/, "")}:<model>`;
  return REASONS.find(([pattern]) => pattern.test(id))?.[1] ?? UNKNOWN;
}
