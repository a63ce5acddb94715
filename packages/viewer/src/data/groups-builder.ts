import type { Manifest, TestCase } from "@sameseed/core";
import type { CaseGroup } from "./cells.ts";
import { GrowingColumn } from "./growing-column.ts";

/** Keys that a page offers to filter by, and values of one: a key with more names cases and not groups of them. */
const MOST_KEYS = 16;
const MOST_VALUES = 200;

/** The keys for filtering a run's cases: those of their metadata, and variables that reports slice by. */
export function groupKeys({ cases, slices = [] }: Pick<Manifest, "cases" | "slices">): readonly string[] {
  return [...new Set([...(cases.metadataNames ?? []), ...slices])].slice(0, MOST_KEYS);
}

interface Column {
  readonly key: string;
  readonly numbers: Map<string, number>;
  readonly codes: GrowingColumn<Uint16Array<ArrayBuffer>>;
}

/** Gathers the values of the keys, case by case. */
export class GroupsBuilder {
  readonly #columns: readonly Column[];

  constructor(keys: readonly string[]) {
    this.#columns = keys.map((key) => ({ key, numbers: new Map(), codes: new GrowingColumn(Uint16Array) }));
  }

  add(position: number, { metadata, vars }: Pick<TestCase, "metadata" | "vars">): void {
    for (const { key, numbers, codes } of this.#columns) {
      const text = textOf(ownValue(metadata, key) ?? ownValue(vars, key));
      if (text === null || (numbers.size > MOST_VALUES && !numbers.has(text))) continue;
      if (!numbers.has(text)) numbers.set(text, numbers.size + 1);
      codes.set(position, numbers.get(text)!);
    }
  }

  /** Without keys that no case has, and keys with too many values. */
  groups(cases: number): readonly CaseGroup[] {
    return this.#columns
      .filter(({ numbers }) => numbers.size > 0 && numbers.size <= MOST_VALUES)
      .map(({ key, numbers, codes }) => ({ key, values: [...numbers.keys()], codes: codes.take(cases) }));
  }
}

function ownValue(values: Readonly<Record<string, unknown>> | undefined, key: string): unknown {
  return values !== undefined && Object.hasOwn(values, key) ? values[key] : undefined;
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null || value === "") return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
