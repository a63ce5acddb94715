import { relative } from "node:path";

/** A file's name in messages: relative to the working directory. An address is unchanged. */
export function shownFile(file: string): string {
  return /^https?:\/\//i.test(file) ? file : relative(process.cwd(), file) || file;
}
