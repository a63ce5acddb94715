import type { Score, AnswerScorer } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { fencedBlocks } from "../answer/find-json.ts";
import { loadOnUse } from "../answer/load-on-use.ts";
import { noReference, referenceScorer } from "../reference-scorer.ts";

export interface IsXmlOptions extends CommonOptions {
  /** Elements that must occur, each a path from the root such as `order.item`. */
  readonly elements?: readonly string[] | undefined;
}

/** 1 if the whole answer is well-formed XML 1.0 with all required elements. */
export function isXml(options: IsXmlOptions = {}): AnswerScorer {
  return xmlScorer("is-xml", options, (output) => [output.trim()]);
}

/** 1 if the answer contains such XML, between fences or in the text. */
export function containsXml(options: IsXmlOptions = {}): AnswerScorer {
  return xmlScorer("contains-xml", options, (output) => [
    ...fencedBlocks(output).map(({ text }) => text.trim()),
    output.slice(Math.max(0, output.search(/<[?\p{L}_]/u)), output.lastIndexOf(">") + 1),
  ]);
}

/**
 * 1 if the whole answer is HTML: it begins with a tag or a doctype, ends with a tag, contains only elements
 * of HTML, and parse5 finds no parse error (a missing doctype is not an error).
 */
export function isHtml(options: CommonOptions = {}): AnswerScorer {
  return referenceScorer({
    type: "is-html",
    options,
    settings: {},
    reference: noReference,
    judge(output) {
      const problem = htmlProblem(output.trim());
      return problem === undefined ? { value: 1 } : { value: 0, reason: problem };
    },
  });
}

/**
 * 1 if the answer contains HTML, alone, between fences or in the text: an element of HTML, with its end tag
 * where it needs one. `a < b` and an address in angle brackets do not count.
 */
export function containsHtml(options: CommonOptions = {}): AnswerScorer {
  return referenceScorer({
    type: "contains-html",
    options,
    settings: {},
    reference: noReference,
    judge(output): Score {
      const found = [...fencedBlocks(output).map(({ text }) => text), output].some(holdsHtml);
      return found ? { value: 1 } : { value: 0, reason: "it has no HTML element" };
    },
  });
}

function xmlScorer(type: string, options: IsXmlOptions, find: (output: string) => readonly string[]): AnswerScorer {
  const { elements = [] } = options;
  return referenceScorer({
    type,
    options,
    settings: { elements },
    reference: noReference,
    judge(output): Score {
      const problems = find(output).map((text) => xmlProblem(text, elements));
      return problems.includes(undefined) ? { value: 1 } : { value: 0, reason: problems[0] ?? "there is no XML" };
    },
  });
}

function xmlProblem(text: string, elements: readonly string[]): string | undefined {
  const { SaxesParser } = loadOnUse("saxes") as typeof import("saxes");
  const parser = new SaxesParser({ xmlns: false });
  const found = new Set<string>();
  const open: string[] = [];
  const deepest = Math.max(0, ...elements.map((element) => element.split(".").length));
  let problem: string | undefined;
  parser.on("error", (error) => (problem ??= error.message));
  parser.on("opentag", ({ name }) => {
    open.push(name);
    if (open.length <= deepest) found.add(open.join("."));
  });
  parser.on("closetag", () => void open.pop());
  parser.write(text).close();
  if (problem !== undefined) return problem;
  const missing = elements.filter((element) => !found.has(element));
  return missing.length === 0 ? undefined : `missing elements: ${missing.join(", ")}`;
}

const HTML_ELEMENTS = new Set(
  (
    "a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code col colgroup " +
    "data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head " +
    "header hgroup hr html i iframe img input ins kbd label legend li link main map mark math menu meta meter nav noscript " +
    "object ol optgroup option output p picture pre progress q rp rt ruby s samp script search section select slot small " +
    "source span strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track u ul " +
    "var video wbr"
  ).split(" "),
);

function htmlProblem(text: string): string | undefined {
  if (!/^<[!a-z]/i.test(text) || !text.endsWith(">")) return "it does not begin and end with a tag";
  const { parse, parseFragment } = loadOnUse("parse5") as typeof import("parse5");
  let problem: string | undefined;
  const options = {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine, startCol }: import("parse5").ParserError) => {
      if (code !== "missing-doctype") problem ??= `line ${startLine}, column ${startCol}: ${code}`;
    },
  };
  const isDocument = /^(?:<!--[^]*?-->\s*)?<(?:!doctype|html|head|body)\b/i.test(text);
  const tree = isDocument ? parse(text, options) : parseFragment(text, options);
  const names = elementsOf(tree);
  if (names.length === 0) return "it has no element";
  const unknown = names.find((name) => !HTML_ELEMENTS.has(name) && !name.includes("-"));
  return unknown === undefined ? problem : `<${unknown}> is not an HTML element`;
}

/** Elements without an end tag. */
const VOID_ELEMENTS = new Set("area base br col embed hr img input link meta source track wbr".split(" "));

function holdsHtml(text: string): boolean {
  const { parseFragment } = loadOnUse("parse5") as typeof import("parse5");
  return closedElements(parseFragment(text, { sourceCodeLocationInfo: true })).some((name) => HTML_ELEMENTS.has(name));
}

/** The elements that are written in the text and closed there, or need no end. */
function closedElements(tree: object): string[] {
  const names: string[] = [];
  for (const { tagName, sourceCodeLocation: place } of nodesOf(tree, () => true))
    if (tagName !== undefined && place != null && (VOID_ELEMENTS.has(tagName) || place.endTag !== undefined))
      names.push(tagName);
  return names;
}

type TreeNode = {
  readonly childNodes?: readonly TreeNode[];
  readonly tagName?: string;
  readonly namespaceURI?: string;
  readonly sourceCodeLocation?: { readonly endTag?: object } | null;
};

/** The names of the elements that are written in the text, those inside SVG and MathML left out. */
function elementsOf(tree: object): string[] {
  const isHtmlElement = ({ namespaceURI }: TreeNode): boolean =>
    namespaceURI === undefined || namespaceURI.endsWith("/xhtml");
  const names: string[] = [];
  for (const { tagName, sourceCodeLocation } of nodesOf(tree, isHtmlElement))
    if (tagName !== undefined && sourceCodeLocation != null) names.push(tagName);
  return names;
}

/** The nodes in document order, without unwanted nodes and their contents. Not recursive, for any depth. */
function* nodesOf(tree: object, isWanted: (node: TreeNode) => boolean): Generator<TreeNode> {
  const stack: TreeNode[] = [tree as TreeNode];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!isWanted(node)) continue;
    yield node;
    const { childNodes = [] } = node;
    for (let place = childNodes.length - 1; place >= 0; place--) stack.push(childNodes[place]!);
  }
}
