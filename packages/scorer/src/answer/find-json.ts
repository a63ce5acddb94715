/** JSON found in a text. */
export interface FoundJson {
  readonly value: unknown;
  /** As written. */
  readonly text: string;
}

/** A block between ``` fences. */
export interface FencedBlock {
  /** The word after the opening fence, in lower case: `json`, `python`, or empty. */
  readonly language: string;
  readonly text: string;
}

const FENCE = /^[ \t]*(`{3,}|~{3,})[ \t]*([^\s`]*)[^\n`]*$/;
/** Each try reads from one bracket; an answer of only brackets must not take a minute. */
const MAX_TRIES = 200;

/**
 * The first JSON object or list in a text, with or without fences, with any text around: the first balanced
 * `{…}` or `[…]` that JSON.parse accepts. A text that is JSON as a whole is returned, including a number or a
 * string. Undefined without JSON.
 */
export function findJson(text: string): FoundJson | undefined {
  return allJson(text).next().value;
}

/** Every JSON object and list of a text that is not inside of another, in order, as `findJson` reads the first. */
export function* allJson(text: string): Generator<FoundJson, undefined> {
  const whole = parsed(text);
  if (whole !== undefined) {
    yield whole;
    return;
  }
  let tries = 0;
  for (let start = nextBracket(text, 0); start !== -1 && tries < MAX_TRIES; tries++) {
    const end = endOfBalanced(text, start);
    const found = end === undefined ? undefined : parsed(text.slice(start, end));
    if (found !== undefined) yield found;
    start = nextBracket(text, found === undefined || end === undefined ? start + 1 : end);
  }
}

/** The text between the fences of each block; a block that is never closed reaches to the end. */
export function fencedBlocks(text: string): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: { fence: string; language: string; lines: string[] } | undefined;
  for (const line of text.split("\n")) {
    const match = FENCE.exec(line.trimEnd());
    if (open === undefined) {
      if (match !== null) open = { fence: match[1]!, language: match[2]!.toLowerCase(), lines: [] };
    } else if (match !== null && match[2] === "" && match[1]!.startsWith(open.fence)) {
      blocks.push({ language: open.language, text: open.lines.join("\n") });
      open = undefined;
    } else {
      open.lines.push(line);
    }
  }
  if (open !== undefined) blocks.push({ language: open.language, text: open.lines.join("\n") });
  return blocks;
}

/** The position after the bracket that closes the bracket at `start`; brackets inside strings do not count. */
function endOfBalanced(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function nextBracket(text: string, from: number): number {
  const curly = text.indexOf("{", from);
  const square = text.indexOf("[", from);
  return curly === -1 || square === -1 ? Math.max(curly, square) : Math.min(curly, square);
}

function parsed(text: string): FoundJson | undefined {
  try {
    return { value: JSON.parse(text), text: text.trim() };
  } catch {
    return undefined;
  }
}
