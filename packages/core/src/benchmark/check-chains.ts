import { CONVERSATION_VAR, namesRead } from "../case/chain.ts";
import { IdSet } from "../case/id-set.ts";
import type { TestCase } from "../case/test-case.ts";
import { SameseedError } from "../error.ts";

/** Checks, case by case, that chains can be sent as written. Errors: `BAD_DATASET`. */
export class ChainCheck {
  readonly #dataset: string;
  readonly #ended = new IdSet();
  #last: TestCase | undefined;
  /** By name, the cases of the open chain that store an answer under it, and the ids of the variants that answer them. */
  #stores = new Map<string, { readonly id: string; readonly variants: readonly string[] }[]>();

  constructor(dataset: string) {
    this.#dataset = dataset;
  }

  /** How many chains there are. */
  get count(): number {
    return this.#ended.size;
  }

  /** `variants`: ids of the variants that answer the case. */
  add(testCase: TestCase, variants: readonly string[] = []): void {
    const { chain, cluster, storeAs } = testCase;
    const last = this.#last?.chain === chain ? this.#last : undefined;
    this.#last = testCase;
    if (storeAs !== undefined && chain === undefined)
      throw this.#wrong(
        testCase,
        "storeAs has no effect without a chain",
        "Add chain: a name, the same for the cases that read the answer.",
      );
    if (storeAs === CONVERSATION_VAR)
      throw this.#wrong(testCase, `storeAs is ${CONVERSATION_VAR}, which holds the earlier turns`, "Use another name.");
    if (storeAs === "__proto__")
      throw this.#wrong(testCase, 'storeAs is "__proto__", which templates cannot read', "Use another name.");
    if (chain === undefined) return;
    if (last === undefined && this.#ended.has(chain))
      throw this.#wrong(
        testCase,
        `the cases of chain "${chain}" do not follow one another`,
        "Move them together, in the order in which they are to be sent.",
      );
    this.#ended.add(chain);
    if (last !== undefined && last.cluster !== cluster)
      throw this.#wrong(
        testCase,
        `the cases of chain "${chain}" have several clusters`,
        "Give them one cluster, or none: they depend on one another.",
      );
    if (last === undefined) this.#stores = new Map();
    this.#refuseUnstored(testCase, variants);
    if (storeAs !== undefined)
      this.#stores.set(storeAs, [...(this.#stores.get(storeAs) ?? []), { id: testCase.id, variants }]);
  }

  /** A name without an answer would be sent as text. */
  #refuseUnstored(testCase: TestCase, variants: readonly string[]): void {
    if (this.#stores.size === 0) return;
    for (const name of namesRead(testCase.vars)) {
      const stores = this.#stores.get(name);
      const without = stores && variants.find((variant) => !stores.some((one) => one.variants.includes(variant)));
      if (without !== undefined)
        throw this.#wrong(
          testCase,
          `it reads {{${name}}}, which variant "${without}" does not have: case ${JSON.stringify(stores![0]!.id)}, which stores it, is for other variants`,
          "Let both cases have the same prompts: and models:.",
        );
    }
  }

  #wrong({ id }: TestCase, problem: string, hint: string): SameseedError {
    return new SameseedError("BAD_DATASET", `${this.#dataset}, case ${JSON.stringify(id)}: ${problem}.`, { hint });
  }
}
