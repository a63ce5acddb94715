import { isObject } from "../is-object.ts";

/**
 * Converts the content parts of other APIs' chat messages (Responses, Anthropic, Bedrock, Adaline) to those
 * of Chat Completions. Unknown content is unchanged.
 */
export function withKnownParts(message: unknown): unknown {
  if (!isObject(message) || !Array.isArray(message["content"])) return message;
  const { type, ...rest } = message; // items of the Responses API declare that they are messages
  return { ...(type === "message" ? rest : message), content: message["content"].map(knownPart) };
}

function knownPart(part: unknown): unknown {
  if (!isObject(part)) return part;
  const { type, modality } = part;
  if (type === "input_text" || type === "output_text") return textPart(part["text"]) ?? part;
  if (type === "input_image") return imagePart(part["image_url"], part["detail"]) ?? part;
  if (type === "image") return imagePart(addressOf(part["source"])) ?? part;
  if (modality === "text") return textPart(part["value"]) ?? part;
  if (modality === "image") return imagePart(addressOf(part["value"]), part["detail"]) ?? part;
  if (type === undefined && "text" in part) return textPart(part["text"]) ?? part;
  if (type === undefined && isObject(part["image"])) return imagePart(bedrockAddress(part["image"])) ?? part;
  return part;
}

function textPart(text: unknown): object | undefined {
  return typeof text === "string" ? { type: "text", text } : undefined;
}

function imagePart(url: unknown, detail?: unknown): object | undefined {
  if (typeof url !== "string" || url === "") return undefined;
  return { type: "image_url", image_url: { url, ...(typeof detail === "string" && { detail }) } };
}

/** `{type: base64, media_type, data}` or `{type: url, url}`. */
function addressOf(source: unknown): string | undefined {
  if (!isObject(source)) return undefined;
  const { type, url, media_type: media, data = source["base64"] } = source;
  if (type === "url") return typeof url === "string" ? url : undefined;
  return type === "base64" ? dataUrl(media, data) : undefined;
}

/** `{format: jpg, source: {bytes}}`. */
function bedrockAddress({ format, source }: Readonly<Record<string, unknown>>): string | undefined {
  return isObject(source) ? dataUrl(format, source["bytes"]) : undefined;
}

function dataUrl(media: unknown, data: unknown): string | undefined {
  if (typeof data !== "string" || data === "" || typeof media !== "string") return undefined;
  if (data.startsWith("data:")) return data;
  const name = media === "jpg" ? "jpeg" : media;
  return `data:${name.includes("/") ? name : `image/${name}`};base64,${data}`;
}
