import { readPath, SameseedError, template, textOf, type Vars } from "@sameseed/core";
import type { HttpRequest } from "../transport/http-client.ts";
import { environmentNames, withEnvironment } from "./environment-text.ts";
import { headersOf, type HeaderValues } from "./header-values.ts";

/** A request as a benchmark writes it. Texts are templates: `{{prompt}}`, `{{seed}}`, a case's variables, `{{env.NAME}}`. */
export interface HttpTemplate {
  readonly url: string;
  /** Default: `POST` with a body, `GET` without. */
  readonly method?: HttpRequest["method"] | undefined;
  readonly headers?: HeaderValues | undefined;
  /** An object or a list is sent as JSON, a text unchanged. */
  readonly body?: unknown;
}

export interface CompiledRequest {
  /** The variables that it reads, without the environment's. */
  readonly names: ReadonlySet<string>;
  /** Errors: `TEMPLATE`, with `where`, for a variable that is missing, and for values that break a body of JSON text. */
  fill(vars: Vars, where: string): HttpRequest;
}

/** Variables that the model adds to those of the case. */
export const REQUEST_VARS: ReadonlySet<string> = new Set(["prompt", "messages", "seed"]);

type Fill<T> = (vars: Vars, where: string) => T;

/** Compiles a request with a checked environment. Errors: `TEMPLATE`. */
export function compileRequest(id: string, spec: HttpTemplate): CompiledRequest {
  const { body, method = body === undefined ? "GET" : "POST" } = spec;
  const names = new Set<string>();
  const compile = (text: string): Fill<string> => {
    const { paths, render } = compiled(id, withEnvironment(text) ?? text);
    for (const path of paths) names.add(rootOf(path));
    return render;
  };
  const compileValue = (value: unknown): Fill<unknown> => {
    if (typeof value === "string") {
      const path = /^\s*\{\{\s*([^{}]+?)\s*\}\}\s*$/.exec(value)?.[1];
      const text = compile(value);
      // A value of one variable keeps the variable's type: a seed stays a number, messages stay a list.
      return path === undefined || path.startsWith("env.")
        ? text
        : (vars, where) => {
            const held = readPath(vars, path);
            return held === undefined ? text(vars, where) : held;
          };
    }
    if (Array.isArray(value)) {
      const members = value.map(compileValue);
      return (vars, where) => members.map((member) => member(vars, where));
    }
    if (typeof value !== "object" || value === null) return () => value;
    const members = Object.entries(value).map(([key, member]) => [key, compileValue(member)] as const);
    return (vars, where) => Object.fromEntries(members.map(([key, member]) => [key, member(vars, where)]));
  };
  const address = new URL(withEnvironment(spec.url) ?? spec.url);
  const target = decodedBraces(`${address.pathname}${address.search}`);
  const path = compile(target);
  const written = Object.entries(headersOf(spec.headers ?? {})).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  const headers = written.map(([name, value]) => [name, compile(value)] as const);
  const isText = typeof body === "string";
  const fillBody = isText ? compile(body) : body === undefined ? undefined : compileValue(body);
  const mustBeJson = isText && isJsonTemplate(body, Object.fromEntries(written)["content-type"]);
  const type = { "content-type": isText ? "text/plain" : "application/json" };
  return {
    names,
    fill(vars, where) {
      const filled = fillBody?.(vars, where);
      if (mustBeJson && !isJson(String(filled))) throw brokenBody(where);
      return {
        method,
        path: target.includes("{{") ? path(encoded(vars, names), where) : target,
        headers: {
          ...(fillBody !== undefined && type),
          ...authorizationOf(address),
          ...Object.fromEntries(headers.map(([name, value]) => [name, value(vars, where)])),
        },
        body: filled === undefined ? null : isText ? String(filled) : JSON.stringify(filled),
      };
    },
  };
}

/**
 * Whether a text with variables is JSON, be they inside or outside of its quotes. Without a type, only an object is: a
 * plain text can be `[{{q}}]`.
 */
function isJsonTemplate(text: string, type: string | undefined): boolean {
  if (type !== undefined && !/json|\{\{/i.test(type)) return false;
  const filled = text.replaceAll(/\{\{[^{}]*\}\}/g, "0");
  return (type === undefined ? /^\s*\{/ : /^\s*[[{]/).test(filled) && isJson(filled);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function brokenBody(where: string): SameseedError {
  return new SameseedError("TEMPLATE", `${where}: the body of the request is not JSON with these values.`, {
    hint: "A text with quotes or line breaks ends a JSON text early. Write the body as an object instead of a text: its values are quoted.",
  });
}

/** Every text of a request that may name environment variables. */
function textsOf({ url, body }: HttpTemplate): string[] {
  const inside = (value: unknown): string[] => {
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(inside) : [];
  };
  return [url, ...inside(body)];
}

/** Environment variables of a request's address and body. */
export function requestVariables(spec: HttpTemplate): string[] {
  return environmentNames(textsOf(spec));
}

function compiled(id: string, text: string): ReturnType<typeof template> {
  try {
    return template(text);
  } catch (cause) {
    if (!(cause instanceof SameseedError)) throw cause;
    throw new SameseedError(cause.code, `Model "${id}": ${cause.message}`, {
      hint: "A request can use {{prompt}}, {{messages}}, {{seed}}, {{env.NAME}} and the case's variables, without filters.",
      cause,
    });
  }
}

/** `URL` writes braces as %7B and %7D. */
function decodedBraces(path: string): string {
  return path
    .replaceAll(/%7B/gi, "{")
    .replaceAll(/%7D/gi, "}")
    .replaceAll(/\{\{(?:%20)*|(?:%20)*\}\}/g, (braces) => braces.replaceAll("%20", ""));
}

/** The variables, encoded for an address. */
function encoded(vars: Vars, names: ReadonlySet<string>): Vars {
  return Object.fromEntries(
    [...names].flatMap((name) => (Object.hasOwn(vars, name) ? [[name, encodedValue(vars[name])]] : [])),
  );
}

function encodedValue(value: unknown): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, encodedValue(member)]))
    : encodeURIComponent(textOf(value));
}

/** User and password of an address, as every client sends them. */
function authorizationOf({ username, password }: URL): { authorization?: string } {
  if (username === "" && password === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

function rootOf(path: string): string {
  return /^[^.[\]]+/.exec(path)?.[0] ?? path;
}
