import {
  answerText,
  messageText,
  promptedCase,
  type Result,
  SameseedError,
  separateReasoning,
  type Trial,
  type Turn,
  type Variant,
} from "@sameseed/core";

/** An existing result by the trial's index; null without one. */
export type StoredResult = (index: number) => Promise<Result | null>;

/** Gives each trial of a chain its earlier turns, as soon as their answers exist. */
export class ChainTurns {
  readonly #stored: StoredResult;
  readonly #variantOf: (trial: Trial) => Variant;
  /** Results of the chain that is being planned, by the trial's index. */
  #open = new Map<number, Promise<Result | null>>();
  #chain: string | undefined;

  constructor({ stored, variantOf }: { readonly stored: StoredResult; readonly variantOf: (trial: Trial) => Variant }) {
    this.#stored = stored;
    this.#variantOf = variantOf;
  }

  /**
   * The trial with its earlier turns, once they are available; null if the run ended before them. `result` is
   * the trial's own, for its followers. Trials come in the order of the plan.
   */
  async begin({ after, ...trial }: Trial, result: Promise<Result | null>): Promise<Trial | SameseedError | null> {
    const before = this.#before(trial, after);
    this.#open.set(trial.index, result);
    if (before === undefined) return { ...trial, earlier: [] };
    const previous = await before;
    if (previous === null) return null;
    const turns = await this.#turnsAfter(previous);
    return turns === null ? unanswered(trial, previous.trial) : { ...trial, earlier: turns };
  }

  /** The result that the trial waits for. The plan ends one chain before the next: only the current one is kept. */
  #before({ case: { chain } }: Trial, after: number | undefined): Promise<Result | null> | undefined {
    if (chain !== this.#chain) this.#open = new Map();
    this.#chain = chain;
    if (after === undefined) return undefined;
    const open = this.#open.get(after);
    this.#open.delete(after);
    return open ?? this.#stored(after);
  }

  /** Null where the previous trial has no answer. */
  async #turnsAfter({ trial, outcome }: Result): Promise<readonly Turn[] | null> {
    const { id, storeAs } = trial.case;
    const { prompt, reasoning } = this.#variantOf(trial);
    // As in the rows: a resumed run sends the same text.
    const answer = reasoning === "keep" ? outcome : separateReasoning(outcome);
    if (answer.status === "failed") return null;
    await prompt.prepare?.(promptedCase(trial)); // a stored one was not prepared by this process
    const messages = prompt.messages(promptedCase(trial));
    const input = messageText(messages.at(-1)!);
    const output = answerText(answer) ?? "";
    return [...(trial.earlier ?? []), { case: id, input, output, ...(storeAs !== undefined && { storeAs }) }];
  }
}

function unanswered({ case: { id, chain } }: Trial, { case: previous }: Trial): SameseedError {
  return new SameseedError(
    "PROMPT",
    `Case "${id}" was not sent: case "${previous.id}", before it in chain "${chain}", has no answer.`,
    { hint: "Retry the failed trials of the run: the rest of the chain follows." },
  );
}
