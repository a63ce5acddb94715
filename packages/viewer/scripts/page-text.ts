import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Rolldown } from "vite";
import { DATA_MARK } from "../src/data/fill-page.ts";
import { lexerOnly } from "./lexer-only.ts";

const root = join(import.meta.dirname, "..");

const sha256 = (data: string | Buffer, encoding: "hex" | "base64"): string =>
  createHash("sha256").update(data).digest(encoding);

const SHARED = { root, configFile: false, logLevel: "warn" } as const;
const BROWSERS = ["chrome123", "firefox128", "safari17.5"];

/** The page as the present sources build it. */
export async function pageText(): Promise<string> {
  const chunk = await builtScript();
  // In a script element, "</script" and "<!--" would end or change the code anywhere.
  const script = chunk.code.trim().replaceAll(/<(?=\/script|!--)/gi, "\\x3C");
  const css = await builtStyle();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyFor({ script, css })}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>sameseed</title>
<style>${css}</style>
</head>
<body>
<div id="app"></div>
<noscript><p>This page draws its tables with JavaScript. The same figures are in summary.csv, comparisons.csv and rows.csv in the same folder.</p></noscript>
${DATA_MARK}
<script>${script}</script>
<!-- sameseed (MIT). The script holds code of others:
${notices(chunk)}
-->
</body>
</html>
`;
}

async function builtScript(): Promise<Rolldown.OutputChunk> {
  const { output } = (await build({
    ...SHARED,
    plugins: [lexerOnly],
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      write: false,
      target: BROWSERS,
      minify: true,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: join(root, "src/page/main.tsx"), output: { format: "iife" } },
    },
  })) as Rolldown.RolldownOutput;
  return output.find((file) => file.type === "chunk")!;
}

async function builtStyle(): Promise<string> {
  const { output } = (await build({
    ...SHARED,
    build: { write: false, cssTarget: BROWSERS, rolldownOptions: { input: join(root, "src/page/page.css") } },
  })) as Rolldown.RolldownOutput;
  const style = output.find((file) => file.fileName.endsWith(".css"))! as Rolldown.OutputAsset;
  return String(style.source).trim();
}

/** Allows only this script and this style to run or be shown. */
function policyFor({ script, css }: { readonly script: string; readonly css: string }): string {
  return [
    "default-src 'none'",
    `script-src 'sha256-${sha256(script, "base64")}'`,
    `style-src 'sha256-${sha256(css, "base64")}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

/** The licences of the packages in the bundle, as they require. */
function notices(chunk: Rolldown.OutputChunk): string {
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

/** The licence without its section for contributors. */
function licenceText(text: string): string {
  return text.replace(/^#+ Contribution License Agreement\n[^]*?(?=^#)/m, "").trim();
}
