import { SameseedError } from "@sameseed/core";
import type { ForeignFile } from "../translation/importer.ts";
import type { TranslationWarning } from "../translation/translation.ts";

/** What is lost of an eval on the way, by key. */
export interface EvalNotes {
  readonly warn: (key: string, message: string) => void;
  readonly warnings: () => readonly TranslationWarning[];
  readonly error: (problem: string, hint: string) => SameseedError;
}

/** Notes of a file. A key's line is where its name, or the value that names it, stands first. */
export function evalNotes({ path, bytes }: ForeignFile): EvalNotes {
  const lines = new TextDecoder().decode(bytes).split("\n");
  const found: TranslationWarning[] = [];
  const lineOf = (key: string): number | null => {
    const words = key.split(/[.[\]]+/).filter((word) => word !== "" && !/^\d+$/.test(word));
    const place = words.toReversed().map((word) => lines.findIndex((line) => line.includes(JSON.stringify(word))));
    const first = place.find((line) => line !== -1);
    return first === undefined ? null : first + 1;
  };
  return {
    warn(key, message) {
      found.push({ key, file: path, line: lineOf(key), message });
    },
    warnings: () => found,
    error: (problem, hint) => new SameseedError("BAD_BENCHMARK", `${path}: ${problem}.`, { hint }),
  };
}
