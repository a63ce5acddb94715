import { SameseedError } from "../error.ts";
import { unknownId } from "./benchmark-mistakes.ts";
import { SliceColumn } from "./slice-column.ts";
import type { TestCase } from "../case/test-case.ts";

/** Checks before a run that the cases can be sliced by the requested keys. */
export class SliceCheck {
  readonly #columns: ReadonlyMap<string, SliceColumn>;
  readonly #known = new Set<string>();

  constructor(keys: readonly string[]) {
    this.#columns = new Map(keys.map((key) => [key, new SliceColumn(key)]));
  }

  add(testCase: TestCase): void {
    if (this.#columns.size === 0) return;
    for (const column of this.#columns.values()) column.add(testCase);
    for (const name of Object.keys(testCase.metadata ?? {})) this.#known.add(name);
    for (const name of Object.keys(testCase.vars)) this.#known.add(name);
    if (testCase.expected !== undefined) this.#known.add("expected");
  }

  /** Errors: `UNKNOWN_ID` for a key that no case has, `BAD_BENCHMARK` for a key that makes no groups. */
  finish(): void {
    for (const [key, column] of this.#columns) {
      const found = column.slices();
      if (!("reason" in found)) continue;
      if (found.reason === "no case has it") throw unknownId("slice key", key, [...this.#known]);
      throw new SameseedError("BAD_BENCHMARK", `Cases cannot be sliced by "${key}": ${found.reason}.`, {
        hint: "Slice by a key whose values group several cases, such as a category or a language.",
      });
    }
  }
}
