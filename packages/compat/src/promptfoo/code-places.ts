export type CodeLanguage = "javascript" | "python";

/** The kind of position in code. */
export type Place =
  | { readonly kind: "code" | "regex" }
  | { readonly kind: "comment"; readonly end: string }
  | {
      readonly kind: "quotes";
      /** The closing mark. */
      readonly mark: string;
      /** Letters before the quotes, in Python. */
      readonly prefix: string;
      /** Whether a backslash is itself. */
      readonly isRaw: boolean;
      /** Whether braces are code: Python's f-strings. */
      readonly isFormat: boolean;
    };

const CODE: Place = { kind: "code" };
/** After these a slash begins a regular expression. */
const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|and|or|not))\s*$/;
const QUOTES: Readonly<Record<CodeLanguage, RegExp>> = {
  javascript: /^(["'`])/,
  python: /^("""|'''|"|')/,
};

/**
 * Reads code piece by piece and tracks in which quotes, comment or expression it ends. A class because it has
 * state.
 */
export class CodePlaces {
  readonly #language: CodeLanguage;
  /** The innermost last; expressions inside of quotes count their braces. */
  readonly #open: { readonly place: Place; braces: number }[] = [{ place: CODE, braces: 0 }];
  #isInClass = false;
  #before = "";

  constructor(language: CodeLanguage) {
    this.#language = language;
  }

  get place(): Place {
    return this.#open.at(-1)!.place;
  }

  read(text: string): void {
    for (let at = 0; at < text.length;) {
      const length = this.#step(text.slice(at, at + 3), text.slice(at));
      this.#before += text.slice(at, at + length);
      at += length;
    }
  }

  /** Consumes the next token; returns its number of characters. */
  #step(next: string, rest: string): number {
    const { place } = this;
    switch (place.kind) {
      case "code":
        return this.#code(next, rest);
      case "comment":
        if (next.startsWith(place.end)) this.#open.pop();
        return next.startsWith(place.end) ? place.end.length : 1;
      case "regex":
        return this.#regex(next);
      case "quotes":
        return this.#quotes(place, next);
    }
  }

  #code(next: string, rest: string): number {
    const inner = this.#open.at(-1)!;
    const mark = QUOTES[this.#language].exec(rest)?.[1];
    if (mark !== undefined) {
      const isPython = this.#language === "python";
      const prefix = isPython ? (/(?<![\w])([rRbBuUfF]{1,2})$/.exec(this.#before)?.[1] ?? "") : "";
      this.#push({ kind: "quotes", mark, prefix, isRaw: /r/i.test(prefix), isFormat: /f/i.test(prefix) });
      return mark.length;
    }
    if (this.#language === "python" ? next.startsWith("#") : next.startsWith("//")) this.#push(comment("\n"));
    else if (this.#language === "javascript" && next.startsWith("/*")) {
      this.#push(comment("*/"));
      return 2;
    } else if (this.#language === "javascript" && next.startsWith("/") && BEFORE_REGEX.test(this.#before))
      this.#push({ kind: "regex" });
    else if (next.startsWith("{")) inner.braces++;
    else if (next.startsWith("}") && inner.braces-- === 0 && this.#open.length > 1) this.#open.pop();
    return 1;
  }

  #regex(next: string): number {
    if (next.startsWith("\\")) return 2;
    if (next.startsWith("[")) this.#isInClass = true;
    if (next.startsWith("]")) this.#isInClass = false;
    if (next.startsWith("\n") || (next.startsWith("/") && !this.#isInClass)) this.#close();
    return 1;
  }

  #quotes(place: Extract<Place, { kind: "quotes" }>, next: string): number {
    if (next.startsWith("\\")) return 2;
    if (next.startsWith(place.mark)) {
      this.#open.pop();
      return place.mark.length;
    }
    if (place.mark.length === 1 && place.mark !== "`" && next.startsWith("\n")) this.#close();
    if (place.mark === "`" && next.startsWith("${")) {
      this.#push(CODE);
      return 2;
    }
    if (place.isFormat && next.startsWith("{{")) return 2;
    if (place.isFormat && next.startsWith("{")) this.#push(CODE);
    return 1;
  }

  #close(): void {
    this.#open.pop();
    this.#isInClass = false;
  }

  #push(place: Place): void {
    this.#open.push({ place, braces: 0 });
  }
}

function comment(end: string): Place {
  return { kind: "comment", end };
}
