import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type MarkdownNode, markdownText, parseMarkdown } from "./markdown.ts";

/** A tree on one line: `p(a strong(b))`. */
function shown(nodes: readonly MarkdownNode[] | null): string {
  return (nodes ?? [])
    .map((node) =>
      node.kind === "text"
        ? node.text
        : node.kind === "link"
          ? `link<${node.url}>(${shown(node.children)})`
          : `${node.tag}(${shown(node.children)})`,
    )
    .join("");
}

test.each([
  ["# A *b*", "h4(A em(b))"],
  ["a **b** ~~c~~ `d`", "p(a strong(b) del(c) code(d))"],
  ["- a\n- b", "ul(li(a)li(b))"],
  ["1. a\n2. b", "ol(li(a)li(b))"],
  ["> a", "blockquote(p(a))"],
  ["```js\nlet a = 1 < 2;\n```", "pre(let a = 1 < 2;)"],
  ["| a | b |\n| - | - |\n| 1 | 2 |", "table(tr(th(a)th(b))tr(td(1)td(2)))"],
  ["a\nb", "p(abr()b)"],
  ["- [x] done", "ul(li(☑ done))"],
  ["[a](https://b.c/d)", "p(link<https://b.c/d>(a))"],
  ["<https://b.c>", "p(link<https://b.c>(https://b.c))"],
])("%j becomes %s", (text, tree) => {
  expect(shown(parseMarkdown(text))).toBe(tree);
});

describe("a hostile answer stays text", () => {
  test.each([
    "<script>alert(1)</script>",
    "a <img src=x onerror=alert(1)> b",
    '<a href="javascript:alert(1)">x</a>',
    "<svg/onload=alert(1)>",
    "<!-- -->",
  ])("HTML: %s", (text) => {
    const tree = parseMarkdown(text);
    expect(markdownText(tree!)).toContain(text.replaceAll(/\s+/g, " ").slice(0, 4));
    expect(links(tree!)).toEqual([]);
  });

  test.each([
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](data:text/html,x)",
    "[a](vbscript:x)",
    "[a](file:///etc/passwd)",
    "[a](//evil.example)",
    "[a](/path)",
    "[a](#board)",
    "[a](blob:x)",
    "[a][b]\n\n[b]: javascript:alert(1)",
    "<javascript:alert(1)>",
  ])("address without a plain scheme: %s", (text) => {
    expect(links(parseMarkdown(text)!)).toEqual([]);
  });

  test("a picture is its description", () => {
    expect(shown(parseMarkdown("![a dog](https://tracker.example/x.png)"))).toBe("p([picture: a dog])");
    expect(shown(parseMarkdown("![](https://tracker.example/x.png)"))).toBe(
      "p([picture: https://tracker.example/x.png])",
    );
  });

  test.each([
    ["quotes", ">".repeat(20_000)],
    ["brackets", "[".repeat(20_000)],
    ["stars", "*a".repeat(10_000)],
    ["lists", Array.from({ length: 200 }, (_, depth) => `${" ".repeat(2 * depth)}- a`).join("\n")],
    ["a very long text", "a ".repeat(50_000)],
  ])("shows %s beyond the limit as plain text at once", (_, text) => {
    const started = process.cpuUsage().user;
    expect(parseMarkdown(text)).toBeNull();
    expect(process.cpuUsage().user - started).toBeLessThan(3_000_000);
  });
});

test.each([
  ["stars", "*".repeat(399)],
  ["stars in words", "a*b".repeat(900)],
  ["open stars", "*a".repeat(2900)],
  ["under_scores", "_a_".repeat(1400)],
  ["brackets", "[a](".repeat(590)],
  ["ticks", "`a``".repeat(5000)],
  ["quotes", `${"> ".repeat(38)}a\n`.repeat(300)],
  ["angles", "<a ".repeat(10_000)],
  ["a table", `|${"a|".repeat(2000)}\n|${"-|".repeat(2000)}\n`],
  ["ampersands", "&#".repeat(20_000)],
  ["entities of links", "[a](<".repeat(590)],
  ["addresses", "http://a.b.".repeat(4000)],
  ["mails", "a@".repeat(20_000)],
  ["escapes", "\\[".repeat(590)],
])("many %s take less than a second", (_, text) => {
  const started = process.cpuUsage().user;
  parseMarkdown(text);
  expect(process.cpuUsage().user - started).toBeLessThan(2_500_000);
});

test("any text gives only links with a plain scheme, without an error", () => {
  const pieces = fc.constantFrom(
    "[",
    "](",
    ")",
    "<",
    ">",
    "javascript:",
    "http://a",
    "**",
    "`",
    "\n",
    "- ",
    "|",
    "!",
    "&#58;",
    "\\",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 40 }), (parts) => {
      const tree = parseMarkdown(parts.join("")) ?? [];
      for (const url of links(tree)) expect(url).toMatch(/^(https?:\/\/|mailto:)/i);
    }),
  );
});

function links(nodes: readonly MarkdownNode[]): readonly string[] {
  return nodes.flatMap((node) =>
    node.kind === "text" ? [] : [...(node.kind === "link" ? [node.url] : []), ...links(node.children)],
  );
}

test("a cell shows the text without the markup", () => {
  expect(markdownText(parseMarkdown("**Billing**\n\n1. first\n2. second")!)).toBe("Billing first second");
});
