import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** A path as it stands in a benchmark file or a script: it begins with `./`, `../` or `/`, or is a `file://` address. */
const PATH = /(?:file:\/\/)?((?:\.{1,2}\/|\/)[^\s"'`,;(){}[\]<>]+)/g;

/** The files and folders that a benchmark's own files name, as far as they exist; a pattern stands for its folder. */
export function namedFiles(files: Iterable<string>): string[] {
  return [...files].flatMap((file) => {
    if (!existsSync(file)) return [];
    const named = readFileSync(file, "utf8")
      .matchAll(PATH)
      .map(([, path]) => resolve(dirname(file), path!.replace(/[^/]*[*?].*$/, "")));
    return [...named].filter((path) => path !== "/" && existsSync(path));
  });
}
