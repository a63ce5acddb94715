import type { ForeignFile } from "./translation/importer.ts";
import { keyOf, locatedYaml, type YamlPath } from "./translation/located-yaml.ts";
import type { TranslationWarning } from "./translation/translation.ts";

/** The result for a key: `kept` has the same meaning here, `changed` differs, `left out` is missing here. */
export type KeyState = "kept" | "changed" | "left out";

export interface ReportedKey {
  readonly file: string;
  /** From 1; null where the file has no lines. */
  readonly line: number | null;
  readonly key: string;
  readonly state: KeyState;
  /** The difference; empty for a kept key. */
  readonly what: string;
}

export interface ImportReport {
  readonly counts: Readonly<Record<KeyState, number>>;
  readonly keys: readonly ReportedKey[];
}

/** Lists up to this length are reported entry by entry. */
const LONGEST_LIST = 50;
const LEFT_OUT =
  /left out|no counterpart|not taken|is ignored|no effect|does not belong|^is not |^(?:set|use) |(?:is|are) not (?:generated|collected|called|read|suggested|executed|started)|nothing is uploaded|kept under results/;

/** Whether a warning reports that a key is left out, or that its effect differs. */
export function keyState(message: string): "changed" | "left out" {
  return LEFT_OUT.test(message) ? "left out" : "changed";
}

/**
 * The parts of a file that were kept, changed and left out, by line: its keys, the entries of its lists, and
 * all warnings.
 */
export function importReport(foreign: ForeignFile | undefined, warnings: readonly TranslationWarning[]): ImportReport {
  const told = warnings.map(({ key, file, line, message }): ReportedKey => ({
    file,
    line,
    key,
    state: keyState(message),
    what: message,
  }));
  const kept = foreign === undefined ? [] : keptKeys(foreign, warnings);
  const keys = [...kept, ...told].toSorted(byPlace);
  const count = (state: KeyState): number => keys.filter((one) => one.state === state).length;
  return { counts: { kept: count("kept"), changed: count("changed"), "left out": count("left out") }, keys };
}

function keptKeys({ path, bytes, data }: ForeignFile, warnings: readonly TranslationWarning[]): ReportedKey[] {
  if (typeof data !== "object" || data === null) return [];
  const isText = /\.(?:json|ya?ml)$/i.test(path);
  const lineOf = isText ? locatedYaml(path, new TextDecoder().decode(bytes), { version: "1.2" }).lineOf : () => null;
  const isTold = (key: string): boolean =>
    warnings.some(
      (warning) =>
        warning.file === path &&
        (warning.key === key || warning.key.startsWith(`${key}.`) || warning.key.startsWith(`${key}[`)),
    );
  return pathsOf(data).flatMap((at): ReportedKey[] => {
    const key = keyOf(at);
    return isTold(key) ? [] : [{ file: path, line: lineOf(at), key, state: "kept", what: "" }];
  });
}

/** The keys of the file, and the entries of its lists. */
function pathsOf(data: object): YamlPath[] {
  if (Array.isArray(data)) return data.length > LONGEST_LIST ? [] : data.map((_, index) => [index]);
  return Object.entries(data).flatMap(([key, value]): YamlPath[] =>
    Array.isArray(value) && value.length > 0 && value.length <= LONGEST_LIST
      ? value.map((_, index) => [key, index])
      : [[key]],
  );
}

function byPlace(one: ReportedKey, other: ReportedKey): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return (one.line ?? 0) - (other.line ?? 0);
}
