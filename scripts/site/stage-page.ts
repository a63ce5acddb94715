import { dirname, join, relative } from "node:path/posix";

/** A page of the repository and where it goes. */
export interface SourcePage {
  readonly source: string;
  readonly text: string;
  /** All pages: path in the repository → path in the site. */
  readonly pages: ReadonlyMap<string, string>;
}

const FENCE = /^```(\S*)[ \t]*(.*)\n([^]*?)^```[ \t]*$/gm;
/** Comments for tools; the site shows HTML as text. */
const COMMENT = /^<!--.*-->\n+/gm;
const LINK = /(!?)\[((?:[^[\]]|\[[^[\]]*\])*)\]\(([^)\s]+)\)/g;

/**
 * The text of a page for the site. Links lead to the site's pages, links to other files of the repository
 * become plain text, blocks lose their attributes for tests (the text before a block names its file), and
 * comments are left out.
 */
export function stagePage({ source, text, pages }: SourcePage): string {
  let staged = "";
  let end = 0;
  for (const fence of text.matchAll(FENCE)) {
    const { 0: whole, 1: language = "", 3: body = "" } = fence;
    staged += `${linked(text.slice(end, fence.index))}\`\`\`${language}\n${body}\`\`\``;
    end = fence.index + whole.length;
  }
  return staged + linked(text.slice(end));

  function linked(prose: string): string {
    return prose.replaceAll(COMMENT, "").replaceAll(LINK, (...match: readonly string[]) => {
      const [link = "", mark = "", label = "", target = ""] = match;
      if (/^(?:https?:|mailto:|#)/.test(target)) return link;
      const [path = "", anchor] = target.split("#");
      const file = join(dirname(source), path).replace(/\/$/, "");
      if (mark === "!") return `![${label}](${fromHere(imageOf(file))})`;
      const page = pages.get(file) ?? pages.get(`${file}/README.md`);
      return page === undefined ? label : `[${label}](${fromHere(page)}${anchor === undefined ? "" : `#${anchor}`})`;
    });
  }

  function fromHere(path: string): string {
    const way = relative(dirname(pages.get(source)!), path);
    return way.startsWith(".") ? way : `./${way}`;
  }
}

/** Where an image of the docs lies in the site. */
function imageOf(file: string): string {
  return file.replace(/^docs\//, "");
}
