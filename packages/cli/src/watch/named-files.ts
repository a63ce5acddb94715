import { readFileSync, statSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";

/** A path by its looks: it begins with `./`, `../` or `/`, or is a `file://` address. */
const PATH = /(?:file:\/\/)?((?:\.{1,2}\/|\/)[^\s"'`,;(){}[\]<>]+)/g;
/** Text in quotes, or alone after a colon or dash of YAML, may be a path with spaces or without `./`. */
const TEXTS = [
  /"([^"\n]+)"/g,
  /'([^'\n]+)'/g,
  /`([^`\n]+)`/g,
  /:[ \t]+([^\s"'`{}[\]#][^"'`{}[\],#\n]*)/g,
  /^[ \t]*-[ \t]+([^\s"'`{}[\]#][^"'`{}[\],#\n]*)/gm,
];

/**
 * The existing files and folders that a benchmark's own files name; a pattern means its folder. A name
 * without `./` counts only for a file, since a word may equal the name of a folder.
 */
export function namedFiles(files: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const file of files) {
    const text = textOf(file);
    const folder = dirname(file);
    for (const [, path] of text.matchAll(PATH)) {
      const named = resolve(folder, path!.replace(/[^/]*[*?].*$/, ""));
      if (named !== sep && kindOf(named) !== null) found.add(named);
    }
    for (const [, written] of TEXTS.flatMap((pattern) => [...text.matchAll(pattern)])) {
      const named = resolve(folder, written!.trim().replace(/^file:\/\//, ""));
      if (kindOf(named) === "file") found.add(named);
    }
  }
  return [...found];
}

/** Empty for a missing file: another watch reports its change. */
function textOf(file: string): string {
  return kindOf(file) === "file" ? readFileSync(file, "utf8") : "";
}

function kindOf(path: string): "file" | "folder" | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return null;
    return found.isDirectory() ? "folder" : "file";
  } catch {
    return null; // longer than a name may be, or with characters that a name cannot have
  }
}
