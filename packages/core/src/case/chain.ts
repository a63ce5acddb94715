import type { Turn } from "./turn.ts";
import type { Dataset, TestCase, Vars } from "./test-case.ts";

/** The variable that gives a case of a chain its earlier turns. */
export const CONVERSATION_VAR = "_conversation";

const NAME = /\{\{\s*([^\s{}|()%"'#]+)\s*\}\}/g;

/** The texts of a case that a model wrote. */
export interface EarlierAnswers {
  readonly outputs: readonly string[];
  /** Placeholder texts of a check before the run, instead of answers that do not exist yet. */
  readonly arePreview: boolean;
  /** The case as the dataset has it, the same for all variants. */
  readonly own: TestCase;
  /**
   * The case with placeholder text instead of each answer, which shows the parts of the prompt that depend on
   * answers. Not for the check before the run.
   */
  readonly masked?: () => TestCase;
}
const answersBefore = new WeakMap<TestCase, EarlierAnswers>();

/** The answers that a case of a chain follows; undefined where it follows none. */
export function earlierAnswers(testCase: TestCase): EarlierAnswers | undefined {
  return answersBefore.get(testCase);
}

/** The case without the content that a variant's own earlier turns added to it. */
export function caseOfAll(testCase: TestCase): TestCase {
  return answersBefore.get(testCase)?.own ?? testCase;
}

/**
 * A case of a chain after its earlier turns. `_conversation` lists the turns, each stored answer becomes a
 * variable, and `{{name}}` of a stored answer is filled in where a variable's text contains it. A stored
 * answer replaces a variable of the same name. A case that defines the variable `_conversation` itself keeps
 * it.
 */
export function afterTurns(testCase: TestCase, turns: readonly Turn[]): TestCase {
  if (testCase.chain === undefined) return testCase;
  const stored = Object.create(null) as Record<string, string>;
  for (const { storeAs, output } of turns) if (storeAs !== undefined) stored[storeAs] = output;
  const names = new Set(Object.keys(stored));
  const vars = names.size === 0 ? testCase.vars : (filled(testCase.vars, stored, names) as Vars);
  const conversation = turns.map(({ input, output }) => ({ input, output, prompt: sentPrompt(input) }));
  const made = { ...testCase, vars: { [CONVERSATION_VAR]: conversation, ...vars, ...stored } };
  const outputs = turns.map(({ output }) => output);
  answersBefore.set(made, {
    outputs,
    arePreview: false,
    own: testCase,
    masked: () => afterTurns(testCase, turns.map(maskedTurn)),
  });
  return made;

  /** The request may contain earlier answers as well. */
  function maskedTurn({ input, ...turn }: Turn): Turn {
    const texts = outputs.map((output) => output.trim()).filter((output) => output !== "");
    return { ...turn, input: texts.reduce((text, output) => text.replaceAll(output, MASK), input), output: MASK };
  }
}

/** No answer has this text, and no file this name. */
const MASK = "\u{f0000}answer\u{f0000}";

/** promptfoo's templates read the last message of a chat as `prompt[prompt.length - 1].content`, and a text as `prompt`. */
function sentPrompt(input: string): readonly object[] {
  const messages = [{ role: "user", content: input }];
  return Object.defineProperty(messages, "toString", { value: () => input, enumerable: false });
}

function filled(value: unknown, stored: Readonly<Record<string, string>>, names: ReadonlySet<string>): unknown {
  if (typeof value === "string")
    return value.replaceAll(NAME, (written, name: string) => (names.has(name) ? stored[name]! : written));
  if (Array.isArray(value)) return value.map((member) => filled(member, stored, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, filled(member, stored, names)]));
}

interface StoredPreview extends Turn {
  /** The variants that answer the case; undefined for all. */
  readonly by: readonly string[] | undefined;
}

/** The case for a check before the run: without earlier answers, and with a placeholder for each stored answer. */
export class ChainPreview {
  #chain: string | undefined;
  #stored: StoredPreview[] = [];

  /** Cases come in the order of the dataset; `answering` are the ids of the variants that a case is for, undefined for all. */
  of(testCase: TestCase, answering?: readonly string[]): TestCase {
    const { chain, storeAs, id } = testCase;
    if (chain !== this.#chain) this.#stored = [];
    this.#chain = chain;
    if (chain === undefined) return testCase;
    const made = previewOf(testCase, this.#stored);
    if (storeAs !== undefined)
      this.#stored = [...this.#stored, { case: id, input: "", output: `answer to ${id}`, storeAs, by: answering }];
    return made;
  }

  /** The case of the last `of` as one variant sees it: without answers that others store. */
  ofVariant(testCase: TestCase, variant: string): TestCase {
    const before = this.#stored.filter(({ case: id }) => id !== testCase.id);
    const own = before.filter(({ by }) => by === undefined || by.includes(variant));
    return previewOf(testCase, own);
  }

  /** Whether some answers that the case of the last `of` may read are not of all variants. */
  get isUneven(): boolean {
    return this.#chain !== undefined && this.#stored.some(({ by }) => by !== undefined);
  }
}

function previewOf(testCase: TestCase, stored: readonly Turn[]): TestCase {
  const { vars } = afterTurns(testCase, stored);
  const empty = Object.hasOwn(testCase.vars, CONVERSATION_VAR) ? {} : { [CONVERSATION_VAR]: [] };
  const made = { ...testCase, vars: { ...vars, ...empty } };
  const outputs = stored.map(({ output }) => output);
  answersBefore.set(made, { outputs, arePreview: true, own: testCase });
  return made;
}

/** The names that texts of a case read as `{{name}}`. */
export function namesRead(value: unknown): string[] {
  if (typeof value === "string") return [...value.matchAll(NAME)].map(([, name]) => name!);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(namesRead) : [];
}

/** The cases of a chain are not independent: cases without an explicit cluster share the chain's. */
export function withChainClusters<V extends Vars>(dataset: Dataset<V>): Dataset<V> {
  return {
    ...dataset,
    async *cases() {
      for await (const testCase of dataset.cases())
        yield testCase.chain === undefined || testCase.cluster !== undefined
          ? testCase
          : { ...testCase, cluster: testCase.chain };
    },
  };
}

/** The cases of each chain together, every other case alone. */
export async function* chainsOf<V extends Vars>(cases: AsyncIterable<TestCase<V>>): AsyncGenerator<TestCase<V>[]> {
  let open: TestCase<V>[] = [];
  for await (const testCase of cases) {
    if (open.length > 0 && (testCase.chain === undefined || testCase.chain !== open[0]!.chain)) {
      yield open;
      open = [];
    }
    open.push(testCase);
  }
  if (open.length > 0) yield open;
}
