import { isObject, type Fields } from "./objects.ts";
import { templateOf } from "./item-vars.ts";

/** A chat of the Evals API in our words, or why it cannot be. */
export type ReadMessages = { readonly messages: readonly Fields[] } | { readonly problem: string };

/** `input_messages.template`, or a grader's `input`. `hasAnswer`: whether the model's answer may be in it. */
export function messagesOf(value: unknown, hasAnswer: boolean): ReadMessages {
  const list = typeof value === "string" ? [{ role: "user", content: value }] : value;
  if (!Array.isArray(list) || list.length === 0) return { problem: "it has no messages" };
  const messages: Fields[] = [];
  for (const [index, message] of list.entries()) {
    if (!isObject(message) || typeof message["role"] !== "string")
      return { problem: `message ${index + 1} has no role` };
    const content = contentOf(message["content"], hasAnswer);
    if (typeof content === "object" && "problem" in content)
      return { problem: `message ${index + 1}: ${content.problem as string}` };
    messages.push({ role: message["role"], content });
  }
  return { messages };
}

type Problem = { readonly problem: string };

function contentOf(content: unknown, hasAnswer: boolean): string | Fields[] | Problem {
  if (typeof content === "string") return text(content, hasAnswer);
  const parts = Array.isArray(content) ? content : [content];
  const made: Fields[] = [];
  for (const part of parts) {
    const one = typeof part === "string" ? { type: "text", text: part } : part;
    if (!isObject(one)) return { problem: "a part of it is not an object" };
    const read = partOf(one, hasAnswer);
    if ("problem" in read) return read as Problem;
    made.push(read);
  }
  const [first] = made;
  return made.length === 1 && first?.["type"] === "text" ? String(first["text"]) : made;
}

function partOf(part: Fields, hasAnswer: boolean): Fields | Problem {
  switch (part["type"]) {
    case "text":
    case "input_text":
    case "output_text": {
      const filled = text(String(part["text"] ?? ""), hasAnswer);
      return typeof filled === "string" ? { type: "text", text: filled } : filled;
    }
    case "input_image": {
      const url = text(String(part["image_url"] ?? ""), hasAnswer);
      if (typeof url !== "string") return url;
      const { detail } = part;
      return { type: "image_url", image_url: { url, ...(typeof detail === "string" && { detail }) } };
    }
    case "input_audio": {
      const audio = isObject(part["input_audio"]) ? part["input_audio"] : {};
      const data = text(String(audio["data"] ?? ""), hasAnswer);
      if (typeof data !== "string") return data;
      return {
        type: "input_audio",
        input_audio: { data, ...(audio["format"] !== undefined && { format: audio["format"] }) },
      };
    }
    default:
      return { problem: `a part is ${JSON.stringify(part["type"])}, which has no counterpart` };
  }
}

function text(template: string, hasAnswer: boolean): string | Problem {
  return (
    templateOf(template, hasAnswer) ?? {
      problem: `${JSON.stringify(template)} refers to a value that sameseed does not have`,
    }
  );
}
