import { type Completion, ModelError } from "@sameseed/core";
import { expect, test } from "vitest";
import { chatStandIn } from "../models/testing/chat-stand-in.ts";
import { converseStandIn, frame } from "../models/testing/converse-stand-in.ts";
import { generateContentStandIn } from "../models/testing/generate-content-stand-in.ts";
import { messagesStandIn } from "../models/testing/messages-stand-in.ts";
import { ollamaStandIn } from "../models/testing/ollama-stand-in.ts";
import { responsesStandIn } from "../models/testing/responses-stand-in.ts";
import type { StandIn } from "../models/testing/stand-in.ts";
import { FrameParser } from "../transport/frame-parser.ts";
import { transportError } from "./service-error.ts";
import { StreamReader } from "./stream-reader.ts";
import { WIRES } from "./wire-formats.ts";
import type { WireFormat } from "./wire.ts";

const STAND_INS = {
  chat: chatStandIn({ system_fingerprint: "fp_1", provider: "DeepInfra", x_groq: { seed: 1 } }),
  responses: responsesStandIn(),
  messages: messagesStandIn(),
  converse: converseStandIn(),
  "generate-content": generateContentStandIn(),
  ollama: ollamaStandIn(),
} satisfies Record<keyof typeof WIRES, StandIn>;

const SAID = {
  text: "Gut, danke",
  reasoning: "hm, ja",
  toolCalls: [{ id: "c1", name: "f", arguments: '{"a":1}' }],
  why: "tools",
} as const;

/** Values in place of the expected ones; undefined for a missing member. */
const ODD: readonly unknown[] = [undefined, null, 7, -1, "x", "", [], {}, [null], [7], [{}], [{ type: 5 }], true];

type Path = readonly (string | number)[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))];
}

/** The value with the part at a path replaced. */
function withOdd(value: unknown, [key, ...rest]: Path, odd: unknown): unknown {
  if (key === undefined) return odd;
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === key ? withOdd(one, rest, odd) : one));
  const { [key]: inner, ...others } = value as Record<string, unknown>;
  return { ...others, [key]: withOdd(inner, rest, odd) };
}

/** Problems that a row cannot store; empty for a valid completion. */
function problemsOf(completion: Completion): string[] {
  const isText = (value: unknown): boolean => typeof value === "string";
  const nullable = ["text", "finishReason", "refusal", "modelVersion", "systemFingerprint"] as const;
  const optional = ["reasoning", "requestId", "region", "serviceTier", "upstream"] as const;
  return [
    ...nullable.filter((name) => completion[name] !== null && !isText(completion[name])),
    ...optional.filter((name) => completion[name] !== undefined && !isText(completion[name])),
    ...Object.entries(completion.usage ?? {}).flatMap(([name, count]) => (count >= 0 ? [] : [`usage.${name}`])),
    ...(completion.toolCalls ?? []).flatMap(({ id, name, arguments: given }) =>
      (id === null || isText(id)) && isText(name) && isText(given) ? [] : ["toolCalls"],
    ),
  ];
}

/** The fault in reading an answer; null for a completion, or for an error that names the missing part. */
function faultOf(read: () => Completion): string | null {
  try {
    return problemsOf(read()).join(", ") || null;
  } catch (thrown) {
    const error = transportError(thrown);
    const isTold = thrown instanceof ModelError && error.kind !== "other" && error.message.length > 10;
    return isTold ? null : String(thrown);
  }
}

const header = (): undefined => undefined;

function streamed(wire: WireFormat, events: readonly string[]): Completion {
  const reader = new StreamReader(wire);
  for (const text of events) reader.push(text);
  return wire.completion(reader.end(), header);
}

const EACH = Object.entries(STAND_INS).map(
  ([name, standIn]) => [name, WIRES[name as keyof typeof WIRES], standIn] as const,
);

test.each(EACH)(
  "%s: reads any value in a field of an answer, or the error names the missing part",
  (_, wire, standIn) => {
    const whole = standIn.whole(SAID);
    const faults = pathsIn(whole).flatMap((path) =>
      ODD.flatMap((odd) => {
        const body = JSON.stringify(withOdd(whole, path, odd)) ?? "null";
        const fault = faultOf(() => wire.completion(JSON.parse(body), header));
        return fault === null ? [] : [`${path.join(".")} = ${JSON.stringify(odd)}: ${fault}`];
      }),
    );
    expect(faults).toEqual([]);
  },
);

/** The JSON of an event of a stream; of a frame with its type as the key. Empty without JSON. */
function jsonIn(wire: WireFormat, event: string): string {
  if (wire.framing === "frames") return [...new FrameParser().push(event)][0]!;
  return /^(?:event: .*\n)?(?:data: )?(\{.*\})\s*$/s.exec(event)?.[1] ?? "";
}

/** The event with another value. A value that is not an object with one key is not a frame of a known type. */
function withJson(event: string, json: string, value: unknown): string {
  if (event.includes(json)) return event.replace(json, () => JSON.stringify(value) ?? "null");
  const [[type, payload] = ["other", value]] = Object.entries(value ?? {});
  return frame(type, payload);
}

test.each(EACH)("%s: the same holds for every event of a stream", (_, wire, standIn) => {
  const events = standIn.stream(SAID);
  const faults = events.flatMap((event, at) => {
    const json = jsonIn(wire, event);
    if (json === "") return [];
    const value: unknown = JSON.parse(json);
    return pathsIn(value).flatMap((path) =>
      ODD.flatMap((odd) => {
        const text = withJson(event, json, withOdd(value, path, odd));
        const fault = faultOf(() => streamed(wire, events.with(at, text)));
        return fault === null ? [] : [`event ${at}, ${path.join(".")} = ${JSON.stringify(odd)}: ${fault}`];
      }),
    );
  });
  expect(faults).toEqual([]);
});

test("calls with the same index are separate if each has an id and a name", () => {
  const call = (more: object): string =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [{ index: 0, ...more }] } }] })}\n\n`;
  const end = `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] })}\n\n`;
  const named = (id: string, given: string): string => call({ id, function: { name: "f", arguments: given } });
  expect(
    streamed(WIRES.chat, [named("a", '{"x":'), call({ function: { arguments: "1}" } }), named("b", "{}"), end])
      .toolCalls,
  ).toEqual([
    { id: "a", name: "f", arguments: '{"x":1}' },
    { id: "b", name: "f", arguments: "{}" },
  ]);
  // Another id with each piece, as older vLLM sends, is still one call.
  expect(
    streamed(WIRES.chat, [named("a", '{"x":'), call({ id: "z", function: { arguments: "1}" } }), end]).toolCalls,
  ).toHaveLength(1);
});

test("keeps the text of a block without a start event", () => {
  const events = messagesStandIn()
    .stream({ text: "Gut, danke" })
    .filter((event) => !event.includes("content_block_start"));
  expect(streamed(WIRES.messages, events).text).toBe("Gut, danke");
});

test("takes parts that the last event of Responses omits from earlier events", () => {
  const item = { type: "message", content: [{ type: "output_text", text: "Gut" }] };
  const events = [
    { type: "response.output_item.done", item },
    { type: "response.completed", response: { status: "completed", output: [] } },
  ].map((event) => `data: ${JSON.stringify(event)}\n\n`);
  expect(streamed(WIRES.responses, events).text).toBe("Gut");
});

test.each(["queued", "in_progress"])("Responses that are %s are no answer, and are not retried", (status) => {
  const read = (): Completion => WIRES.responses.completion({ status, output: [] }, header);
  expect(read).toThrowError(expect.objectContaining({ kind: "invalid_response", isLasting: true }));
});

test("reads the answer with index 0 of several, in any order", () => {
  const choice = (index: number | undefined, content: string) => ({
    index,
    finish_reason: "stop",
    message: { content },
  });
  const read = (...choices: unknown[]) => WIRES.chat.completion({ choices }, header).text;
  expect(read(choice(1, "b"), choice(0, "a"))).toBe("a");
  expect(read(choice(undefined, "a"), choice(undefined, "b"))).toBe("a");
  expect(read(choice(1, "b"))).toBe("b");
});

test("calls of custom tools, and the older form of a call, are tool calls", () => {
  const calls = (message: object) =>
    WIRES.chat.completion({ choices: [{ finish_reason: "stop", message: { content: null, ...message } }] }, header)
      .toolCalls;
  expect(calls({ tool_calls: [{ id: "c", type: "custom", custom: { name: "sql", input: "SELECT 1" } }] })).toEqual([
    { id: "c", name: "sql", arguments: "SELECT 1" },
  ]);
  expect(calls({ function_call: { name: "f", arguments: "{}" } })).toEqual([{ id: null, name: "f", arguments: "{}" }]);
});
