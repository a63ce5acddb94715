import { hash } from "node:crypto";
import { canonicalJson, type Judge, type JudgeCall, judgementsOf, type JudgeQuestion, type Row } from "@sameseed/core";

/** A judge's call, and for whom it was made. */
export interface AskedCall {
  /** The judge's id. */
  readonly judge: string;
  readonly scorer: string;
  /** Index of the trial; null for a request that is sent once for the whole run. */
  readonly index: number | null;
  readonly call: JudgeCall;
}

/** The parts of a judge that its answers depend on and a replay knows: a base URL may come from the environment. */
type Asked = Pick<Judge, "id" | "params">;

/** The identity of a judge request in addition to its trial: the scorer, the judge, its parameters and the messages. */
export function questionHash({ id, params }: Asked, { scorer, messages }: JudgeQuestion): string {
  return hash("sha256", canonicalJson([id, params, scorer, messages])).slice(0, 16);
}

/**
 * Earlier calls, each to be used once: equal requests of one trial may have had different answers. A class
 * because it has state.
 */
export class KnownCalls {
  readonly #calls = new Map<string, JudgeCall[]>();

  add({ index, call }: Pick<AskedCall, "index" | "call">): void {
    const key = keyOf(index, call);
    const calls = this.#calls.get(key);
    if (calls === undefined) this.#calls.set(key, [call]);
    else calls.push(call);
  }

  /** Adds the calls of a stored row as those of this trial. */
  addRow({ scores }: Pick<Row, "scores">, index: number, { withErrors = false, isCached = false } = {}): void {
    for (const { calls } of judgementsOf(scores))
      for (const call of calls)
        if (withErrors || call.error === undefined)
          this.add({ index, call: isCached ? { ...call, cached: true } : call });
  }

  /** The answer to this request with its text read again; undefined for an unknown request. */
  take(judge: Asked, question: JudgeQuestion, index: number | null): JudgeCall | undefined {
    const { purpose, step } = question;
    const key = keyOf(index, { purpose, step, question: questionHash(judge, question) });
    const calls = this.#calls.get(key);
    const call = calls?.shift();
    if (calls?.length === 0) this.#calls.delete(key);
    return call && { ...call, value: valueOf(question, call.text) };
  }
}

/** The value that the question parses from a judge's text. */
export function valueOf({ read }: Pick<JudgeQuestion, "read">, text: string | null): number | null {
  return text === null ? null : (read?.(text) ?? null);
}

function keyOf(index: number | null, { purpose, step = "", question }: Partial<JudgeCall>): string {
  return `${index}|${purpose}|${step}|${question}`;
}
