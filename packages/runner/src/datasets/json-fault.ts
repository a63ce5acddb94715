export interface JsonFault {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const SPACE = /[ \t\n\r]*/y;
/** The valid beginning of a string: no control character below U+0020, and only known escapes. */
const STRING_START = new RegExp(String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*`, "y");
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\d.eE+-])`;
const SCALAR = new RegExp(String.raw`${STRING_START.source}"|${NUMBER}|(?:true|false|null)(?!\w)`, "y");

/**
 * Where a text stops being JSON; undefined when it is JSON. `JSON.parse` gives the position only for some
 * faults, and in words that change with the engine.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: ("[" | "{")[] = [];
  let at = 0;
  let expects: "value" | "value or ]" | "key" | "key or }" | "colon" | "comma or end" = "value";
  for (;;) {
    at += matched(SPACE, text, at);
    const character = text[at];
    if (character === undefined)
      return open.length === 0 && expects === "comma or end" ? undefined : faultAt(text, at, "the text ends too early");
    if (expects === "value" || expects === "value or ]") {
      if (character === "]" && expects === "value or ]") {
        open.pop();
        expects = "comma or end";
        at++;
      } else if (character === "[" || character === "{") {
        open.push(character);
        expects = character === "[" ? "value or ]" : "key or }";
        at++;
      } else {
        const length = matched(SCALAR, text, at);
        if (length === 0) return badToken(text, at, "a value");
        at += length;
        expects = "comma or end";
      }
    } else if (expects === "key" || expects === "key or }") {
      if (character === "}" && expects === "key or }") {
        open.pop();
        expects = "comma or end";
        at++;
      } else {
        const length = character === '"' ? matched(SCALAR, text, at) : 0;
        if (length === 0) return badToken(text, at, "a key in double quotes");
        at += length;
        expects = "colon";
      }
    } else if (expects === "colon") {
      if (character !== ":") return badToken(text, at, "a colon");
      expects = "value";
      at++;
    } else {
      const inside = open.at(-1);
      if (inside === undefined) return faultAt(text, at, "there is text after the value");
      if (character === ",") expects = inside === "[" ? "value" : "key";
      else if (character === (inside === "[" ? "]" : "}")) open.pop();
      else return badToken(text, at, inside === "[" ? "a comma or ]" : "a comma or }");
      at++;
    }
  }
}

function badToken(text: string, at: number, wanted: string): JsonFault {
  if (text[at] !== '"' || wanted.startsWith("a comma") || wanted === "a colon")
    return faultAt(text, at, `expected ${wanted}, found ${JSON.stringify(text[at])}`);
  const end = at + matched(STRING_START, text, at);
  return end >= text.length
    ? faultAt(text, at, "the string that opens here is never closed")
    : faultAt(text, end, "a string has a line break, a control character or a bad escape");
}

function matched(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

function faultAt(text: string, at: number, message: string): JsonFault {
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1, message };
}
