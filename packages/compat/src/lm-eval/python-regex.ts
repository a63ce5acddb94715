/** A Python pattern in JavaScript's words. */
export interface TranslatedPattern {
  readonly pattern: string;
  readonly flags: string;
}

/**
 * Rewrites Python syntax that differs in JavaScript: flags at the beginning, named groups, `\A`, `\Z`, and a
 * dot for every character. Undefined if the pattern still does not compile.
 */
export function translatePattern(python: string): TranslatedPattern | undefined {
  const [head, letters = ""] = /^\(\?([aimsux]+)\)/.exec(python) ?? ["", ""];
  const body = python.slice(head.length);
  const isDotAll = letters.includes("s");
  const flags = [...letters].filter((letter) => letter === "i" || letter === "m").join("");
  if (letters.includes("x")) return undefined;
  let pattern = "";
  let inClass = false;
  for (let index = 0; index < body.length; index++) {
    const character = body[index]!;
    if (character === "\\") {
      pattern += escaped(body[++index] ?? "");
    } else if (inClass) {
      inClass = character !== "]";
      pattern += character;
    } else if (character === "[") {
      inClass = true;
      pattern += character;
      // In Python a bracket right after the opening one is an ordinary character.
      const opening = /^\^?\]/.exec(body.slice(index + 1))?.[0];
      if (opening !== undefined) {
        pattern += opening.replace("]", "\\]");
        index += opening.length;
      }
    } else if (character === "." && isDotAll) {
      pattern += "[^]";
    } else if (body.startsWith("(?P<", index)) {
      pattern += "(?<";
      index += 3;
    } else {
      pattern += character;
    }
  }
  return compiles(pattern, flags) ? { pattern, flags } : undefined;
}

function compiles(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags).source !== "";
  } catch {
    return false;
  }
}

function escaped(character: string): string {
  if (character === "A") return "(?<![^])";
  if (character === "Z") return "(?![^])";
  return `\\${character}`;
}
