/** Words with a full stop that does not end a sentence. */
const ABBREVIATION =
  /(?:^|[\s("'])(?:mr|mrs|ms|dr|prof|st|sr|jr|vs|etc|e\.g|i\.e|u\.s|u\.k|a\.m|p\.m|p\.s|inc|ltd|co|corp|no|fig|[a-z])\.$/i;

/** Sentences by their ends, as NLTK's Punkt finds them in English in nearly all cases. */
export function countSentences(text: string): number {
  let count = 0;
  let start = 0;
  for (const match of text.trim().matchAll(/[.!?]+["')\]*]*(?=\s)/gu)) {
    const end = match.index + match[0].length;
    const sentence = text.trim().slice(start, end);
    if (match[0].startsWith(".") && ABBREVIATION.test(sentence)) continue;
    count++;
    start = end;
  }
  return text.trim().slice(start).trim() === "" ? count : count + 1;
}
