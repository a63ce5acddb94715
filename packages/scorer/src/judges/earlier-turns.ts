import { type Answer, messageText } from "@sameseed/core";

/** An answer's text; in a chain the conversation that it ends, as each variant has another one. */
export function withEarlierTurns({ trial, messages }: Answer, output: string): string {
  const earlier = trial?.earlier ?? [];
  const last = messages?.().at(-1);
  if (earlier.length === 0 || last === undefined) return output;
  const turns = [...earlier, { input: messageText(last), output }];
  return turns.map((turn) => `user: ${turn.input}\nassistant: ${turn.output}`).join("\n\n");
}
