import type { Prompt } from "../prompt/prompt.ts";
import type { TestCase } from "../case/test-case.ts";

interface Seen {
  readonly messages: string;
  readonly vars: string;
  isSame: boolean;
  /** Whether the cases differ. Equal messages are worth a note only then. */
  hasOtherVars: boolean;
}

/**
 * Finds prompts that render the same messages for all cases although the cases differ, which suggests a
 * misspelt variable.
 */
export class SameMessages {
  readonly #seen = new Map<string, Seen>();

  add({ id }: Prompt, messages: ReturnType<Prompt["messages"]>, { vars }: TestCase): void {
    const seen = this.#seen.get(id);
    if (seen?.isSame === false) return;
    const text = JSON.stringify(messages);
    const given = JSON.stringify(vars);
    if (seen === undefined) this.#seen.set(id, { messages: text, vars: given, isSame: true, hasOtherVars: false });
    else {
      seen.isSame = seen.messages === text;
      seen.hasOtherVars ||= seen.vars !== given;
    }
  }

  /** Ids of the prompts. */
  ids(): readonly string[] {
    return [...this.#seen].flatMap(([id, { isSame, hasOtherVars }]) => (isSame && hasOtherVars ? [id] : []));
  }
}
