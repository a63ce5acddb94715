import { quantile7 } from "@sameseed/stats";
import type { Slice, SliceKey } from "../report/slices.ts";
import { readPath } from "../prompt/path.ts";
import { isBlank } from "./blank.ts";
import type { TestCase } from "../case/test-case.ts";

/** More slices than this are not useful to a reader. */
const MOST_SLICES = 200;
/** Numbers with more values than this are put into bins. */
const MOST_NUMBERS_AS_VALUES = 8;
const BINS = 4;
const FEWEST_IN_BIN = 6;
const MISSING = "(missing)";
/** An integer or decimal as people write it; `007` is a name. */
const NUMBER = /^[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** The slice of each case, in the order that the cases were added. */
export interface SlicedCases extends SliceKey {
  /** Index into `slices`, one for each case. */
  readonly numbers: Int32Array;
}

/** Why cases cannot be sliced by a key. */
export interface Unsliceable {
  readonly key: string;
  readonly reason: "no case has it" | "its value differs in every case" | "it has more than 200 values";
}

/**
 * Groups the cases by one key of their metadata, else of their vars, else by `expected`, the reference
 * answer. A path such as `user.plan` reads nested values. Blank and absent values form a separate slice.
 * Numbers with more than 8 distinct values go into quantile bins.
 */
export class SliceColumn {
  readonly #key: string;
  readonly #values = new Map<string, number>();
  #numbers: number[] | null = [];
  readonly #texts: number[] = [];
  #valued = 0;
  #hasTooMany = false;
  #isId = true;

  constructor(key: string) {
    this.#key = key;
  }

  add(testCase: TestCase): void {
    const value = sliceValue(testCase, this.#key);
    if (value === null) {
      this.#numbers?.push(NaN);
      this.#texts.push(-1);
      return;
    }
    this.#valued++;
    if (value !== testCase.id) this.#isId = false;
    if (this.#numbers !== null && !NUMBER.test(value)) this.#numbers = null;
    this.#numbers?.push(Number(value));
    this.#texts.push(this.#numberOf(value));
  }

  #numberOf(value: string): number {
    const known = this.#values.get(value);
    if (known !== undefined) return known;
    if (this.#values.size > MOST_SLICES) {
      this.#hasTooMany = true;
      return -1;
    }
    this.#values.set(value, this.#values.size);
    return this.#values.size - 1;
  }

  /** The slices, or the reason why the key has no slices. */
  slices(): SlicedCases | Unsliceable {
    const key = this.#key;
    if (this.#valued === 0) return { key, reason: "no case has it" };
    const distinct = this.#values.size;
    if (this.#isId && this.#valued > 1) return { key, reason: "its value differs in every case" };
    if (this.#numbers !== null && distinct > MOST_NUMBERS_AS_VALUES) return this.#binned(this.#numbers);
    if (distinct > 1 && distinct === this.#valued) return { key, reason: "its value differs in every case" };
    if (this.#hasTooMany || distinct > MOST_SLICES) return { key, reason: "it has more than 200 values" };
    return sliced(key, "values", { names: [...this.#values.keys()], numbers: this.#texts });
  }

  #binned(values: readonly number[]): SlicedCases {
    const known = values.filter((value) => !Number.isNaN(value));
    const bins = Math.max(2, Math.min(BINS, Math.floor(known.length / FEWEST_IN_BIN)));
    const largest = known.reduce((most, value) => Math.max(most, value), -Infinity);
    const edges = quantile7({ x: known, q: Array.from({ length: bins - 1 }, (_, index) => (index + 1) / bins) });
    const cuts = [...new Set(edges)].filter((edge): edge is number => edge !== null && edge < largest);
    const numbers = values.map((value) => {
      if (Number.isNaN(value)) return -1;
      const bin = cuts.findIndex((cut) => value <= cut);
      return bin === -1 ? cuts.length : bin;
    });
    return sliced(this.#key, "quantiles", { names: binNames(cuts), numbers });
  }
}

/** A case's value of a key as text; null where the case has no value. */
function sliceValue({ metadata, vars, expected }: TestCase, key: string): string | null {
  const inMetadata = readPath(metadata, key);
  const value = inMetadata ?? readPath(vars, key) ?? (key === "expected" ? expected : undefined);
  if (isBlank(value)) return null;
  if (typeof value === "string") return value.trim();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function binNames(cuts: readonly number[]): string[] {
  const text = (value: number): string => String(Number(value.toPrecision(6)));
  if (cuts.length === 0) return ["all"];
  const between = cuts.slice(1).map((cut, index) => `over ${text(cuts[index]!)} to ${text(cut)}`);
  return [`up to ${text(cuts[0]!)}`, ...between, `over ${text(cuts.at(-1)!)}`];
}

function sliced(
  key: string,
  kind: SliceKey["kind"],
  { names, numbers }: { readonly names: readonly string[]; readonly numbers: readonly number[] },
): SlicedCases {
  const counts = new Int32Array(names.length + 1);
  const places = new Int32Array(numbers.length); // filled by hand: Int32Array.from with a function takes ten times as long
  for (let place = 0; place < numbers.length; place++) {
    const number = numbers[place]!;
    places[place] = number === -1 ? names.length : number;
    counts[places[place]!]!++;
  }
  const slices: Slice[] = names.map((name, index) => ({ name, cases: counts[index]!, isMissing: false }));
  const missing = counts[names.length]!;
  if (missing > 0) slices.push({ name: MISSING, cases: missing, isMissing: true });
  return { key, kind, slices, numbers: places };
}
