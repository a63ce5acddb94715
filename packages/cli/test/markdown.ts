import { readFileSync } from "node:fs";
import { join } from "node:path";
import { headingAnchor } from "../../../scripts/site/heading-anchor.ts";

/** A fenced block of a page. Its first line is ```` ```<language> <rest> ````. */
export interface Fence {
  readonly language: string;
  /**
   * The text after the language: `title="…"`, `no-run <reason>`, `exits <code>`, `background`, `output`, `of
   * <path>`.
   */
  readonly rest: string;
  /** The file that the block is, from `title="…"`. */
  readonly title: string | undefined;
  readonly text: string;
  /** The prose of its section before it. */
  readonly before: string;
  readonly line: number;
}

export interface Page {
  /** Path from the repository's root. */
  readonly path: string;
  readonly text: string;
  readonly fences: readonly Fence[];
  /** The text without its fences. */
  readonly prose: string;
}

export const ROOT = join(import.meta.dirname, "../../..");

const FENCE = /^```(\S*)[ \t]*(.*)\n([^]*?)^```[ \t]*$/gm;

export function readPage(path: string): Page {
  const text = readFileSync(join(ROOT, path), "utf8");
  const fences = [...text.matchAll(FENCE)].map(({ 1: language = "", 2: rest = "", 3: body = "", index }) => ({
    language,
    rest: rest.trim(),
    title: /title="([^"]+)"/.exec(rest)?.[1],
    text: body,
    before: text.slice(0, index).replaceAll(FENCE, "").split(/^#+ /m).at(-1)!,
    line: lineOf(text, index),
  }));
  return { path, text, fences, prose: text.replaceAll(FENCE, "") };
}

/** The anchors that a page's headings have on GitHub. */
export function anchorsOf({ prose }: Page): Set<string> {
  const headings = [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
  return new Set(headings.map(headingAnchor));
}

/** First cells of the table under a heading, without backticks. */
export function tableUnder({ text }: Page, heading: string): string[] {
  const section = text.slice(text.indexOf(`\n${heading}\n`) + heading.length + 2).split(/\n#/, 1)[0]!;
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell = ""]) => cell);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
