import {
  type ChatMessage,
  compilePrompt,
  type ContentPart,
  contentHash,
  earlierAnswers,
  type PromptInput,
  promptMessages,
  SameseedError,
  type SinglePrompt,
  type TestCase,
} from "@sameseed/core";
import { type AttachedFile, AttachedFiles } from "./attached-file.ts";

/**
 * The prompt with the local files that its messages name, read from `folder` and inserted: images and
 * documents as data URLs, audio as base64. A file that a case names must be in the folder. A prompt that
 * cannot name a file is returned unchanged.
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
    const isOfAnswer = answerCheck(testCase, messages);
    const attaching = { files, own, where, isOfAnswer, arePreview: isPreview(testCase), onFile };
    return rendered.map((message) => withContent(message, attaching));
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
  /** Whether a path contains an earlier answer of the case's chain: a model must not choose a file to send. */
  readonly isOfAnswer: (path: string) => boolean;
  /** Before the run there is no answer yet, and its placeholder is not a path. */
  readonly arePreview: boolean;
  readonly onFile: ((file: AttachedFile) => void) | undefined;
}

function withContent(message: ChatMessage, attaching: Attaching): ChatMessage {
  if (!Array.isArray(message.content)) return message;
  const content = (message.content as readonly ContentPart[]).map((part) => attached(part, attaching));
  return { ...message, content } as ChatMessage;
}

function attached(part: ContentPart, attaching: Attaching): ContentPart {
  const { files, own, where, isOfAnswer, arePreview, onFile } = attaching;
  const isAnswer = (path: string): boolean => !own.has(path) && isOfAnswer(path);
  const read = (path: string, kind: "image" | "audio" | "document"): AttachedFile => {
    if (isAnswer(path)) throw answerAsFile(where);
    const file = files.file({ path, kind, where, isOfData: !own.has(path) });
    onFile?.(file);
    return file;
  };
  const named = pathIn(part);
  if (named === undefined || (arePreview && isAnswer(named))) return part;
  if (part.type === "image_url") {
    const { url, ...rest } = part.image_url;
    return { ...part, image_url: { ...rest, url: dataUrl(read(url, "image")) } };
  }
  if (part.type === "input_audio") {
    const { base64, type } = read(named, "audio");
    return { ...part, input_audio: { data: base64, format: type === "audio/wav" ? "wav" : "mp3" } };
  }
  if (part.type === "file") {
    const file = read(named, "document");
    return { ...part, file: { filename: file.name, ...part.file, file_data: dataUrl(file) } };
  }
  return part;
}

/** The path of a part that names a local file; undefined for a file's contents, or its address on the web. */
function pathIn(part: ContentPart): string | undefined {
  if (part.type === "image_url") return /^(?:data|https?):/i.test(part.image_url.url) ? undefined : part.image_url.url;
  const data =
    part.type === "input_audio" ? part.input_audio.data : part.type === "file" ? part.file.file_data : undefined;
  return data !== undefined && isPath(data) ? data : undefined;
}

function isPreview(testCase: TestCase): boolean {
  return earlierAnswers(testCase)?.arePreview === true;
}

/**
 * Whether an earlier answer is in a path that the prompt would not name with other answers: "img4.png" of the
 * dataset is unrelated to the answer "4".
 */
function answerCheck(
  testCase: TestCase,
  messages: (testCase: TestCase) => readonly ChatMessage[],
): (path: string) => boolean {
  const { outputs = [], masked } = earlierAnswers(testCase) ?? {};
  const texts = outputs.map((output) => output.trim()).filter((output) => output !== "");
  let otherPaths: ReadonlySet<string> | undefined;
  return (path) => {
    if (!texts.some((text) => path.includes(text))) return false;
    otherPaths ??= masked === undefined ? new Set() : pathsIn(masked(), messages);
    return !otherPaths.has(path);
  };
}

/** The paths in the messages for a case; none where the prompt cannot make them. */
function pathsIn(testCase: TestCase, messages: (testCase: TestCase) => readonly ChatMessage[]): ReadonlySet<string> {
  try {
    const parts = messages(testCase).flatMap(({ content }) =>
      Array.isArray(content) ? (content as ContentPart[]) : [],
    );
    return new Set(parts.flatMap((part) => pathIn(part) ?? []));
  } catch {
    return new Set();
  }
}

function answerAsFile(where: string): SameseedError {
  return new SameseedError("PROMPT", `${where}: an earlier answer of the model cannot name a local file.`, {
    hint: "Only the benchmark can name local files. Send the answer as text, or use a data: or http(s) URL.",
  });
}

/** Base64 has no dot, a file's name has one before its ending. */
function isPath(data: string): boolean {
  return /^file:/i.test(data) || (!/^data:/i.test(data) && data.includes("."));
}

function dataUrl({ type, base64 }: AttachedFile): string {
  return `data:${type};base64,${base64}`;
}
