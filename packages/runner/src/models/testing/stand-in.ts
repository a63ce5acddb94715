/** The answer of a stand-in service. */
export interface Said {
  readonly text?: string;
  readonly why?: "stop" | "length" | "filter" | "refusal" | "tools";
  readonly toolCalls?: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
  readonly reasoning?: string;
}

/** The same answer in the form of one service, written from its public reference. */
export interface StandIn {
  whole(said: Said): object;
  /** The text of the stream, event by event. */
  stream(said: Said): readonly string[];
  readonly streamType: string;
  /** The body of an error. */
  error(status: number, message: string): object;
  /** An error inside a stream. */
  brokenStream: string;
}

/** A whole answer of 20 prompt tokens, 5 of them cached, and 7 completion tokens, 3 of them thought. */
export const TOKENS = { prompt: 20, cached: 5, completion: 7, reasoning: 3 } as const;

export function events(list: readonly object[]): string[] {
  return list.map((event) => {
    const { type } = event as { type?: unknown };
    return `${typeof type === "string" ? `event: ${type}\n` : ""}data: ${JSON.stringify(event)}\n\n`;
  });
}

/** A text in two pieces, to be streamed. */
export function halves(text: string): [string, string] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}
