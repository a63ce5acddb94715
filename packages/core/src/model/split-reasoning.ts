/** An answer without the reasoning that the model wrote into it. */
export interface SplitAnswer {
  /** The answer, without white space around it; empty where the model never came to one. */
  readonly text: string;
  /** The reasoning blocks in order, with an empty line between them; empty for empty blocks. */
  readonly reasoning: string;
  /** The mark that was found first, such as `<think>`. */
  readonly tag: string;
}

/** `<think>` of DeepSeek, Qwen and others, and its siblings; Seed-OSS, Magistral, Kimi, OpenThinker, Command A, Gemma. */
const NAMES = "(?:seed:)?(?:(?:longcat_)?think(?:ing)?|thoughts?|reasoning)";
const OPEN = `<${NAMES}(?:\\s[^<>\\n]{0,100})?>|\\[THINK\\]|◁think▷|<\\|begin_of_thought\\|>|<\\|START_THINKING\\|>|<\\|channel>thought|<unused94>thought`;
const CLOSE = `</${NAMES}\\s{0,9}>|\\[/THINK\\]|◁/think▷|<\\|end_of_thought\\|>|<\\|END_THINKING\\|>|<channel\\|>|<unused95>`;
const MARK = new RegExp(`(?<open>${OPEN})|(?<close>${CLOSE})|(?<fence>\`\`\`)`, "gi");
/** Marks that wrap the answer after the thoughts, in templates that leaked. */
const ANSWER_MARK = /<\|(?:begin_of_solution|end_of_solution|START_RESPONSE|END_RESPONSE)\|>/g;

/** gpt-oss writes every message into a channel; the answer is in `final`. */
const CHANNEL = /<\|channel\|>\s*(\w+)[^<]{0,100}(?:<\|constrain\|>[^<]{0,40})?<\|message\|>/g;
const CHANNEL_END = /<\|(?:end|return|call|start)\|>/;
const BARE_FINAL = "assistantfinal";
const SENTENCE_TAG = "Here …:";
/** Sentences that Apriel and Granite put before their reasoning and their answer. */
const SENTENCES = [
  /^\s*Here are my reasoning steps:(?<reasoning>[^]*?)\[BEGIN FINAL RESPONSE\](?<answer>[^]*?)(?:\[END FINAL RESPONSE\][^]*)?$/,
  /^\s*Here(?: i|['’])s my thought process:(?<reasoning>[^]*?)Here(?: i|['’])s my response:(?<answer>[^]*)$/,
];

/**
 * Splits reasoning from an answer; null for a text without reasoning. Reasoning is a block at the beginning
 * of the answer, of a line, or after another block; text before a closing tag without an opening one; and, at
 * the beginning, text after an opening tag that is never closed. Tags in code (between fences or after a
 * backtick) are text. Takes linear time.
 */
export function splitReasoning(text: string): SplitAnswer | null {
  if (text.includes("<|channel|>")) return splitChannels(text);
  if (text.startsWith("analysis") && text.includes(BARE_FINAL)) return splitBareChannels(text);
  const sentences = splitSentences(text);
  if (sentences !== null) return sentences;
  if (!/[<[◁]/.test(text)) return null;
  const marks = [...text.matchAll(MARK)];
  if (marks.length === 0) return null;
  return splitMarks(text, marks);
}

function splitMarks(text: string, marks: readonly RegExpExecArray[]): SplitAnswer | null {
  const answer: string[] = [];
  const reasoning: string[] = [];
  let tag: string | undefined;
  let end = 0;
  let opened: { readonly family: string; readonly start: number; readonly before: string } | null = null;
  let isFenced = false;
  for (const mark of marks) {
    const { index } = mark;
    const [found] = mark;
    const { open, close } = mark.groups!;
    if (opened !== null) {
      if (close === undefined || familyOf(close) !== opened.family) continue;
      answer.push(opened.before);
      reasoning.push(text.slice(opened.start, index));
      end = index + found.length;
      opened = null;
      continue;
    }
    if (open === undefined && close === undefined) {
      isFenced = !isFenced;
      continue;
    }
    if (isFenced || text[index - 1] === "`") continue;
    const before = text.slice(end, index);
    if (open !== undefined && (/(?:^|\n)[ \t]*$/.test(before.slice(-200)) || (end > 0 && before.trim() === ""))) {
      tag ??= open;
      opened = { family: familyOf(open), start: index + found.length, before };
    } else if (close !== undefined && (tag === undefined || closesTwice(close, tag, before))) {
      tag ??= close;
      reasoning.push(before); // the opening tag was part of the prompt, or the tag is closed twice
      end = index + found.length;
    }
  }
  if (opened !== null && reasoning.length === 0 && opened.before.trim() === "") {
    const other = marks.findLast(({ index, groups }) => groups!["close"] !== undefined && index >= opened.start);
    reasoning.push(text.slice(opened.start, other?.index)); // closed by a sibling, as in <think>…</thinking>, or never
    end = other === undefined ? text.length : other.index + other[0].length;
  }
  if (reasoning.length === 0 || tag === undefined) return null;
  answer.push(text.slice(end));
  return split(answer.join("").replaceAll(ANSWER_MARK, ""), reasoning, tag);
}

/** A tag that is closed again without an opening in between: the answer follows the last. */
function closesTwice(close: string, tag: string, between: string): boolean {
  return familyOf(close) === familyOf(tag) && !new RegExp(OPEN, "i").test(between);
}

/** `<think>` is closed by `</think>`; small differences in writing do not matter. */
function familyOf(tag: string): string {
  return tag
    .toLowerCase()
    .replace(/\s[^>]*/, "")
    .replaceAll(/[^a-z0-9:]|begin_of_|end_of_|start_|end_|unused9[45]|channel/g, "")
    .replace(/^$/, "thought");
}

function splitChannels(text: string): SplitAnswer | null {
  const messages = [...text.matchAll(CHANNEL)];
  if (messages.length === 0) return null;
  const answer: string[] = [];
  const reasoning = [text.slice(0, messages[0]!.index).split(CHANNEL_END)[0]!];
  for (const [place, { 0: mark, 1: channel, index }] of messages.entries()) {
    const content = text.slice(index + mark.length, messages[place + 1]?.index).split(CHANNEL_END)[0]!;
    (channel === "final" ? answer : reasoning).push(content);
  }
  return split(answer.join("\n"), reasoning, "<|channel|>");
}

function splitSentences(text: string): SplitAnswer | null {
  if (!/^\s*Here/.test(text)) return null;
  for (const pattern of SENTENCES) {
    const groups = pattern.exec(text)?.groups;
    if (groups !== undefined) return split(groups["answer"]!, [groups["reasoning"]!], SENTENCE_TAG);
  }
  return null;
}

/** The same where a server left the special tokens out: `analysis…assistantfinal…`. */
function splitBareChannels(text: string): SplitAnswer {
  const at = text.lastIndexOf(BARE_FINAL);
  return split(text.slice(at + BARE_FINAL.length), [text.slice("analysis".length, at)], "analysis");
}

function split(answer: string, reasoning: readonly string[], tag: string): SplitAnswer {
  const thoughts = reasoning.map((one) => one.trim()).filter((one) => one !== "");
  return { text: answer.trim(), reasoning: thoughts.join("\n\n"), tag: tag.replace(/\s[^>]*/, "") };
}
