import { count, visibleText } from "@sameseed/core";

/** Maximum lines of a table or a list: the CSV files have all lines, which do not fit in a comment or a summary. */
const MOST_LINES = 200;
/** Characters that mean something in GitHub-flavoured Markdown. */
const MARKUP = /[\\`*_{}[\]|~$!]/g;
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text that GitHub links without any markup: addresses, and issues by `GH-1`. */
const LINKS = /\b(?:https?|ftp):(?=\/\/)|\bwww(?=\.)|\bGH-(?=\d)/gi;

/**
 * Plain text on one line: no markup, no HTML, no link, and no mention or issue number that GitHub would link
 * (an empty comment splits them).
 */
export function plain(text: string): string {
  return visibleText(text)
    .replaceAll(/[&<>]/g, (character) => ENTITIES[character]!)
    .replaceAll(MARKUP, String.raw`\$&`)
    .replaceAll(/[@#]/g, "$&<!-- -->")
    .replaceAll(LINKS, "$&<!-- -->")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** A table; the cells are Markdown already. `:` after a title puts the column at the right. */
export function markdownTable(titles: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = titles.map((title) => (title.endsWith(":") ? "--:" : "---"));
  const head = [line(titles.map((title) => title.replace(/:$/, ""))), line(rule)];
  const table = [...head, ...lines.slice(0, MOST_LINES).map(line)].join("\n");
  return lines.length > MOST_LINES ? `${table}\n\n${more(lines.length)}` : table;
}

/** A part that is folded until someone opens it. */
export function folded(title: string, content: string): string {
  return `<details>\n<summary>${title}</summary>\n\n${content}\n\n</details>`;
}

export function list(items: readonly string[]): string {
  const shown = items.slice(0, MOST_LINES).map((item) => `- ${item}`);
  return [...shown, ...(items.length > MOST_LINES ? [`- ${more(items.length)}`] : [])].join("\n");
}

function more(lines: number): string {
  return `… and ${count(lines - MOST_LINES)} more, in summary.csv and comparisons.csv`;
}
