import {
  type ChatMessage,
  compilePrompt,
  type ContentPart,
  contentHash,
  type PromptInput,
  promptMessages,
  type SinglePrompt,
  type TestCase,
} from "@sameseed/core";
import { type AttachedFile, AttachedFiles } from "./attached-file.ts";

/**
 * The prompt with the local files that its messages name read from `folder` and put in: images and documents as data
 * URLs, audio as base64. What a case names must lie in the folder. A prompt that can name none is returned as it is.
 */
export function withFiles(input: PromptInput, folder: string): PromptInput {
  if (!("phrasings" in input)) return withFilesOf(input, folder);
  const phrasings = input.phrasings.map((phrasing) => {
    if (typeof phrasing === "string") return phrasing;
    const { id: _, ...own } = withFilesOf({ id: "phrasing", ...phrasing } as SinglePrompt, folder);
    return { ...own, ...(phrasing.id !== undefined && { id: phrasing.id }) };
  });
  return { ...input, phrasings };
}

function withFilesOf(input: SinglePrompt, folder: string): SinglePrompt {
  const mayNameFiles = "render" in input ? input.filesHash === undefined : !promptMessages(input).every(isText);
  if (!mayNameFiles) return input;
  const { id, source, messages, prepare } = compilePrompt(input);
  const files = new AttachedFiles(folder);
  const own = ownTexts(source);
  const inlined = (testCase: TestCase, onFile?: (file: AttachedFile) => void): readonly ChatMessage[] => {
    const rendered = messages(testCase);
    if (rendered.every(isText)) return rendered;
    const where = `Prompt "${id}", case "${testCase.id}"`;
    return rendered.map((message) => withContent(message, { files, own, where, onFile }));
  };
  return {
    id,
    source,
    ...(prepare && { prepare }),
    render: (_vars, testCase) => inlined(testCase),
    filesHash(testCase) {
      const hashes: string[] = [];
      inlined(testCase, ({ sha256 }) => hashes.push(sha256));
      return hashes.length === 0 ? null : contentHash(hashes);
    },
  };
}

/** The texts of a prompt's source: of messages each as a whole, of a template for a whole chat its words. */
function ownTexts(source: unknown): ReadonlySet<string> {
  const texts = (value: unknown): string[] => {
    if (typeof value === "string") return [value, ...value.split(/[\s"'[\](){},]+/)];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
  };
  return new Set(typeof source === "object" ? texts(source).filter((text) => !text.includes("{{")) : []);
}

function isText(message: ChatMessage | string): boolean {
  return typeof message === "object" && !Array.isArray(message.content);
}

interface Attaching {
  readonly files: AttachedFiles;
  /** Texts of the prompt itself that hold no variable. */
  readonly own: ReadonlySet<string>;
  readonly where: string;
  readonly onFile: ((file: AttachedFile) => void) | undefined;
}

function withContent(message: ChatMessage, attaching: Attaching): ChatMessage {
  if (!Array.isArray(message.content)) return message;
  const content = (message.content as readonly ContentPart[]).map((part) => attached(part, attaching));
  return { ...message, content } as ChatMessage;
}

function attached(part: ContentPart, { files, own, where, onFile }: Attaching): ContentPart {
  const read = (path: string, kind: "image" | "audio" | "document"): AttachedFile => {
    const file = files.file({ path, kind, where, isOfData: !own.has(path) });
    onFile?.(file);
    return file;
  };
  if (part.type === "image_url") {
    const { url, ...rest } = part.image_url;
    if (/^(?:data|https?):/i.test(url)) return part;
    return { ...part, image_url: { ...rest, url: dataUrl(read(url, "image")) } };
  }
  if (part.type === "input_audio" && isPath(part.input_audio.data)) {
    const { base64, type } = read(part.input_audio.data, "audio");
    return { ...part, input_audio: { data: base64, format: type === "audio/wav" ? "wav" : "mp3" } };
  }
  if (part.type === "file" && part.file.file_data !== undefined && isPath(part.file.file_data)) {
    const file = read(part.file.file_data, "document");
    return { ...part, file: { filename: file.name, ...part.file, file_data: dataUrl(file) } };
  }
  return part;
}

/** Base64 has no dot, a file's name has one before its ending. */
function isPath(data: string): boolean {
  return /^file:/i.test(data) || (!/^data:/i.test(data) && data.includes("."));
}

function dataUrl({ type, base64 }: AttachedFile): string {
  return `data:${type};base64,${base64}`;
}
