import type { PageData } from "./page-data.ts";

/** Where the built page takes its data. */
export const DATA_MARK = "<!--sameseed:data-->";
const LIVE_POLICY = "default-src 'none'; connect-src 'self';";

export interface PageParts {
  readonly title: string;
  readonly data: PageData;
  /** Blocks of bytes by name, as base64: letters, digits, `+`, `/` and `=` only. */
  readonly blocks?: Readonly<Record<string, string>>;
}

/** Puts data into the built page. No data can end its element or be read as markup. */
export function fillPage(page: string, { title, data, blocks = {} }: PageParts): string {
  const scripts = [
    `<script type="application/json" id="data">${jsonForScript(data)}</script>`,
    ...Object.entries(blocks).map(([name, text]) => `<script type="text/plain" id="${name}">${text}</script>`),
  ];
  const [head, tail, ...rest] = page.split(DATA_MARK);
  if (head === undefined || tail === undefined || rest.length > 0)
    throw new Error("The built page has no single place for data.");
  const titled = head.replace(/<title>[^<]*<\/title>/, () => `<title>${markupText(title)}</title>`);
  const allowed = data.kind === "live" ? titled.replace("default-src 'none';", LIVE_POLICY) : titled;
  return allowed + scripts.join("\n") + tail;
}

/** JSON for a script element: it contains no `<`, and no line break that JavaScript knows and JSON does not. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

function markupText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
