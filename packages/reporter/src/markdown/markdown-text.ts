/** Characters that mean something in GitHub-flavoured Markdown. */
const MARKUP = /[\\`*_{}[\]|~$!]/g;
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/**
 * Text as it reads, on one line: no markup, no HTML, and neither a mention nor an issue number that GitHub would act on
 * (an empty comment stands after `@` and `#`).
 */
export function plain(text: string): string {
  return text
    .replaceAll(/[&<>]/g, (character) => ENTITIES[character]!)
    .replaceAll(MARKUP, String.raw`\$&`)
    .replaceAll(/[@#]/g, "$&<!-- -->")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** A table; the cells are Markdown already. `:` after a title puts the column at the right. */
export function markdownTable(titles: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = titles.map((title) => (title.endsWith(":") ? "--:" : "---"));
  return [line(titles.map((title) => title.replace(/:$/, ""))), line(rule), ...lines.map(line)].join("\n");
}

/** A part that is folded until someone opens it. */
export function folded(title: string, content: string): string {
  return `<details>\n<summary>${title}</summary>\n\n${content}\n\n</details>`;
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}
