import { statSync } from "node:fs";
import { extname } from "node:path";
import { SameseedError } from "@sameseed/core";
import { EXPORT_FORMATS, type ExportFormat } from "@sameseed/pipeline/choices";

/** A file that is written in addition to the folder of runs. */
export interface OutputFile<Format extends ExportFormat = ExportFormat> {
  readonly file: string;
  readonly format: Format;
}

const RESULTS = "results";
/** Extensions of other tools' files, with the equivalent here. */
const FOREIGN: Readonly<Record<string, string>> = {
  ".yaml": "Write -o out.json.",
  ".yml": "Write -o out.json.",
  ".txt": "Write -o out.md.",
  ".xml": "Write -o out.json; sameseed compare latest --threshold … --junit out.xml writes JUnit.",
};

/** The files that a config of another tool names, by their extensions: their writers refuse a folder in their place. */
export function filesOf(paths: readonly string[]): readonly OutputFile[] {
  return paths.flatMap((file) => {
    const format = EXPORT_FORMATS.find((known) => `.${known}` === extname(file).toLowerCase());
    return format === undefined ? [] : [{ file, format }];
  });
}

/**
 * The parts of `-o`: the folder for runs, and files by their extensions. An existing folder is a folder, with
 * any name. Errors: `BAD_ARGUMENT` for two folders, and for an extension without a format.
 */
export function outputsOf<Format extends ExportFormat>(
  given: readonly string[],
  formats: readonly Format[],
): { readonly out: string; readonly files: readonly OutputFile<Format>[] } {
  const folders: string[] = [];
  const files: OutputFile<Format>[] = [];
  for (const path of given) {
    if (path.trim() === "")
      throw new SameseedError("BAD_ARGUMENT", `-o: expected a folder or a file, got "${path}".`, {
        hint: "Write a name, or leave -o out.",
      });
    const ending = extname(path).toLowerCase();
    const format = formats.find((known) => `.${known}` === ending);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) folders.push(path);
    else if (format !== undefined) files.push({ file: path, format });
    else if (Object.hasOwn(FOREIGN, ending) || EXPORT_FORMATS.some((known) => `.${known}` === ending))
      throw new SameseedError("BAD_ARGUMENT", `-o ${path}: ${ending} is not a format of this command.`, {
        hint: `${Object.hasOwn(FOREIGN, ending) ? `${FOREIGN[ending]} ` : ""}Formats: ${formats.join(", ")}.`,
      });
    else folders.push(path);
  }
  if (folders.length > 1)
    throw new SameseedError("BAD_ARGUMENT", `-o names two folders: ${folders.join(" and ")}.`, {
      hint: `Runs are written to one folder; further -o name files such as out.csv.`,
    });
  return { out: folders[0] ?? RESULTS, files };
}
