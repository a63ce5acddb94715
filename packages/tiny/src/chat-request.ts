import { ChatMessage, type ModelParams, isObject } from "@sameseed/core";

/** A request of the OpenAI chat wire format, read. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly params: ModelParams;
  readonly seed: number | null;
  readonly isStreamed: boolean;
  readonly includesUsage: boolean;
}

/** Thrown for a body that cannot be answered; `param` names the field at fault. */
export class BadChatRequest extends Error {
  override readonly name = "BadChatRequest";
  readonly param: string | null;

  constructor(message: string, param: string | null = null) {
    super(message);
    this.param = param;
  }
}

/** Reads a request body. Unknown fields are ignored, as services do; a wrong value of a known one throws BadChatRequest. */
export function readChatRequest(body: string): ChatRequest {
  const fields = parseObject(body);
  const { model, n } = fields;
  if (typeof model !== "string") throw new BadChatRequest("model must be a string.", "model");
  if (n !== undefined && n !== null && n !== 1)
    throw new BadChatRequest("n must be 1: this server gives one choice.", "n");
  const read = (name: string, low: number, high: number): number | undefined => readNumber(fields, name, { low, high });
  const params = {
    temperature: read("temperature", 0, 100),
    topP: read("top_p", 0, 1),
    topK: readInteger(fields, "top_k", 1),
    maxTokens: readInteger(fields, "max_completion_tokens", 1) ?? readInteger(fields, "max_tokens", 1),
    frequencyPenalty: read("frequency_penalty", -2, 2),
    presencePenalty: read("presence_penalty", -2, 2),
    stop: readStop(fields["stop"]),
  };
  return {
    model,
    messages: readMessages(fields["messages"]),
    params: Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)),
    seed: readInteger(fields, "seed", -Number.MAX_SAFE_INTEGER) ?? null,
    isStreamed: fields["stream"] === true,
    includesUsage: isObject(fields["stream_options"]) && fields["stream_options"]["include_usage"] === true,
  };
}

type Fields = Readonly<Record<string, unknown>>;

function parseObject(body: string): Fields {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new BadChatRequest("The body is not valid JSON.");
  }
  if (!isObject(parsed)) throw new BadChatRequest("The body must be a JSON object.");
  return parsed;
}

function readNumber(
  fields: Fields,
  name: string,
  { low, high }: { readonly low: number; readonly high: number },
): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && value >= low && value <= high) return value;
  throw new BadChatRequest(`${name} must be a number from ${low} to ${high}.`, name);
}

function readInteger(fields: Fields, name: string, low: number): number | undefined {
  const value = readNumber(fields, name, { low, high: Number.MAX_SAFE_INTEGER });
  if (value === undefined || Number.isInteger(value)) return value;
  throw new BadChatRequest(`${name} must be a whole number.`, name);
}

function readStop(stop: unknown): string[] | undefined {
  if (stop === undefined || stop === null) return undefined;
  const stops = Array.isArray(stop) ? stop : [stop];
  if (!stops.every((item) => typeof item === "string" && item !== ""))
    throw new BadChatRequest("stop must be a string or a list of strings, none empty.", "stop");
  return stops.length === 0 ? undefined : stops;
}

function readMessages(messages: unknown): ChatMessage[] {
  if (!Array.isArray(messages) || messages.length === 0)
    throw new BadChatRequest("messages must be a list of at least one message.", "messages");
  return messages.map((message, index) => {
    if (!isObject(message)) throw new BadChatRequest(`messages[${index}] must be an object.`, "messages");
    const parsed = ChatMessage.safeParse({ role: message["role"], content: textOf(message["content"]) });
    if (parsed.success) return parsed.data;
    throw new BadChatRequest(
      `messages[${index}] must have a role (system, developer, user or assistant) and text as content.`,
      "messages",
    );
  });
}

/** Content is a string, or parts; only their text is used. */
function textOf(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  const texts = content.map((part) => (isObject(part) && part["type"] === "text" ? part["text"] : undefined));
  return texts.every((text) => typeof text === "string") ? texts.join("") : undefined;
}
