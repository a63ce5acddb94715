import { type CodeLanguage, CodePlaces, type Place } from "./code-places.ts";
import type { Fields } from "./reading.ts";
import { filledBy } from "./templates.ts";

export type { CodeLanguage } from "./code-places.ts";

/** Around the number of a value, until its place in the code is known. */
const [OPEN, CLOSE] = ["\uE000", "\uE001"];
const MARK = new RegExp(`${OPEN}(\\d+)${CLOSE}`, "g");

/**
 * Code with its templates filled in so that a value cannot become code: inside quotes it is escaped,
 * elsewhere it is a number, a boolean or a literal of the language. If a template does not render, the code
 * is unchanged.
 */
export function codeWithLiterals(
  code: string,
  { language, vars }: { readonly language: CodeLanguage; readonly vars: Fields },
): string {
  const values: string[] = [];
  let marked: string;
  try {
    marked = filledBy(code, vars, (text) => `${OPEN}${values.push(text) - 1}${CLOSE}`);
  } catch {
    return code;
  }
  // A macro's value includes those of its own tags.
  const whole = (text: string): string =>
    text.replaceAll(MARK, (_, index: string) => whole(values[Number(index)] ?? ""));
  const places = new CodePlaces(language);
  let made = "";
  let from = 0;
  for (const match of marked.matchAll(MARK)) {
    const before = marked.slice(from, match.index);
    places.read(before);
    made += before + literalAt(places.place, whole(values[Number(match[1])] ?? ""), language);
    from = match.index + match[0].length;
  }
  return made + marked.slice(from);
}

function literalAt(place: Place, text: string, language: CodeLanguage): string {
  switch (place.kind) {
    case "code":
      return language === "python" ? pythonLiteral(valueIn(text)) : JSON.stringify(valueIn(text));
    case "comment":
      return text.replaceAll(/[\n\r\u2028\u2029]|\*\//g, " ");
    case "regex":
      return text.replaceAll(/[\\/[\]]/g, String.raw`\$&`).replaceAll(/[\n\r\u2028\u2029]/g, String.raw`\n`);
    case "quotes":
      if (place.isRaw) return `${place.mark} ${JSON.stringify(text)} ${place.prefix}${place.mark}`;
      return quoted(place.isFormat ? text.replaceAll(/[{}]/g, "$&$&") : text);
  }
}

/** Escaped for any quotes of both languages. */
function quoted(text: string): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/['`]/g, String.raw`\$&`);
  return escaped.replaceAll("${", String.raw`\${`);
}

/** The JSON value of a text that is JSON, else the text. */
function valueIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function pythonLiteral(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${pythonLiteral(member)}`);
  return `{${members.join(", ")}}`;
}
