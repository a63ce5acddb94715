import type { ChatMessage } from "./message.ts";

const PART_NAMES = { image_url: "[image]", input_audio: "[audio]", file: "[file]" } as const;

/** The text of a message: the texts of its parts, joined by line breaks, with `[image]` and so on for other parts. */
export function messageText({ content }: ChatMessage): string {
  if (typeof content === "string") return content;
  return (content ?? []).map((part) => (part.type === "text" ? part.text : PART_NAMES[part.type])).join("\n");
}
