/** A message keeps this much of its beginning and of its end. */
const [FIRST, LAST] = [1500, 400];

/** A long message without its middle, which is mostly a text of the user: the mistake is named at the beginning. */
export function boundedText(text: string): string {
  const left = text.length - FIRST - LAST;
  if (left <= 100) return text;
  const [start, end] = [text.slice(0, FIRST), text.slice(-LAST)].map((part) => part.toWellFormed());
  return `${start} … [${left} characters left out] … ${end}`;
}
