import { afterTurns, readPath, textOf, isObject, type TestCase, type Turn } from "@sameseed/core";

/** A piece of a message as the page shows it. */
export type ShownPart =
  | { readonly kind: "text"; readonly text: string }
  /** A picture that is in the data itself, of a kind that cannot contain code. */
  | { readonly kind: "picture"; readonly url: string }
  /** A file that the page does not load: its address or name. */
  | { readonly kind: "file"; readonly name: string };

export interface ShownMessage {
  readonly role: string;
  readonly parts: readonly ShownPart[];
  readonly calls: readonly ShownCall[];
}

/** A call of a function, with its arguments as the model wrote them. */
export interface ShownCall {
  readonly name: string;
  readonly arguments: string;
}

type Fields = Readonly<Record<string, unknown>>;
type Vars = Fields;

const PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,[a-z0-9+/=]+$/i;

/**
 * The messages that a trial sent, from the prompt's source in the manifest and the case's vars. Null for a prompt that is
 * a function or in another template language: it is not run here. The messages of the variable `apart` are left out.
 */
export function renderedMessages(source: unknown, vars: Vars, apart?: unknown): readonly ShownMessage[] | null {
  if (!Array.isArray(source)) return null;
  const messages = source.flatMap((entry) =>
    typeof entry === "string" ? conversation(entry, vars, apart) : [filled(entry, vars)],
  );
  return messages.every(isMessage) ? messages.map(shown) : null;
}

/**
 * The messages of a case with stored answers filled in. Earlier turns that the prompt inserts as messages are
 * shown separately.
 */
export function messagesOfTurn(
  source: unknown,
  testCase: TestCase,
  earlier: readonly Turn[],
): readonly ShownMessage[] | null {
  if (testCase.chain === undefined) return renderedMessages(source, testCase.vars);
  const { vars } = afterTurns(testCase, earlier);
  return renderedMessages(source, vars, "_conversation" in testCase.vars ? undefined : vars["_conversation"]);
}

/** The messages of a variable; a placeholder that leads nowhere makes the whole not showable. */
function conversation(entry: string, vars: Vars, apart: unknown): readonly unknown[] {
  const value = readPath(vars, entry.replaceAll(/[{}]/g, "").trim());
  if (value !== undefined && value === apart) return [];
  const list = typeof value === "string" ? parsed(value) : value;
  return Array.isArray(list) ? list : [null];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Placeholders are filled once, in every text. */
function filled(value: unknown, vars: Vars): unknown {
  if (typeof value === "string") {
    return value.replace(/\{\{([^{}]*)\}\}/g, (placeholder, path: string) => {
      const found = readPath(vars, path.trim());
      return found === undefined ? placeholder : textOf(found);
    });
  }
  if (Array.isArray(value)) return value.map((member) => filled(member, vars));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, filled(member, vars)]));
}

function shown({ role, content, tool_calls: calls }: Fields): ShownMessage {
  return {
    role: String(role),
    parts: Array.isArray(content) ? content.map(part) : textPart(content),
    calls: Array.isArray(calls) ? calls.map(({ function: called }: Fields) => call(called)) : [],
  };
}

function textPart(content: unknown): ShownPart[] {
  return typeof content === "string" ? [{ kind: "text", text: content }] : [];
}

function part(given: Fields): ShownPart {
  const { type, text } = given;
  if (type === "text") return { kind: "text", text: String(text) };
  const inside = isObject(given[String(type)]) ? (given[String(type)] as Fields) : {};
  const { url, data, filename, file_data: fileData, file_id: fileId } = inside;
  const address = String(url ?? data ?? filename ?? fileData ?? fileId ?? "");
  if (type === "image_url" && PICTURE.test(address)) return { kind: "picture", url: address };
  const kind = type === "image_url" ? "image" : type === "input_audio" ? "audio" : "file";
  return { kind: "file", name: `${kind} ${address.length > 200 ? `${address.slice(0, 60)}…` : address}` };
}

function call(called: unknown): ShownCall {
  const { name, arguments: given } = isObject(called) ? called : {};
  return { name: String(name), arguments: typeof given === "string" ? given : (JSON.stringify(given) ?? "") };
}

function isMessage(value: unknown): value is Fields {
  return isObject(value) && typeof value["role"] === "string";
}
