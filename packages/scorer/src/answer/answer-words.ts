/** "Answer" in languages that set words apart: simple-evals' list for multilingual MMLU, and neighbours. */
const WORDS =
  "answer|ans|antwort|lösung|ergebnis|réponse|respuesta|risposta|resposta|antwoord|odpowiedź|odpověď|odgovor|ответ|відповідь|" +
  "svar|svaret|vastaus|válasz|răspuns(?:ul)?|cevap|yanıt|jawaban(?:nya)?|đáp án|trả lời|câu trả lời|απάντηση|jibu|ìdáhùn|idahun|" +
  "उत्तर|उत्तर है|উত্তর|సమాధానం|பதில்|คำตอบ|الإجابة|الإجابة الصحيحة|الجواب|إجابة|תשובה|התשובה|پاسخ";
/** In languages that do not. */
const JOINED =
  "正确的?选项|正確的?選項|正しい選択肢|올바른 선택지|答案|答え|正解|正答|回答|解答|结论|結論|정답|답변|답";
const IS = "is|are|ist|lautet|est|es|è|é|is:|är|er|on|είναι|это|هي|هو|है|adalah|là";
const JOINED_IS = "[:：=]|应该是|應該是|应为|應為|是|为|為|选|選|は|が|은|는|이";

/**
 * The text after "the answer is" and similar words on a line: the group `rest`. Further words may introduce
 * it, as `more`.
 */
export function answerLinePattern({ more = "", gap }: { readonly more?: string; readonly gap: string }): RegExp {
  const words = more === "" ? WORDS : `${WORDS}|${more}`;
  return new RegExp(
    `(?:(?:(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{M}\\p{N}])|${JOINED})${gap}?(?:(?<![\\p{L}\\p{M}])(?:${IS})(?![\\p{L}\\p{M}])[ \\t]*:?|${JOINED_IS})` +
      `|^[^\\w\\n]*A[ \\t]*:)(?<rest>\\s*[^\\n]*)`,
    "gimu",
  );
}

/** Words by which a line takes back the answer before them. */
const TAKEN_BACK = /(?<!\p{L})(?:wait|no|actually|correction|sorry|oops|hmm|scratch that|instead)(?!\p{L})[^\n]*$/iu;

/**
 * The text after "the answer is" on a line; if the line corrects an answer (`Answer: 3. Wait. Answer: 4`),
 * first the text after the last.
 */
export function answersOfLine(rest: string, pattern: RegExp): string[] {
  const again = TAKEN_BACK.exec(rest)?.[0].trimEnd();
  const last = again === undefined ? undefined : [...again.matchAll(pattern)].at(-1)?.groups!["rest"];
  return last === undefined ? [rest] : [last, rest];
}

/** A next question, which base models write after an answer. */
const NEXT_QUESTION =
  /\n[ \t]*[*#]*[ \t]*(?:Q|Question|Problem|Exercise|Human|User|Instruction|Frage|Pregunta|问题|問題|質問)[ \t]*\d{0,3}[*]*[ \t]*[:：]/iu;

/** A heading of the next question, on a separate line: `Example 2`. */
const HEADING =
  /\n[ \t]*[*#]*[ \t]*(?:Example|Question|Problem|Exercise|Task)[ \t]*#?\d{1,3}[*]*[ \t]*[:.]?[ \t]*\s*$/iu;

/** The text up to a next question; null without one, or without text before it. */
export function beforeNextQuestion(text: string): string | null {
  const at = text.search(NEXT_QUESTION);
  if (at === -1) return null;
  const head = text.slice(0, at).replace(HEADING, "");
  return head.trim() === "" ? null : head;
}
