import { answerLinePattern, answersOfLine, beforeNextQuestion } from "./answer-words.ts";
import { markedPart, withoutSpecialTokens } from "./answer-part.ts";

/**
 * The letter that concludes an answer to a multiple-choice question, in capitals; undefined without one. The
 * most explicit place counts: `\boxed{B}`, `<answer>B</answer>`, the JSON member `answer`, the last line such
 * as `Answer: B`, `the answer is (B)`, `I choose B`, `答案：B`; the one letter that is called right (`A: wrong.
 * B: right`); an answer that is or begins with a letter (`B`, `(B)`, `B. Paris`); the text of exactly one
 * choice as the whole answer; a last sentence that is a letter (`So B.`); a letter in brackets or after
 * "option"; and the only letter in the text. A sentence that begins with the word "A" is not a choice. Text
 * after a next question does not count.
 */
export function answerChoice(output: string, choices: readonly string[] | number): string | undefined {
  const count = typeof choices === "number" ? choices : choices.length;
  const texts = typeof choices === "number" ? [] : choices;
  const range = `A-${String.fromCharCode(64 + count)}`;
  const text = plainLetters(withoutSpecialTokens(output));
  const head = beforeNextQuestion(text);
  const found = head === null ? undefined : letterOf(head, range, texts);
  return found ?? letterOf(text, range, texts);
}

function letterOf(text: string, range: string, texts: readonly string[]): string | undefined {
  const marked = [markedPart(text, "boxed"), markedPart(text, "tag"), markedPart(text, "json"), ...answerLines(text)];
  for (const first of marked) {
    if (first === undefined) continue;
    const part = withoutSeveral(first, range);
    if (part === undefined) return undefined;
    const letter = markedLetter(part, range) ?? letterOfText(part, texts) ?? letterInside(part, range);
    if (letter !== undefined) return letter;
  }
  if (text.length < SHORT && startsWithSeveral(text.trim(), range)) return undefined;
  const own = withoutRestatedChoices(text, range);
  return (
    letterCalledRight(text, range) ??
    lineCalledRight(text, range) ??
    letterAtStart(own, range) ??
    letterOfText(own, texts) ??
    lastSentence(own, range) ??
    letterInside(own, range) ??
    bestLetter(own, range) ??
    onlyLetter(own, range) ??
    lastText(own, texts)
  );
}

/** Full-width letters and brackets, as Chinese and Japanese texts have them, and letters in circles. */
function plainLetters(text: string): string {
  return text.replaceAll(/[Ａ-Ｚａ-ｚ（）［］．：Ⓐ-ⓩ]/gu, (character) => character.normalize("NFKC"));
}

const ANSWER_LINE = answerLinePattern({ more: "choice|option", gap: "[^\\n.:：=]{0,40}" });
const CHOSEN =
  /(?<![\p{L}])(?:I|we)(?:['’](?:d|ll)| would| will)? (?:choose|pick|select|go with|going with|say|opt for|vote for)(?![\p{L}])(?<rest>[^\n]*)|(?<![\p{L}])(?:(?:choosing|picking|selecting|opting for|settling on|going with)(?= (?:option |choice |\(|\*)*[A-Z](?![\p{L}])))(?<chose>[^\n]*)|(?:我?(?:选择|選擇|选|選))(?<chosen>[^\n]*)/giu;

/** The text after "answer" on a line, the last line first. */
function answerLines(text: string): string[] {
  const lines = [...text.matchAll(ANSWER_LINE), ...text.matchAll(CHOSEN)];
  return lines
    .toSorted((left, right) => right.index - left.index)
    .flatMap(({ groups }) => answersOfLine((groups!["rest"] ?? groups!["chose"] ?? groups!["chosen"])!, ANSWER_LINE))
    .map((rest) => rest.trimStart());
}

/** `B`, `(B)`, `**B**`, `"B"`, `B. Paris`, `option B`, `\text{B}`. */
function startOf(text: string, range: string): { readonly letter: string; readonly after: string } | undefined {
  const start = new RegExp(
    `^[\\s*_"'\`(\\[{$]{0,40}(?:(?:option|choice|letter|text|选项|選項|선택지|\\\\text\\{|\\\\mathrm\\{|\\\\mathbf\\{|\\\\textbf\\{)[\\s*_("']*)?([${range}])(?![\\p{Script=Latin}\\p{N}]|['’]\\p{L})`,
    "iu",
  );
  const match = start.exec(text);
  return match === null ? undefined : { letter: match[1]!, after: text.slice(match[0].length, match[0].length + 40) };
}

/** Another letter as good as the first: `B or C`, `A, C`, `B/C`. Such an answer chooses none. */
function isOneOfSeveral(
  { letter, after }: { readonly letter: string; readonly after: string },
  range: string,
): boolean {
  const other = new RegExp(
    `^[\\s*_)\\]"'\`}.]{0,8}(?:[,/&+、，]|(?:or|and|and/or|oder|und|ou|et|o|y|e|или|и|或|和|または|と|또는|와)(?!\\p{L}))[\\s*_(\\["'\`]{0,8}(?:(?:maybe|perhaps|possibly|probably|even|also)[ \\t]{1,3})?(?:(?:option|choice)[\\s*_("']{1,4})?([${range}])(?![\\p{L}\\p{N}'’]|[\\s*_)]{1,4}(?:(?!are )\\p{Ll}|=))`,
    "iu",
  ).exec(after)?.[1];
  return other !== undefined && other.toUpperCase() !== letter.toUpperCase();
}

/** Words after which a letter A is a choice and not the article. */
const AFTER_CHOICE =
  /^[ \t]+(?:because|since|as|for|and|which|with|by|from|due|given|in|on|but|not|rather|is|was|so)(?!\p{L})/iu;

function startsWithSeveral(text: string, range: string): boolean {
  const found = startOf(text, range);
  return found !== undefined && isOneOfSeveral(found, range);
}

/** If an answer names several letters: the text after a later answer on its line, as in `A or B? Final answer: B`. */
function withoutSeveral(part: string, range: string): string | undefined {
  let rest: string | undefined = part;
  while (rest !== undefined && startsWithSeveral(rest, range)) rest = answerLines(rest)[0];
  return rest;
}

/** A letter after "the answer is", except the article "a". */
function markedLetter(part: string, range: string): string | undefined {
  const found = startOf(part, range);
  if (found === undefined) return undefined;
  const { letter, after } = found;
  const isWord = /^[ \t]+\p{Ll}/u.test(after);
  if (letter === "A" && isWord && !AFTER_CHOICE.test(after)) return undefined;
  return capital(letter, part);
}

/** A letter at the beginning of an answer; not the article in "A good answer". */
function letterAtStart(text: string, range: string): string | undefined {
  const found = startOf(text, range);
  if (found === undefined || isOneOfSeveral(found, range)) return undefined;
  return /^[ \t]+\p{Ll}/u.test(found.after) ? undefined : capital(found.letter, text);
}

/** A small letter alone begins a word list or an article; with a bracket, or a dot and a space, after it is a choice. */
function capital(letter: string, text: string): string | undefined {
  const isAlone = /^[\s*_"'`([{$]*\p{L}(?:[\s*_"'`\])}.:$]*$|[*_]*[)\]]|[*_]*[.:][*_]*[ \t])/u;
  return /\p{Ll}/u.test(letter) && !isAlone.test(text.slice(0, 200)) ? undefined : letter.toUpperCase();
}

const LETTERED = "^[\\s>*_(\"'`+•-]{0,12}";
const VERDICT = /[✅☑✓✔❌✗✘]|(?<!\p{L})(?:wrong|incorrect|false|right|correct|true)(?!\p{L})/iu;
const CALLED_RIGHT = /[✅☑✓✔]|(?<!\p{L})(?:is (?:the )?(?:right|correct|best)|(?<!not )(?:right|correct|true)\W*$)/iu;

/** The text without the choices that it repeats at its beginning: a line each, in order, without a verdict. */
function withoutRestatedChoices(text: string, range: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const last = range.charCodeAt(range.length - 1) - 65;
  let count = 0;
  while (count <= last && new RegExp(`${LETTERED}${letterAt(count)}[).:\\]*]`, "iu").test(lines[count] ?? "")) count++;
  const isRestated = count >= 3 && !lines.slice(0, count).some((line) => VERDICT.test(line));
  return isRestated ? lines.slice(count).join("\n") : text;
}

/** Of several lines that begin with a letter, the line that is marked or called right: `C. Rome ✅`. */
function lineCalledRight(text: string, range: string): string | undefined {
  const lettered = new RegExp(`${LETTERED}([${range}])[).:\\]*]`, "u");
  const lines = text.split("\n").flatMap((line) => {
    const letter = lettered.exec(line)?.[1];
    return letter === undefined ? [] : [{ letter, isRight: CALLED_RIGHT.test(line) }];
  });
  const right = new Set(lines.filter(({ isRight }) => isRight).map(({ letter }) => letter));
  return new Set(lines.map(({ letter }) => letter)).size > 1 && right.size === 1 ? [...right][0] : undefined;
}

function letterAt(position: number): string {
  return String.fromCharCode(65 + position);
}

/** Of several letters with a judgement each, the letter that is called right. */
function letterCalledRight(text: string, range: string): string | undefined {
  const judged = new RegExp(
    `(?<![\\p{L}\\p{N}])([${range}])(?:[)*]{1,3}[ \\t]+|[)*]{0,3}[ \\t]*[:：=?]|[ \\t]*[-–—]|[)*]{0,3}[ \\t]+is|[ \\t]+(?=[✓✔✅❌✗])|[ \\t]+seems)[ \\t]*(?:the |clearly |definitely )?(right|correct|true|yes|wrong|incorrect|false|no|not|✓|✔|✅|❌|✗)(?!\\p{L})`,
    "giu",
  );
  const seen = [...text.matchAll(judged)];
  const right = seen.filter(([, , word]) => /^(?:right|correct|true|yes|✓|✔|✅)$/iu.test(word!));
  const letters = new Set(right.map(([, letter]) => letter!.toUpperCase()));
  return new Set(seen.map(([, letter]) => letter)).size > 1 && letters.size === 1 ? [...letters][0] : undefined;
}

/** The last letter in brackets or stars, or after "option", that is not said to be wrong. */
function letterInside(text: string, range: string): string | undefined {
  const inside = new RegExp(
    `(?<!${DENIED})(?:\\(([${range}])\\)|\\*\\*\\(?([${range}])[).:]?\\*\\*|\\b(?:[Oo]ption|[Cc]hoice|[Aa]nswer)[ \\t]+\\(?([${range}])\\b(?!['’]|[ \\t]+(?!is |was )\\p{Ll}))(?!${WRONG})`,
    "gu",
  );
  const match = [...text.matchAll(inside)].at(-1);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

/** Words before a letter that is not chosen: `not`, `can't be`, `would not choose`, `anything but`, `rule out`. */
const DENIED =
  "(?:(?:\\b[Nn](?:ot|ever|either)|n['’]t|\\bnor)(?:[ \\t]{1,3}(?:be|choose|pick|select|say|go with))?|(?<!(?:\\b[Nn]ot|n['’]t|\\bnever)(?: be)? )\\b[Aa](?:nything|ll) but|\\b(?:[Rr]ul(?:e|ed|es|ing) out|[Ee]liminat(?:e|ed|es|ing)|[Ee]xclud(?:e|ed|es|ing)|[Rr]eject(?:|ed|s|ing)))[ \\t]{1,3}";
/** Shorter texts contain only an answer. */
const SHORT = 40;
const WRONG = "[ \\t]+(?:is|was|are|would be|seems)[ \\t]+(?:clearly |obviously )?(?:wrong|incorrect|false|not)";
const END = 300;

/** A last sentence or line that is only a letter, with a word such as "so" before it. */
function lastSentence(text: string, range: string): string | undefined {
  const end = text.trimEnd().slice(-END);
  const found = new RegExp(
    `(?:^|[\\n.!?:;。！？：⇒→]|[-=]>|(?<!\\p{L})(?:so|thus|hence|therefore|finally|conclusion)(?!\\p{L}))[\\s,:]*(?:(?:it|this|that)(?:['’]s| is| must be| should be| has to be| can only be| would be)[ \\t]+)?(?:(?:option|choice)[ \\t]+)?[\\s*_("'\\[]*([${range}])[\\s*_).!"'\\]。]*$`,
    "iu",
  ).exec(end);
  const letter = found?.[1];
  return letter !== undefined && /\p{Lu}/u.test(letter) ? letter : undefined;
}

/** The one letter that is called best: `C is better`, `the best choice is C`. */
function bestLetter(text: string, range: string): string | undefined {
  const best = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:([${range}])\\)? is (?:clearly |probably )?(?:the )?(?:better|best|correct|right)(?!\\p{L})|(?:better|best)(?: one| choice| option)? is \\(?([${range}])(?![\\p{L}\\p{N}'’]))`,
    "gu",
  );
  const letters = new Set([...text.matchAll(best)].map((match) => match[1] ?? match[2]));
  return letters.size === 1 ? [...letters][0] : undefined;
}

/** The only letter that is alone in the text. A letter that is called wrong, "I" and the article do not count. */
function onlyLetter(text: string, range: string): string | undefined {
  const alone = new RegExp(
    `(?<![\\p{L}\\p{N}'’]|${DENIED}(?:option |choice )?[(*]{0,3})([${range}])(?![\\p{Script=Latin}\\p{N}'’]|${WRONG})`,
    "gu",
  );
  const letters = new Set<string>();
  for (const { 1: letter, index } of text.matchAll(alone)) {
    const after = text.slice(index + 1, index + 12);
    const isArticle =
      letter === "A" && /^ \p{Ll}/u.test(after) && !/^ (?:(?:or|and|nor) |(?:is|was|seems) )/u.test(after);
    if (letter !== "I" && !isArticle) letters.add(letter!);
    if (letters.size > 1) return undefined;
  }
  return [...letters][0];
}

/** The letter of the choice with this text. */
function letterOfText(text: string, choices: readonly string[]): string | undefined {
  const plain = (given: string): string =>
    given.replaceAll(/^[\s*_"'`]+|(?<![\s*_"'`.])[\s*_"'`.]+$/g, "").toLowerCase();
  if (choices.length === 0) return undefined;
  const own = plain(text);
  const found = choices.flatMap((choice, index) => (plain(choice) === own ? [index] : []));
  return found.length === 1 ? letterAt(found[0]!) : undefined;
}

/** The letter of the one choice whose text ends the last sentence after "is", where no letter is named: `The capital is Rome.` */
function lastText(text: string, choices: readonly string[]): string | undefined {
  const end = text.trimEnd().slice(-END);
  const last = end.slice(end.lastIndexOf("\n") + 1);
  const found = choices.flatMap((choice, index) => {
    const plain = choice.trim().replace(/[.]$/, "");
    const bare = last.replace(/[\s*_"'`”’.!)]+$/u, "");
    if (plain === "" || !bare.toLowerCase().endsWith(plain.toLowerCase())) return [];
    const before = bare.slice(0, -plain.length);
    return /(?<!\p{L})(?:is|was|are|were|be|:)[\s*_"'`“‘(]*$/iu.test(before) ? [index] : [];
  });
  return found.length === 1 ? letterAt(found[0]!) : undefined;
}
