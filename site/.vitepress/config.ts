import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DefaultTheme, defineConfig } from "vitepress";
import { headingAnchor } from "../../scripts/site/heading-anchor.ts";
import { NAVIGATION } from "../../scripts/site/navigation.ts";
import { searchTerm, searchTokens, searchWeight } from "../../scripts/site/search-terms.ts";
import { sitePages } from "../../scripts/site/site-pages.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGES = sitePages(ROOT);

function itemOf(source: string): DefaultTheme.SidebarItem {
  const heading = /^# (.+)$/m.exec(readFileSync(join(ROOT, source), "utf8"))?.[1] ?? source;
  const text = source === "README.md" ? "Overview" : heading.replaceAll("`", "");
  return { text, link: `/${PAGES.get(source)!.replace(/(^|\/)index\.md$/, "$1")}` };
}

function benchmarkItems(): DefaultTheme.SidebarItem[] {
  return readdirSync(join(ROOT, "benchmarks")).map((name) => itemOf(`benchmarks/${name}/README.md`));
}

/**
 * Tables that are wider than the page scroll. A shade shows where one continues; its cover moves with the
 * table and hides it at the end. Cells of tall rows begin at their top, next to the row's name.
 */
const TABLES = `
:root { --table-shade: #0003; }
.dark { --table-shade: #fff4; }
.vp-doc table {
  background:
    linear-gradient(90deg, transparent, var(--vp-c-bg) 60%) right / 40px 100% no-repeat local,
    linear-gradient(270deg, var(--table-shade), transparent) right / 16px 100% no-repeat;
}
.vp-doc tr { background-color: transparent; }
.vp-doc tr:nth-child(2n) { background-color: color-mix(in srgb, var(--vp-c-text-1) 5%, transparent); }
.vp-doc th { background-color: color-mix(in srgb, var(--vp-c-text-1) 7%, transparent); }
.vp-doc td { vertical-align: top; }
`;

export default defineConfig({
  title: "sameseed",
  description: "Compare prompts and models fairly: same cases, same seeds, paired statistics.",
  lang: "en",
  head: [
    ["link", { rel: "icon", href: "data:," }], // none, rather than a request that fails
    ["style", {}, TABLES],
  ],
  srcDir: "pages",
  lastUpdated: false,
  markdown: {
    html: false, // "<n>" in a sentence is text
    anchor: { slugify: headingAnchor },
    headers: { slugify: headingAnchor },
    toc: { slugify: headingAnchor },
    config(md) {
      // "{{name}}" is a placeholder of a prompt and no expression of Vue.
      const { render } = md.renderer;
      md.renderer.render = (...args) => render.apply(md.renderer, args).replaceAll("{{", "&#123;&#123;");
    },
  },
  themeConfig: {
    nav: [
      { text: "Quick start", link: "/getting-started" },
      { text: "Concepts", link: "/concepts" },
      { text: "Reference", link: "/cli" },
      { text: "API", link: "/api/" },
    ],
    outline: { level: [2, 3] },
    search: {
      provider: "local",
      options: {
        miniSearch: {
          options: { tokenize: searchTokens, processTerm: searchTerm },
          searchOptions: { boostDocument: searchWeight },
        },
      },
    },
    sidebar: [
      ...NAVIGATION.map(({ title, pages }) => ({ text: title, items: pages.map(itemOf) })),
      { text: "Example benchmarks", items: benchmarkItems() },
    ],
  },
});
