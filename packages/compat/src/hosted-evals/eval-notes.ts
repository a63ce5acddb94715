import { SameseedError } from "@sameseed/core";
import type { ForeignFile } from "../translation/importer.ts";
import type { TranslationWarning } from "../translation/translation.ts";

/** The losses of translating an eval, by key. */
export interface EvalNotes {
  readonly warn: (key: string, message: string) => void;
  readonly warnings: () => readonly TranslationWarning[];
  readonly error: (problem: string, hint: string) => SameseedError;
}

/** Notes on a file. The line of a key is where its name is, or the nearest name above it that occurs once in the file. */
export function evalNotes({ path, bytes }: ForeignFile): EvalNotes {
  const lines = new TextDecoder().decode(bytes).split("\n");
  const found: TranslationWarning[] = [];
  const lineOf = (key: string): number | null => {
    const words = key.split(/[.[\]]+/).filter((word) => word !== "" && !/^\d+$/.test(word));
    for (const name of words.toReversed().map((word) => JSON.stringify(word))) {
      const places = lines.flatMap((line, index) => (line.includes(name) ? index : []));
      if (places.length === 1) return places[0]! + 1;
    }
    return null;
  };
  return {
    warn(key, message) {
      found.push({ key, file: path, line: lineOf(key), message });
    },
    warnings: () => found,
    error: (problem, hint) => new SameseedError("BAD_BENCHMARK", `${path}: ${problem}.`, { hint }),
  };
}
