/** A reason fits one cell of a spreadsheet (32,767 characters). */
export const MOST_REASON_LENGTH = 30_000;
/** Share of the end, where a log has its error. */
const END = 0.2;

/**
 * A long text without its middle, in the place of which it says how much is left out. Words are left out as a whole: half a
 * key at a cut would not be recognised as one.
 */
export function boundedText(text: string, most: number = MOST_REASON_LENGTH): string {
  if (text.length <= most) return text;
  const last = Math.floor(most * END);
  const start = text.slice(0, most - last).replace(/\S+$/, "");
  const end = text.slice(-last).replace(/^\S+/, "");
  return `${start}[${text.length - start.length - end.length} characters left out]${end}`;
}
