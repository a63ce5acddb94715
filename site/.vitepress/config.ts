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

export default defineConfig({
  title: "sameseed",
  description: "Compare prompts and models fairly: same cases, same seeds, paired statistics.",
  lang: "en",
  head: [["link", { rel: "icon", href: "data:," }]], // none, rather than a request that fails
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
