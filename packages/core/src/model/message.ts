import { z } from "zod";
import { whenUsed } from "../when-used.ts";

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
    object({
      type: z.literal("text").meta({ description: "A text." }),
      text: z.string().meta({ description: "The text." }),
    }),
    object({
      type: z.literal("image_url").meta({ description: "An image." }),
      image_url: object({
        url: z
          .string()
          .min(1)
          .meta({ description: "An http(s) or data: URL, or the path of a PNG, JPEG, GIF or WebP file." }),
        detail: z
          .enum(["auto", "low", "high"])
          .optional()
          .meta({ description: "Resolution at which the model reads the image. Default: the service's." }),
      }).meta({ description: "url: an http(s) or data: URL, or the path of a PNG, JPEG, GIF or WebP file." }),
    }),
    object({
      type: z.literal("input_audio").meta({ description: "A sound." }),
      input_audio: object({
        data: z.string().min(1).meta({ description: "Base64, or the path of a WAV or MP3 file." }),
        format: z
          .enum(["wav", "mp3"])
          .optional()
          .meta({ description: "Format of base64 data. A file's name shows its format." }),
      }).meta({ description: "data: base64, or the path of a WAV or MP3 file." }),
    }),
    object({
      type: z.literal("file").meta({ description: "A file, such as a PDF." }),
      file: object({
        file_data: z.string().min(1).optional().meta({ description: "A data: URL, or the path of a file." }),
        file_id: z.string().min(1).optional().meta({ description: "Id of a file that was uploaded to the service." }),
        filename: z.string().min(1).optional().meta({ description: "Name of the file for the model." }),
      }).meta({ description: "file_data: a data: URL, or the path of a file." }),
    }),
  ]);
  const Content = z
    .union([z.string(), z.array(Part).min(1)])
    .meta({ description: "The text, or a list of parts: text, image_url, input_audio and file." });
  const name = z
    .string()
    .min(1)
    .optional()
    .meta({ description: "Name of the participant, for services that read it." });
  const Call = object({
    id: z.string().min(1).meta({ description: "Id of the call. The tool's message refers to it." }),
    type: z.literal("function").meta({ description: "Always function." }),
    function: object({
      name: z.string().min(1).meta({ description: "Name of the called function." }),
      arguments: z.string().meta({ description: "The arguments: JSON as text." }),
    }).meta({ description: "The called function and its arguments." }),
  });
  return z.discriminatedUnion("role", [
    object({
      role: z.enum(["system", "developer", "user"]).meta({ description: "The author of the message." }),
      content: Content,
      name,
    }),
    object({
      role: z.literal("assistant").meta({ description: "An earlier answer of the model." }),
      content: Content.nullable().optional().meta({ description: "The text or its parts; null with tool_calls only." }),
      name,
      tool_calls: z.array(Call).min(1).optional().meta({ description: "Calls of tools that the answer made." }),
    }).refine(({ content, tool_calls: calls }) => (content ?? null) !== null || calls !== undefined, {
      error: "an assistant's message needs content or tool_calls",
    }),
    object({
      role: z.literal("tool").meta({ description: "The result of a tool call." }),
      content: Content,
      tool_call_id: z.string().min(1).meta({ description: "Id of the call that the message answers." }),
    }),
  ]) as unknown as z.ZodType<ChatMessage>;
}

/** A message as users write it. An unknown key is an error. */
export const ChatMessage = whenUsed(() => chatMessage(z.strictObject));

/** A message of a recorded conversation: unknown keys are sent unchanged. */
export const RecordedMessage = whenUsed(() => chatMessage(z.looseObject as unknown as typeof z.strictObject));
