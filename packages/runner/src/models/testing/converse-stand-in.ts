import { crc32 } from "node:zlib";
import { bedrockError } from "./chat-stand-in.ts";
import { halves, type Said, type StandIn, TOKENS } from "./stand-in.ts";

const WORDS = {
  stop: "end_turn",
  length: "max_tokens",
  filter: "content_filtered",
  refusal: "guardrail_intervened",
  tools: "tool_use",
};
const USAGE = {
  inputTokens: TOKENS.prompt - TOKENS.cached - 2,
  outputTokens: TOKENS.completion,
  totalTokens: TOKENS.prompt + TOKENS.completion,
  cacheReadInputTokens: TOKENS.cached,
  cacheWriteInputTokens: 2,
};
const REST = { usage: USAGE, metrics: { latencyMs: 7 }, serviceTier: { type: "default" } };

/** Bedrock's Converse and ConverseStream. */
export function converseStandIn(): StandIn {
  return {
    whole: (said) => ({
      output: { message: { role: "assistant", content: contentOf(said) } },
      stopReason: WORDS[said.why ?? "stop"],
      ...REST,
    }),
    stream: (said) => [
      frame("messageStart", { role: "assistant" }),
      ...contentOf(said).flatMap(framesOf),
      frame("messageStop", { stopReason: WORDS[said.why ?? "stop"] }),
      frame("metadata", REST),
    ],
    streamType: "application/vnd.amazon.eventstream",
    error: bedrockError,
    brokenStream: frame("modelStreamErrorException", { message: "went wrong" }, { kind: "exception" }),
  };
}

interface Block {
  readonly text?: string;
  readonly toolUse?: { readonly toolUseId: string; readonly name: string; readonly input: unknown };
  readonly reasoningContent?: { readonly reasoningText: { readonly text: string } };
}

function contentOf({ text, toolCalls = [], reasoning }: Said): Block[] {
  return [
    ...(reasoning === undefined ? [] : [{ reasoningContent: { reasoningText: { text: reasoning } } }]),
    ...(text === undefined ? [] : [{ text }]),
    ...toolCalls.map(({ id, name, arguments: given }) => ({
      toolUse: { toolUseId: id, name, input: JSON.parse(given) as unknown },
    })),
  ];
}

/** Blocks of text have no start event. */
function framesOf({ text, toolUse, reasoningContent }: Block, contentBlockIndex: number): string[] {
  const start =
    toolUse === undefined
      ? []
      : [{ contentBlockIndex, start: { toolUse: { toolUseId: toolUse.toolUseId, name: toolUse.name } } }];
  const deltas =
    toolUse !== undefined
      ? halves(JSON.stringify(toolUse.input)).map((input) => ({ toolUse: { input } }))
      : reasoningContent !== undefined
        ? halves(reasoningContent.reasoningText.text).map((piece) => ({ reasoningContent: { text: piece } }))
        : halves(text!).map((piece) => ({ text: piece }));
  return [
    ...start.map((one) => frame("contentBlockStart", one)),
    ...deltas.map((delta) => frame("contentBlockDelta", { contentBlockIndex, delta })),
    frame("contentBlockStop", { contentBlockIndex }),
  ];
}

interface FrameOptions {
  readonly kind?: "event" | "exception";
  readonly moreHeaders?: Buffer;
}

const NONE = Buffer.alloc(0);

/** A frame of AWS's event stream, as a text with a character per byte. */
export function frame(
  type: string,
  payload: unknown,
  { kind = "event", moreHeaders = NONE }: FrameOptions = {},
): string {
  const headers = Buffer.concat([
    moreHeaders,
    header(`:${kind}-type`, type),
    header(":content-type", "application/json"),
    header(":message-type", kind),
  ]);
  const body = Buffer.from(JSON.stringify(payload) ?? "null");
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(16 + headers.length + body.length, 0);
  lengths.writeUInt32BE(headers.length, 4);
  const checked = Buffer.concat([lengths, checksum(lengths), headers, body]);
  return Buffer.concat([checked, checksum(checked)]).toString("latin1");
}

function header(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from([7]), length, Buffer.from(value)]);
}

function checksum(bytes: Buffer): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}
