/**
 * Builds `page/page.html`: the page's code and style in one file, with a policy that lets nothing else run. It is part of
 * the repository, so that a run can write its report without a build. Run: pnpm --filter @sameseed/viewer build:page
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { DATA_MARK } from "../src/data/fill-page.ts";

const root = join(import.meta.dirname, "..");
const repository = join(root, "../..");

const sha256 = (data: string | Buffer, encoding: "hex" | "base64"): string =>
  createHash("sha256").update(data).digest(encoding);

const bundle = (await build({
  root,
  configFile: false,
  logLevel: "warn",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    write: false,
    target: ["chrome123", "firefox128", "safari17.5"],
    minify: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: join(root, "src/page/main.tsx"),
      output: { format: "iife" },
    },
  },
})) as Rolldown.RolldownOutput;

const chunk = bundle.output.find((file) => file.type === "chunk")!;
// In a script element, "</script" and "<!--" would end or change the code wherever they stand.
const script = chunk.code.trim().replaceAll(/<(?=\/script|!--)/gi, "\\x3C");
const style = (
  (await build({
    root,
    configFile: false,
    logLevel: "warn",
    build: {
      write: false,
      cssTarget: ["chrome123", "firefox128", "safari17.5"],
      rolldownOptions: { input: join(root, "src/page/page.css") },
    },
  })) as Rolldown.RolldownOutput
).output.find((file) => file.fileName.endsWith(".css"))!;
const css = String((style as Rolldown.OutputAsset).source).trim();

const policy = [
  "default-src 'none'",
  `script-src 'sha256-${sha256(script, "base64")}'`,
  `style-src 'sha256-${sha256(css, "base64")}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>sameseed</title>
<style>${css}</style>
</head>
<body>
<div id="app"></div>
<noscript><p>This page draws its tables with JavaScript. The same figures are in summary.csv, comparisons.csv and rows.csv beside it.</p></noscript>
${DATA_MARK}
<script>${script}</script>
<!-- sameseed (MIT). The script holds code of others:
${notices()}
-->
</body>
</html>
`;

/** The licences of the packages that are in the bundle, as they ask for. */
function notices(): string {
  const folders = new Set(
    chunk.moduleIds.flatMap((id) => /^.*[/]node_modules[/](?:@[^/]+[/])?[^/]+(?=[/])/.exec(id)?.[0] ?? []),
  );
  const texts = [...folders].toSorted().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      name: string;
      version: string;
    };
    const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    if (licence === undefined) throw new Error(`${name} has no licence file.`);
    return `${name} ${version}\n\n${licenceText(readFileSync(join(folder, licence), "utf8"))}`;
  });
  return texts.join("\n\n").replaceAll("--", "- -");
}

/** Without what a licence file tells contributors. */
function licenceText(text: string): string {
  return text.replace(/^#+ Contribution License Agreement\n[^]*?(?=^#)/m, "").trim();
}

const sources = [...chunk.moduleIds, join(root, "src/page/page.css")].filter(
  (id) => !id.includes("node_modules") && !id.startsWith("\0"),
);
const hashes = Object.fromEntries(
  sources.map((id) => [relative(repository, id), sha256(readFileSync(id), "hex")]).toSorted(),
);
mkdirSync(join(root, "page"), { recursive: true });
writeFileSync(join(root, "page/page.html"), page);
writeFileSync(join(root, "page/sources.json"), JSON.stringify(hashes, null, 2) + "\n");
console.log(`page/page.html: ${page.length} bytes, ${gzipSync(page, { level: 9 }).length} gzip`);
