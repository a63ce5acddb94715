/**
 * Porter's stemmer (Porter 1980) with the extensions that NLTK makes by default, since METEOR there rests on it. The package
 * `stemmer`, which ROUGE uses, is the original: they differ for words such as "says", "always" and "dying".
 */

/** Irregular forms, by NLTK's list. */
const IRREGULAR: Readonly<Record<string, string>> = {
  sky: "sky",
  skies: "sky",
  dying: "die",
  lying: "lie",
  tying: "tie",
  news: "news",
  innings: "inning",
  inning: "inning",
  outings: "outing",
  outing: "outing",
  cannings: "canning",
  canning: "canning",
  howe: "howe",
  proceed: "proceed",
  exceed: "exceed",
  succeed: "succeed",
};

type Rule = readonly [suffix: string, replacement: string];

const STEP_2: readonly Rule[] = [
  ["ational", "ate"],
  ["tional", "tion"],
  ["enci", "ence"],
  ["anci", "ance"],
  ["izer", "ize"],
  ["bli", "ble"],
  ["entli", "ent"],
  ["eli", "e"],
  ["ousli", "ous"],
  ["ization", "ize"],
  ["ation", "ate"],
  ["ator", "ate"],
  ["alism", "al"],
  ["iveness", "ive"],
  ["fulness", "ful"],
  ["ousness", "ous"],
  ["aliti", "al"],
  ["iviti", "ive"],
  ["biliti", "ble"],
  ["fulli", "ful"],
];
const STEP_3: readonly Rule[] = [
  ["icate", "ic"],
  ["ative", ""],
  ["alize", "al"],
  ["iciti", "ic"],
  ["ical", "ic"],
  ["ful", ""],
  ["ness", ""],
];
const STEP_4: readonly Rule[] = [
  "al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize",
].flatMap((suffixes) => suffixes.split(" ").map((suffix): Rule => [suffix, ""]));

/** The stem of a word in small letters. */
export function porterStem(word: string): string {
  const known = Object.hasOwn(IRREGULAR, word) ? IRREGULAR[word] : undefined;
  if (known !== undefined) return known;
  if (word.length <= 2) return word;
  const endings = withoutPastEnding(withoutPlural(word));
  const last = endings.length > 2 && endings.endsWith("y") && isConsonant(endings, endings.length - 2);
  const derived = step2(last ? `${endings.slice(0, -1)}i` : endings);
  const bare = replaced(derived, STEP_3, (stem) => measure(stem) > 0);
  const short = replaced(bare, STEP_4, (stem, suffix) => measure(stem) > 1 && (suffix !== "ion" || /[st]$/.test(stem)));
  const tidy = withoutFinalE(short);
  return tidy.endsWith("ll") && measure(tidy.slice(0, -1)) > 1 ? tidy.slice(0, -1) : tidy;
}

function withoutPlural(word: string): string {
  if (word.endsWith("ies")) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith("sses")) return word.slice(0, -2);
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

function withoutPastEnding(word: string): string {
  if (word.endsWith("ied")) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith("eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const suffix = ["ed", "ing"].find((one) => word.endsWith(one) && hasVowel(word.slice(0, -one.length)));
  if (suffix === undefined) return word;
  const stem = word.slice(0, -suffix.length);
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (stem.length > 1 && stem.at(-1) === stem.at(-2) && isConsonant(stem, stem.length - 1))
    return /[lsz]$/.test(stem) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

function step2(word: string): string {
  if (word.endsWith("alli") && measure(word.slice(0, -4)) > 0) return step2(word.slice(0, -2));
  if (word.endsWith("alli")) return word;
  if (word.endsWith("logi")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  return replaced(word, STEP_2, (stem) => measure(stem) > 0);
}

function withoutFinalE(word: string): string {
  if (!word.endsWith("e")) return word;
  const stem = word.slice(0, -1);
  return measure(stem) > 1 || (measure(stem) === 1 && !endsShort(stem)) ? stem : word;
}

/** The first rule with a matching suffix decides, even if its condition is false. */
function replaced(word: string, rules: readonly Rule[], holds: (stem: string, suffix: string) => boolean): string {
  const rule = rules.find(([suffix]) => word.endsWith(suffix));
  if (rule === undefined) return word;
  const [suffix, replacement] = rule;
  const stem = word.slice(0, word.length - suffix.length);
  return holds(stem, suffix) ? stem + replacement : word;
}

function isConsonant(word: string, place: number): boolean {
  const letter = word[place]!;
  if ("aeiou".includes(letter)) return false;
  return letter !== "y" || place === 0 || !isConsonant(word, place - 1);
}

function hasVowel(word: string): boolean {
  for (let place = 0; place < word.length; place++) if (!isConsonant(word, place)) return true;
  return false;
}

/** Porter's m: how often a vowel is followed by a consonant. */
function measure(word: string): number {
  let count = 0;
  for (let place = 1; place < word.length; place++)
    if (isConsonant(word, place) && !isConsonant(word, place - 1)) count++;
  return count;
}

/** Consonant, vowel, consonant other than w, x, y; of two letters vowel and consonant. */
function endsShort(word: string): boolean {
  const end = word.length - 1;
  if (word.length === 2) return !isConsonant(word, 0) && isConsonant(word, 1);
  return (
    word.length >= 3 &&
    isConsonant(word, end - 2) &&
    !isConsonant(word, end - 1) &&
    isConsonant(word, end) &&
    !/[wxy]$/.test(word)
  );
}
