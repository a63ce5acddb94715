import { readFile } from "node:fs/promises";
import { dirname, extname, resolve } from "node:path";
import { isPattern, matchingFiles } from "@sameseed/runner";
import { parse } from "yaml";

/** Longer texts are prompts. */
const LONGEST_PATH = 1000;
/** Text in quotes, of JavaScript or TypeScript; comments are left out. */
const COMMENT = /(?<=^|\s)\/\/[^\n]*|\/\*[^]*?\*\//g;
const LITERAL = /"([^"\\\n]{1,1000})"|'([^'\\\n]{1,1000})'|`([^`\\$\n]{1,1000})`/g;

/**
 * The benchmark file and the paths that its texts may be, patterns expanded: they include every file that a
 * run reads, except files that a named file names. Files of promptfoo's `outputPath` are written, not read.
 */
export async function namedFiles(file: string): Promise<readonly string[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  const paths = textsOf(text, file).flatMap((given) => pathIn(given, dirname(resolve(file))));
  const found = await Promise.all(paths.map((path) => (isPattern(path) ? matchingFiles(path) : [path])));
  return [file, ...found.flat()];
}

function textsOf(text: string, file: string): string[] {
  if (!/^\.(?:ya?ml|json)$/i.test(extname(file)))
    return [...text.replaceAll(COMMENT, "").matchAll(LITERAL)].map(([, ...texts]) =>
      texts.find((one) => one !== undefined)!,
    );
  try {
    return textsIn(parse(text, { logLevel: "silent" }));
  } catch {
    return []; // an error of the benchmark, which was reported
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === "outputPath" ? [] : textsIn(inner)));
}

/** A pattern of files has an extension or a folder: `**` and `.*` are values of scorers, not patterns. */
function isOtherPattern(text: string): boolean {
  return /[*?]/.test(text) && !/\.\w+$|^\.{1,2}\//.test(text) && !(text.includes("/") && /[\p{L}\d]/u.test(text));
}

/** `file://cases.csv` and `script.ts:name` are paths with more to them. */
function pathIn(text: string, folder: string): string[] {
  const path = text.replace(/^file:\/\//, "").replace(/(\.\w+):\w+$/, "$1");
  const isPath = path.length <= LONGEST_PATH && !/[\n\0]/.test(path) && !isOtherPattern(path);
  return isPath ? [resolve(folder, path)] : [];
}
