import { SameseedError } from "../error.ts";
import { type ChatMessage, type MessageToolCall, RecordedMessage } from "../model/message.ts";
import { readPath } from "./path.ts";
import type { Vars } from "../case/test-case.ts";

/** The entries of a prompt's `messages`: messages, and `{{path}}` for a variable that holds messages. */
export type PromptMessages = readonly (ChatMessage | string)[];

/** Fills text with a case's variables. Errors: `TEMPLATE`, which starts with `where`. */
export type TextRenderer = (vars: Vars, where: string) => string;

export type MessagesRenderer = (vars: Vars, where: string) => readonly ChatMessage[];

/** A list entry or a whole `messages` value that is replaced by the messages in a variable. */
export const CONVERSATION = /^\s*\{\{([^{}|()%"'#]+)\}\}\s*$/;
/** Members that give the type of the others and are never templates. */
const WORDS: ReadonlySet<string> = new Set(["role", "type"]);

/**
 * Compiles messages. Every text in them, including those of parts and tool calls, is a template of the
 * language that `compile` reads. The contents of a variable are never read as a template again.
 */
export function compileMessages(messages: PromptMessages, compile: (text: string) => TextRenderer): MessagesRenderer {
  if (messages.every(isPlain)) {
    const plain = messages.map(({ role, content }) => ({ role, render: compile(content) }));
    return (vars, where) => plain.map(({ role, render }) => ({ role, content: render(vars, where) }));
  }
  const entries = messages.map((entry) =>
    typeof entry === "string" ? conversation(entry) : single(entry, compileValue(entry, compile)),
  );
  return (vars, where) => {
    const rendered = entries.flatMap((render) => render(vars, where));
    if (rendered.length > 0) return rendered;
    throw new SameseedError("TEMPLATE", `${where}: there is no message.`, {
      hint: "The conversation is empty: add a message to it, or to the prompt.",
    });
  };
}

type PlainMessage = Extract<ChatMessage, { role: "user" | "system" | "developer" }> & { readonly content: string };

function isPlain(entry: ChatMessage | string): entry is PlainMessage {
  return typeof entry === "object" && typeof entry.content === "string" && Object.keys(entry).length === 2;
}

type Render = (vars: Vars, where: string) => unknown;

function single(written: ChatMessage, render: Render): MessagesRenderer {
  return (vars, where) => {
    const message = render(vars, where) as ChatMessage;
    refuseBrokenArguments(written, { message, where });
    return [message];
  };
}

/** Characters of arguments that a message shows: it is stored with each failed trial. */
const MOST_SHOWN = 300;

/**
 * Services refuse a tool call with arguments that are not JSON, for example after a variable with quotes was
 * filled in. Errors: `TEMPLATE`.
 */
function refuseBrokenArguments(
  written: ChatMessage,
  { message, where }: { readonly message: ChatMessage; readonly where: string },
): void {
  const before = callsOf(written);
  for (const [position, { function: called }] of callsOf(message).entries()) {
    const text = called.arguments;
    if (text === before[position]!.function.arguments || text.trim() === "" || parsed(text) !== undefined) continue;
    throw new SameseedError(
      "TEMPLATE",
      `${where}: the arguments of the tool call "${called.name}" are not JSON with this case's variables: ${text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN).toWellFormed()}…` : text}`,
      {
        hint: "A text with quotes or line breaks ends a JSON text early. Give the case a variable with all arguments as an object, and write arguments: {{name}}.",
      },
    );
  }
}

function callsOf(message: ChatMessage): readonly MessageToolCall[] {
  return message.role === "assistant" ? (message.tool_calls ?? []) : [];
}

function compileValue(value: unknown, compile: (text: string) => TextRenderer): Render {
  if (typeof value === "string") return compile(value);
  if (typeof value !== "object" || value === null) return () => value;
  if (Array.isArray(value)) {
    const members = value.map((member) => compileValue(member, compile));
    return (vars, where) => members.map((render) => render(vars, where));
  }
  const members = Object.entries(value).map(
    ([key, member]) => [key, WORDS.has(key) ? () => member as unknown : compileValue(member, compile)] as const,
  );
  return (vars, where) => Object.fromEntries(members.map(([key, render]) => [key, render(vars, where)]));
}

/** The messages in a variable: a list, or its JSON as text, as in a cell of a table. */
function conversation(entry: string): MessagesRenderer {
  const path = CONVERSATION.exec(entry)?.[1]?.trim();
  if (path === undefined) {
    throw new SameseedError("TEMPLATE", `The message ${JSON.stringify(entry)} is neither a message nor a variable.`, {
      hint: "Write {role: user, content: …}, or {{name}} for a variable that contains a list of messages.",
    });
  }
  return (vars, where) => {
    const value = readPath(vars, path);
    const refuse = (problem: string): never => {
      throw new SameseedError("TEMPLATE", `${where}: {{${path}}} ${problem}.`, {
        hint:
          value === undefined
            ? `The case has: ${Object.keys(vars).join(", ")}.`
            : "It must contain a list of messages, each {role, content}, or the JSON text of such a list.",
      });
    };
    if (value === undefined) return refuse("is missing");
    const list = typeof value === "string" ? parsed(value) : value;
    if (!Array.isArray(list)) return refuse("is not a list of messages");
    return list.flatMap(turnMessages).map((message, position) => {
      const found = RecordedMessage.safeParse(withoutNulls(message));
      if (found.success) return found.data;
      const { path: inside, message: problem } = found.error.issues[0]!;
      return refuse(`[${[position, ...inside].join(".")}]: ${problem}`);
    });
  };
}

/** A turn of a chain as its two messages; any other entry unchanged. */
function turnMessages(entry: unknown): readonly unknown[] {
  if (typeof entry !== "object" || entry === null || "role" in entry) return [entry];
  const { input, output } = entry as { readonly input?: unknown; readonly output?: unknown };
  if (typeof input !== "string" || typeof output !== "string") return [entry];
  return [
    { role: "user", content: input },
    { role: "assistant", content: output },
  ];
}

/** Removes null members: services write absent members as null, such as `tool_calls: null`. */
function withoutNulls(message: unknown): unknown {
  if (typeof message !== "object" || message === null) return message;
  return Object.fromEntries(
    Object.entries(message).filter(([key, value]) => value !== null || key === "content" || key === "role"),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
