import { Lexer, type Token, type Tokens } from "marked";

/** Elements that Markdown may become; answers produce no others. */
export type MarkdownTag =
  | "p"
  | "h4"
  | "strong"
  | "em"
  | "del"
  | "code"
  | "pre"
  | "blockquote"
  | "ul"
  | "ol"
  | "li"
  | "table"
  | "tr"
  | "th"
  | "td"
  | "br"
  | "hr";

export type MarkdownNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "element"; readonly tag: MarkdownTag; readonly children: readonly MarkdownNode[] }
  /** `url` begins with `https:`, `http:` or `mailto:`. */
  | { readonly kind: "link"; readonly url: string; readonly children: readonly MarkdownNode[] };

/** Longer texts, and deeper ones, are shown as plain text. */
const LONGEST = 50_000;
const DEEPEST = 20;

/**
 * A text as a tree of a few harmless elements; null for one that is too long or too deep. HTML stays text,
 * pictures become their description and are never loaded, and a link without a plain web or mail scheme is
 * text too.
 */
export function parseMarkdown(text: string): readonly MarkdownNode[] | null {
  if (text.length > LONGEST || looksTooDeep(text)) return null;
  try {
    return nodesOf(new Lexer({ gfm: true, breaks: true }).lex(text), 0);
  } catch {
    return null; // nested deeper than the parser can go
  }
}

/** The text that a reader sees of it, without the signs of Markdown, on one line. */
export function markdownText(nodes: readonly MarkdownNode[]): string {
  const inline = new Set<MarkdownTag>(["strong", "em", "del", "code"]);
  const text = (node: MarkdownNode): string => {
    if (node.kind === "text") return node.text;
    const inner = node.children.map(text).join("");
    return node.kind === "element" && !inline.has(node.tag) ? ` ${inner} ` : inner;
  };
  return nodes.map(text).join("").replaceAll(/\s+/g, " ").trim();
}

/** Brackets that the parser matches in pairs: very many without a partner take seconds. */
const MOST_BRACKETS = 600;
const MOST_STARS = 3000;

function looksTooDeep(text: string): boolean {
  let [brackets, stars] = [0, 0];
  for (const character of text) {
    if (character === "[") brackets++;
    else if (character === "*" || character === "_" || character === "~") stars++;
  }
  return brackets > MOST_BRACKETS || stars > MOST_STARS || /^(?: {0,3}>){40}/m.test(text);
}

function nodesOf(tokens: readonly Token[], depth: number): readonly MarkdownNode[] {
  if (depth > DEEPEST) throw new RangeError("nested too deep");
  return tokens.flatMap((token) => nodeOf(token, depth + 1));
}

const INLINE_TAGS: Readonly<Record<string, MarkdownTag>> = {
  paragraph: "p",
  heading: "h4",
  blockquote: "blockquote",
  list_item: "li",
  strong: "strong",
  em: "em",
  del: "del",
};

function nodeOf(token: Token, depth: number): readonly MarkdownNode[] {
  const tag = INLINE_TAGS[token.type];
  if (tag !== undefined) return [element(tag, nodesOf(childrenOf(token), depth))];
  switch (token.type) {
    case "space":
    case "def":
      return [];
    case "code":
      return [element("pre", [plain((token as Tokens.Code).text)])];
    case "codespan":
      return [element("code", [plain((token as Tokens.Codespan).text)])];
    case "hr":
    case "br":
      return [element(token.type, [])];
    case "list": {
      const { ordered, items } = token as Tokens.List;
      return [element(ordered ? "ol" : "ul", nodesOf(items, depth))];
    }
    case "table":
      return [tableOf(token as Tokens.Table, depth)];
    case "link":
      return linkOf(token as Tokens.Link, depth);
    case "image":
      return [plain(`[picture: ${(token as Tokens.Image).text || (token as Tokens.Image).href}]`)];
    case "text":
    case "escape":
      return token.type === "text" && childrenOf(token).length > 0
        ? nodesOf(childrenOf(token), depth)
        : [plain((token as Tokens.Text).text)];
    case "checkbox":
      return [plain((token as Tokens.Checkbox).checked ? "☑ " : "☐ ")];
    default:
      return [plain(token.raw)]; // HTML, and elements that a later version of the parser may add
  }
}

function linkOf({ href, tokens, raw }: Tokens.Link, depth: number): readonly MarkdownNode[] {
  if (!/^(?:https?:\/\/|mailto:)[^\s\p{Cc}]+$/iu.test(href)) return [plain(raw)];
  return [{ kind: "link", url: href, children: nodesOf(tokens, depth) }];
}

function tableOf({ header, rows }: Tokens.Table, depth: number): MarkdownNode {
  const row = (tag: "th" | "td", cells: readonly Tokens.TableCell[]): MarkdownNode =>
    element(
      "tr",
      cells.map(({ tokens }) => element(tag, nodesOf(tokens, depth))),
    );
  return element("table", [row("th", header), ...rows.map((cells) => row("td", cells))]);
}

function childrenOf(token: Token): readonly Token[] {
  return ("tokens" in token ? token.tokens : undefined) ?? [];
}

function element(tag: MarkdownTag, children: readonly MarkdownNode[]): MarkdownNode {
  return { kind: "element", tag, children };
}

function plain(text: string): MarkdownNode {
  return { kind: "text", text };
}
