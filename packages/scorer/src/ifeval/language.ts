import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";

/** Frequencies of n-grams of 1 to 3 characters in one language's Wikipedia. */
interface Profile {
  readonly counts: Readonly<Record<string, number>>;
  /** How many n-grams of each length the profile was counted from. */
  readonly totals: readonly number[];
}

type Weights = ReadonlyMap<string, Float64Array>;

/** Smoothing of the original: α / 10,000, without its random spread around 0.5. */
const SMOOTHING = 0.5 / 10_000;
const PROFILES = "data/language-profiles.json.br";
const MAX_LENGTH = 10_000;
const TRIALS = 100;
const MAX_DRAWS = 1000;
const CERTAIN = 0.999_99;
const WEB_ADDRESS = /https?:\/\/[-_.?&~;+=/#0-9A-Za-z]{1,2076}/g;
const MAIL_ADDRESS = /[-_.0-9A-Za-z]{1,64}@[-_0-9A-Za-z]{1,255}[-_.0-9A-Za-z]{1,255}/g;

export interface LanguageDetector {
  /** ISO 639-1, `zh-cn` or `zh-tw`; undefined for a text without letters. */
  languageOf(text: string): string | undefined;
}

/**
 * Nakatani's language detection (naive Bayes over character n-grams, 2010) with its profiles of 55 languages,
 * as in IFEval's reference. The original draws n-grams at random in 7 trials and answers differently from
 * call to call; here 100 trials draw from a fixed stream: the same text always has the same language, which
 * is the original's most frequent result.
 */
export function languageDetector(): LanguageDetector {
  let loaded: { readonly languages: readonly string[]; readonly weights: Weights } | undefined;
  return {
    languageOf(text) {
      loaded ??= load();
      const { languages, weights } = loaded;
      const found = [...gramsOf(cleaned(text))].flatMap((gram) => weights.get(gram) ?? []);
      if (found.length === 0) return undefined;
      const draw = drawer();
      const sums = new Float64Array(languages.length);
      for (let trial = 0; trial < TRIALS; trial++) {
        for (const [index, share] of posterior(found, draw).entries()) sums[index]! += share;
      }
      return languages[sums.indexOf(Math.max(...sums))];
    },
  };
}

/** One trial: n-grams are drawn until one language is as good as certain. */
function posterior(found: readonly Float64Array[], draw: (count: number) => number): Float64Array {
  const shares = new Float64Array(found[0]!.length).fill(1 / found[0]!.length);
  for (let round = 0; round < MAX_DRAWS; round++) {
    const weights = found[draw(found.length)]!;
    let sum = 0;
    for (let index = 0; index < shares.length; index++) sum += shares[index]! *= weights[index]! + SMOOTHING;
    let largest = 0;
    for (let index = 0; index < shares.length; index++) largest = Math.max(largest, (shares[index]! /= sum));
    if (round % 5 === 0 && largest > CERTAIN) break;
  }
  return shares;
}

/** Whole numbers below a count, always the same ones: a linear congruential generator (Knuth's MMIX, upper half). */
function drawer(): (count: number) => number {
  let state = 1n;
  return (count) => {
    state = BigInt.asUintN(64, state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n);
    return Number(((state >> 32n) * BigInt(count)) >> 32n);
  };
}

function load(): { languages: string[]; weights: Weights } {
  const file = new URL(import.meta.url.endsWith(".ts") ? `../../${PROFILES}` : `../${PROFILES}`, import.meta.url);
  const profiles = JSON.parse(brotliDecompressSync(readFileSync(file)).toString()) as Readonly<Record<string, Profile>>;
  const languages = Object.keys(profiles);
  const weights = new Map<string, Float64Array>();
  for (const [index, { counts, totals }] of Object.values(profiles).entries()) {
    for (const [gram, count] of Object.entries(counts)) {
      const shares = weights.get(gram) ?? new Float64Array(languages.length);
      shares[index] = count / totals[gram.length - 1]!;
      weights.set(gram, shares);
    }
  }
  return { languages, weights };
}

/** Without addresses; and without Latin letters where other letters are the most. */
function cleaned(text: string): string {
  const plain = text.replaceAll(WEB_ADDRESS, " ").replaceAll(MAIL_ADDRESS, " ").slice(0, MAX_LENGTH);
  const latin = plain.match(/[A-z]/g)?.length ?? 0;
  const others = plain.match(/[\u0300-\u1dff\u1f00-\uffff]/g)?.length ?? 0;
  return latin * 2 < others ? plain.replaceAll(/[A-z]/g, "") : plain;
}

/** N-grams inside words, a blank for either edge; words in capitals give none. */
function* gramsOf(text: string): Generator<string> {
  let grams = " ";
  let isCapitals = false;
  for (const unit of text.split("")) {
    const character = normal(unit);
    const last = grams.at(-1)!;
    if (last === " ") {
      grams = " ";
      isCapitals = false;
      if (character === " ") continue;
    } else if (grams.length >= 3) grams = grams.slice(1);
    grams += character;
    if (!isCapital(character)) isCapitals = false;
    else if (isCapital(last)) isCapitals = true;
    if (isCapitals) continue;
    for (let length = 1; length <= 3 && length <= grams.length; length++) {
      const gram = grams.slice(-length);
      if (gram !== " ") yield gram;
    }
  }
}

function isCapital(character: string): boolean {
  return character !== character.toLowerCase();
}

/** Letters of a script that does not distinguish languages count as one letter. */
function normal(unit: string): string {
  if (unit < "\u0080") return /[A-Za-z]/.test(unit) ? unit : " ";
  if (/[\u00a0\u00ab\u00b0\u00bb\u2000-\u206f]/.test(unit)) return " ";
  if (unit === "\u0219") return "\u015f";
  if (unit === "\u021b") return "\u0163";
  if (unit >= "\u1ea0" && unit <= "\u1eff") return "\u1ec3";
  if (unit === "\u06cc") return "\u064a";
  if (unit >= "\u3040" && unit <= "\u309f") return "\u3042";
  if (unit >= "\u30a0" && unit <= "\u30ff") return "\u30a2";
  if (unit >= "\u3100" && unit <= "\u312f") return "\u3105";
  if (unit >= "\uac00" && unit <= "\ud7a3") return "\uac00";
  return unit;
}
