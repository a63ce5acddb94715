import { isBlank, nearest, readPath, SameseedError, textOf } from "@sameseed/core";
import type { DataRecord } from "./read-records.ts";
import { type CompiledCondition, type RowCondition, rowCondition } from "./row-condition.ts";

/** Path → condition: a value, a list of alternatives, or `{not, empty, min, max}`; in TypeScript also a function of the record. */
export type RowFilter =
  | Readonly<Record<string, RowCondition>>
  | ((record: Readonly<Record<string, unknown>>) => boolean);

const MOST_SHOWN = 10;

interface Wanted {
  readonly path: string;
  readonly condition: CompiledCondition;
  /** Some of the values that were seen there. */
  readonly seen: Set<string>;
  isMet: boolean;
}

/** Filters rows. A class because it remembers the values it saw, to explain an empty result. */
export class RowFilterState {
  readonly #matches: ((record: Readonly<Record<string, unknown>>) => boolean) | null;
  readonly #wanted: readonly Wanted[];
  readonly #fields = new Set<string>();

  constructor(where: RowFilter | undefined) {
    this.#matches = typeof where === "function" ? where : null;
    const paths = typeof where === "object" ? Object.entries(where) : [];
    this.#wanted = paths.map(([path, value]) => ({
      path,
      condition: rowCondition(path, value),
      seen: new Set<string>(),
      isMet: false,
    }));
  }

  keeps({ record }: DataRecord): boolean {
    if (this.#matches !== null) return this.#matches(record);
    let isKept = true;
    for (const one of this.#wanted) {
      const found = readPath(record, one.path);
      if (found !== undefined && one.seen.size <= MOST_SHOWN) one.seen.add(isBlank(found) ? "" : textOf(found));
      if (one.condition.test(found)) one.isMet = true;
      else isKept = false;
    }
    if (!isKept && this.#fields.size === 0) for (const field of Object.keys(record)) this.#fields.add(field);
    return isKept;
  }

  /** Why no row of `name` passed; undefined if `name` has no rows, or the filter is a function. */
  problem(name: string): SameseedError | undefined {
    const absent = this.#wanted.find(({ seen, isMet }) => seen.size === 0 && !isMet);
    if (this.#fields.size === 0) return undefined;
    if (absent !== undefined) {
      const guess = nearest(absent.path, [...this.#fields]);
      return new SameseedError("EMPTY_DATASET", `${name}: where names "${absent.path}", but no row has it.`, {
        hint: `${guess === undefined ? "" : `Did you mean "${guess}"? `}A row has: ${[...this.#fields].join(", ")}.`,
      });
    }
    const first = this.#wanted.find(({ isMet }) => !isMet);
    if (first === undefined) {
      return new SameseedError("EMPTY_DATASET", `${name}: where matches no row.`, {
        hint: "Each of its values occurs, but never together in one row.",
      });
    }
    const { path, condition, seen } = first;
    const shown = [...seen].slice(0, MOST_SHOWN).map((value) => JSON.stringify(value));
    return new SameseedError("EMPTY_DATASET", `${name}: where matches no row: "${path}" is never ${condition.text}.`, {
      hint: `The values of ${path} are ${shown.join(", ")}${seen.size > MOST_SHOWN ? "…" : ""}.`,
    });
  }
}
