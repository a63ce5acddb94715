import { type ChatMessage, type ContentPart, messageText } from "@sameseed/core";
import { dataUrl, parsedArguments, partsOf, unsupportedPart, withoutSystem } from "./message-parts.ts";

/** A conversation in Gemini's form. */
export function contentsOf(messages: readonly ChatMessage[]): object {
  const { system, conversation } = withoutSystem(messages);
  const names = new Map<string, string>();
  const contents = conversation.map((message) => contentOf(message, names));
  return { contents, ...(system !== undefined && { systemInstruction: { parts: [{ text: system }] } }) };
}

/** Gemini matches results to calls by the function's name, which the call contains. */
function contentOf(message: ChatMessage, names: Map<string, string>): object {
  if (message.role === "tool") {
    const id = message.tool_call_id;
    const response = { result: messageText(message) };
    return { role: "user", parts: [{ functionResponse: { id, name: names.get(id) ?? id, response } }] };
  }
  if (message.role !== "assistant") return { role: "user", parts: partsOf(message.content).map(partOf) };
  const calls = (message.tool_calls ?? []).map(({ id, function: { name, arguments: given } }) => {
    names.set(id, name);
    return { functionCall: { id, name, args: parsedArguments(given) } };
  });
  return { role: "model", parts: [...partsOf(message.content).map(partOf), ...calls] };
}

function partOf(part: ContentPart): object {
  if (part.type === "text") return { text: part.text };
  if (part.type === "image_url") return mediaOf(part.image_url.url);
  if (part.type === "input_audio") {
    const { data, format = "wav" } = part.input_audio;
    return { inlineData: { mimeType: `audio/${format}`, data } };
  }
  const { file_data: data } = part.file;
  if (data === undefined) throw unsupportedPart("Gemini", part);
  return mediaOf(data);
}

function mediaOf(url: string): object {
  const parts = dataUrl(url);
  return parts === undefined
    ? { fileData: { fileUri: url } }
    : { inlineData: { mimeType: parts.mediaType, data: parts.data } };
}
