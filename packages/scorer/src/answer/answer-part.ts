import { answerLinePattern, answersOfLine } from "./answer-words.ts";

/** Where a text may hold its conclusion, the most explicit mark first. */
export const MARKS = ["hashes", "boxed", "tag", "json", "line", "last"] as const;
export type Mark = (typeof MARKS)[number];

/** Words of a chat template that leaked into the answer: `</s>`, `<|im_end|>`. */
const SPECIAL_TOKEN = /<\/?s>|<(?:eos|end_of_turn)>|<\|[^|<>\n]{1,40}\|>|<｜[^｜<>\n]{1,40}｜>/g;
/** A token after which a base model begins another text or another turn. `<s>…</s>` is text that is struck out. */
const END_TOKEN =
  /<\|(?:endoftext|end_of_text|eot_id|im_end|end_of_turn|eom_id|EOT|END_OF_TURN_TOKEN)\|>|<(?:eos|end_of_turn|｜end▁of▁sentence｜)>|(?<!<s>[^<]{0,500})<\/s>|\[\/?INST\]|<\|(?:user|human)\|>|<\|im_start\|>user/;
/** GSM8K's own mark; words before the number, or `1. Add the apples`, make a Markdown heading of it. */
const HASHES = /####(?![ \t]*\d+[.):][ \t]+\S)[ \t]*(?=[^\p{L}\n]{0,4}\d)([^\n]*)/u;
/** A member without a number or a text: the members after it are not its value. */
const JSON_NOTHING = /^(?:null|None|true|false|True|False)(?![\p{L}\p{N}])[^]*/u;
const JSON_MEMBER = /["']?\b(?:final[_ ]?)?answer["']\s*:\s*("(?:[^"\\]|\\.)*"?|'[^'\n]*'?|[^\n}]*)/i;
const ANSWER_LINE = answerLinePattern({ gap: "[^\\n.:：=\\d]{0,40}" });
const TAG = /<((?:final[_ -]?)?(?:answer|ans|result|choice))>([^]*?)(?:<\/\1>|$)/gi;

/**
 * The part of a text that `mark` points to, undefined where the mark is absent:
 * - `hashes`: the text after the first `####`, as in `#### 18`;
 * - `boxed`: the contents of the last `\boxed{…}`;
 * - `tag`: the contents of the last `<answer>…</answer>`;
 * - `json`: the value of the first JSON member `"answer"`, in JSON that may be fenced, broken or cut off;
 * - `line`: the rest of the last line such as `Answer: 18`, `A: 18`, `the answer is 18`, `答案：18`, `Respuesta:
 *   18`;
 * - `last`: the whole text.
 */
export function markedPart(text: string, mark: Mark): string | undefined {
  switch (mark) {
    case "hashes":
      return HASHES.exec(text)?.[1];
    case "boxed":
      return boxed(text);
    case "tag":
      return text.includes("<") ? [...text.matchAll(TAG)].at(-1)?.[2] : undefined;
    case "json":
      return JSON_MEMBER.exec(text)?.[1]?.replace(JSON_NOTHING, "");
    case "line":
      return answerLine(text);
    case "last":
      return text;
  }
}

/** The text up to a token that ends an answer, without the other special tokens of a chat template. */
export function withoutSpecialTokens(text: string): string {
  if (!text.includes("<") && !text.includes("[")) return text;
  const end = END_TOKEN.exec(text)?.index ?? text.length;
  const head = text.slice(0, end).replace(SPECIAL_TOKEN, " ");
  return head.trim() === "" ? text.replace(SPECIAL_TOKEN, " ") : head;
}

/** "Answer: let us think step by step" marks a beginning, not a conclusion: such a line needs a digit. */
function answerLine(text: string): string | undefined {
  const found = [...text.matchAll(ANSWER_LINE)].findLast(({ groups }) => /\d/.test(groups!["rest"]!));
  return found && answersOfLine(found.groups!["rest"]!, ANSWER_LINE).find((rest) => /\d/.test(rest));
}

function boxed(text: string): string | undefined {
  const opening = "\\boxed{";
  const found = text.lastIndexOf(opening);
  if (found === -1) return undefined;
  const start = found + opening.length;
  let depth = 1;
  for (let end = start; end < text.length; end++) {
    if (text[end] === "{") depth++;
    if (text[end] === "}") depth--;
    if (depth === 0) return text.slice(start, end);
  }
  return text.slice(start);
}
