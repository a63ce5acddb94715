import { z } from "zod";

/** A piece of a message's content, as OpenAI's Chat Completions writes it. */
export type ContentPart = TextPart | ImagePart | AudioPart | FilePart;
export interface TextPart {
  readonly type: "text";
  readonly text: string;
}
export interface ImagePart {
  readonly type: "image_url";
  readonly image_url: {
    /** A `data:` or http(s) URL, or the path of a PNG, JPEG, GIF or WebP file, which is put in as a data URL. */
    readonly url: string;
    readonly detail?: "auto" | "low" | "high" | undefined;
  };
}
export interface AudioPart {
  readonly type: "input_audio";
  readonly input_audio: {
    /** Base64, or the path of a file. */
    readonly data: string;
    readonly format?: "wav" | "mp3" | undefined;
  };
}
export interface FilePart {
  readonly type: "file";
  readonly file: {
    /** A `data:` URL, or the path of a file. */
    readonly file_data?: string | undefined;
    readonly file_id?: string | undefined;
    readonly filename?: string | undefined;
  };
}

/** A call that an assistant's message of a conversation made. */
export interface MessageToolCall {
  readonly id: string;
  readonly type: "function";
  /** `arguments` is JSON as text. */
  readonly function: { readonly name: string; readonly arguments: string };
}

/** One chat message in OpenAI's wire format. */
export type ChatMessage =
  | {
      readonly role: "system" | "developer" | "user";
      readonly content: string | readonly ContentPart[];
      readonly name?: string | undefined;
    }
  | {
      readonly role: "assistant";
      readonly content?: string | readonly ContentPart[] | null | undefined;
      readonly name?: string | undefined;
      readonly tool_calls?: readonly MessageToolCall[] | undefined;
    }
  | {
      readonly role: "tool";
      readonly content: string | readonly ContentPart[];
      readonly tool_call_id: string;
    };

function chatMessage(object: typeof z.strictObject): z.ZodType<ChatMessage> {
  const Part = z.discriminatedUnion("type", [
    object({ type: z.literal("text"), text: z.string() }),
    object({
      type: z.literal("image_url"),
      image_url: object({ url: z.string().min(1), detail: z.enum(["auto", "low", "high"]).optional() }).meta({
        description: "url: an http(s) or data: URL, or the path of a PNG, JPEG, GIF or WebP file.",
      }),
    }),
    object({
      type: z.literal("input_audio"),
      input_audio: object({ data: z.string().min(1), format: z.enum(["wav", "mp3"]).optional() }).meta({
        description: "data: base64, or the path of a WAV or MP3 file.",
      }),
    }),
    object({
      type: z.literal("file"),
      file: object({
        file_data: z.string().min(1).optional(),
        file_id: z.string().min(1).optional(),
        filename: z.string().min(1).optional(),
      }).meta({ description: "file_data: a data: URL, or the path of a file." }),
    }),
  ]);
  const Content = z.union([z.string(), z.array(Part).min(1)]);
  const name = z.string().min(1).optional();
  const Call = object({
    id: z.string().min(1),
    type: z.literal("function"),
    function: object({ name: z.string().min(1), arguments: z.string() }),
  });
  return z.discriminatedUnion("role", [
    object({ role: z.enum(["system", "developer", "user"]), content: Content, name }),
    object({
      role: z.literal("assistant"),
      content: Content.nullable().optional(),
      name,
      tool_calls: z.array(Call).min(1).optional(),
    }).refine(({ content, tool_calls: calls }) => (content ?? null) !== null || calls !== undefined, {
      error: "an assistant's message needs content or tool_calls",
    }),
    object({ role: z.literal("tool"), content: Content, tool_call_id: z.string().min(1) }),
  ]) as unknown as z.ZodType<ChatMessage>;
}

/** A message as users write it. An unknown key is an error. */
export const ChatMessage = chatMessage(z.strictObject);

/** A message of a recorded conversation: what a service put beside the known keys is sent as it is. */
export const RecordedMessage = chatMessage(z.looseObject as unknown as typeof z.strictObject);
