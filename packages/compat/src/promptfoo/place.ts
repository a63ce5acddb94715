import { keyOf, type YamlPath } from "../translation/located-yaml.ts";
import type { TranslationWarning } from "../translation/translation.ts";
import { textWithoutKeys } from "../translation/setting-keys.ts";

/** A file with places for its keys. */
export interface PlacedFile {
  readonly file: string;
  /** From 1; null in a file without lines, such as a script or a table. */
  readonly lineOf: (path: YamlPath) => number | null;
}

/** The place of a value: its file and the keys that lead to it. */
export interface Place {
  readonly file: PlacedFile;
  readonly path: YamlPath;
}

/** The place of a nested value. */
export function inside({ file, path }: Place, ...keys: YamlPath): Place {
  return { file, path: [...path, ...keys] };
}

/** The losses of the translation, without duplicates. */
export interface Notes {
  readonly warn: (place: Place, message: string) => void;
  readonly warnings: () => readonly TranslationWarning[];
}

function byLine(warnings: readonly TranslationWarning[]): TranslationWarning[] {
  return warnings.toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0));
}

export function notes(): Notes {
  const found = new Map<string, TranslationWarning>();
  return {
    warn({ file, path }, given) {
      const message = textWithoutKeys(given); // it may quote an address
      const key = keyOf(path) || "the file";
      found.set(`${file.file}|${key}|${message}`, { key, file: file.file, line: file.lineOf(path), message });
    },
    warnings: () => [...Map.groupBy(found.values(), ({ file }) => file).values()].flatMap(byLine),
  };
}
