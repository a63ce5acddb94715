import { relative } from "node:path";

/** A file as messages show it: from the working directory. An address stays as it is. */
export function shownFile(file: string): string {
  return /^https?:\/\//i.test(file) ? file : relative(process.cwd(), file) || file;
}
