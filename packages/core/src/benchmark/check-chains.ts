import { CONVERSATION_VAR } from "../case/chain.ts";
import { IdSet } from "../case/id-set.ts";
import type { TestCase } from "../case/test-case.ts";
import { SameseedError } from "../error.ts";

/** Checks, case by case, that chains can be sent as they are written. Errors: `BAD_DATASET`. */
export class ChainCheck {
  readonly #dataset: string;
  readonly #ended = new IdSet();
  #last: TestCase | undefined;

  constructor(dataset: string) {
    this.#dataset = dataset;
  }

  /** How many chains there are. */
  get count(): number {
    return this.#ended.size;
  }

  add(testCase: TestCase): void {
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
  }

  #wrong({ id }: TestCase, problem: string, hint: string): SameseedError {
    return new SameseedError("BAD_DATASET", `${this.#dataset}, case ${JSON.stringify(id)}: ${problem}.`, { hint });
  }
}
