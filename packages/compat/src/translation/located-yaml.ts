import { keepDigits, SameseedError, yamlAliases, yamlValue } from "@sameseed/core";
import { isMap, isScalar, LineCounter, type Node, parseDocument, visit, type ScalarTag, type YAMLError } from "yaml";
import type { TranslationWarning } from "./translation.ts";

export type YamlPath = readonly (string | number)[];

/** A YAML file with the lines of its keys. */
export interface LocatedYaml {
  readonly file: string;
  readonly data: unknown;
  /** Line of the key at a path, or of the nearest one above that exists; from 1. */
  readonly lineOf: (path: YamlPath) => number;
  readonly warning: (path: YamlPath, message: string) => TranslationWarning;
  /** A mistake of the file, with its place. */
  readonly error: (path: YamlPath, message: string, hint: string) => SameseedError;
}

export interface YamlOptions {
  readonly tags?: readonly ScalarTag[];
  /** Default 1.1. */
  readonly version?: "1.1" | "1.2";
}

/** Reads YAML as Python's tools do (version 1.1: `yes` is true). Errors: `BAD_BENCHMARK` with line and column. */
export function locatedYaml(file: string, text: string, { tags = [], version = "1.1" }: YamlOptions = {}): LocatedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    version,
    merge: true,
    logLevel: "error", // more than one document is an error, which silence would hide
    customTags: (known) => [...known, ...tags],
  });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [broken] = document.errors;
  if (broken !== undefined) throw syntaxError(broken, { text, version, at });
  visit(document, { Scalar: (_, scalar) => keepDigits(scalar) });
  const lineOf = (path: YamlPath): number => {
    for (let depth = path.length; depth > 0; depth--) {
      const parent = document.getIn(path.slice(0, depth - 1), true) as Node | undefined;
      const key = path[depth - 1];
      const pair = isMap(parent)
        ? parent.items.find((item) => isScalar(item.key) && item.key.value === key)
        : undefined;
      const node = (pair?.key ?? document.getIn(path.slice(0, depth), true)) as Node | undefined;
      if (node?.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  return {
    file,
    data: yamlValue(document, { file, aliases: () => yamlAliases(document, visit), at }),
    lineOf,
    warning: (path, message) => ({ key: keyOf(path), file, line: lineOf(path), message }),
    error: (path, message, hint) =>
      new SameseedError("BAD_BENCHMARK", `${file}:${lineOf(path)} ${keyOf(path)}: ${message}`, { hint }),
  };
}

interface Source {
  readonly text: string;
  readonly version: "1.1" | "1.2";
  /** File, line and column of an offset. */
  readonly at: (offset: number) => string;
}

function syntaxError({ code, message, pos: [offset] }: YAMLError, { text, version, at }: Source): SameseedError {
  const key = code === "DUPLICATE_KEY" ? /^[^:\n]+/.exec(text.slice(offset))?.[0].trim() : undefined;
  if (key === undefined)
    return new SameseedError("BAD_BENCHMARK", `${at(offset)}: ${message}`, {
      hint: "The file is not valid YAML there.",
    });
  return new SameseedError("BAD_BENCHMARK", `${at(offset)}: the key ${key} is written twice`, {
    hint: `Keep one of the two.${version === "1.1" ? " Tools in Python use the last one." : ""}`,
  });
}

/** The error of a YAML file, with its place; undefined for a readable one. */
export function yamlMistake(text: string, file: string): SameseedError | undefined {
  try {
    locatedYaml(file, text, { version: "1.2" });
    return undefined;
  } catch (error) {
    return error as SameseedError;
  }
}

/** `args.samples[0]`. */
export function keyOf(path: YamlPath): string {
  return path.map((key, depth) => (typeof key === "number" ? `[${key}]` : depth === 0 ? key : `.${key}`)).join("");
}
