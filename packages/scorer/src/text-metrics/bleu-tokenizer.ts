export const BLEU_TOKENIZERS = ["13a", "intl", "char", "none"] as const;
export type BleuTokenizer = (typeof BLEU_TOKENIZERS)[number];

/** sacreBLEU's tokenizer of that name. Returns a text with white space between the tokens. */
export function tokenizer(name: BleuTokenizer): (text: string) => string {
  switch (name) {
    case "13a":
      return mteval13a;
    case "intl":
      return international;
    case "char":
      return (text) => [...text].join(" ");
    case "none":
      return (text) => text;
  }
}

/** As mteval-v13a.pl, the tokenizer of WMT: ASCII punctuation is a separate token, except inside numbers. */
function mteval13a(text: string): string {
  const joined = text.replaceAll("<skipped>", "").replaceAll("-\n", "").replaceAll("\n", " ");
  const unescaped = joined
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
  return ` ${unescaped} `
    .replace(/([{-~[-` -&(-+:-@/])/g, " $1 ")
    .replace(/([^0-9])([.,])/gu, "$1 $2 ")
    .replace(/([.,])([^0-9])/gu, " $1 $2")
    .replace(/([0-9])(-)/g, "$1 $2 ");
}

/** As mteval-v14.pl --international-tokenization: the punctuation and symbols of Unicode. */
function international(text: string): string {
  return text
    .replace(/(\P{N})(\p{P})/gu, "$1 $2 ")
    .replace(/(\p{P})(\P{N})/gu, " $1 $2")
    .replace(/(\p{S})/gu, " $1 ");
}
