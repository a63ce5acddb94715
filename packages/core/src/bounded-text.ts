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
  const start = wholeWords(text.slice(0, most - last));
  const end = text.slice(-last).replace(/^\S+/, "");
  return `${start}[${text.length - start.length - end.length} characters left out]${end}`;
}

/** Without the word at the end. A pattern such as `\S+$` takes quadratic time. */
function wholeWords(text: string): string {
  let { length } = text;
  while (length > 0 && !/\s/.test(text[length - 1]!)) length--;
  return text.slice(0, length);
}
