/** Number of tokens in all capitals. A hyphenated word is one token, without a full stop or a bracket at its edges. */
export function capitalWords(text: string): number {
  return text.split(/[\s,;:?!"'()[\]{}<>`*#]+/u).filter((token) => /\p{Lu}/u.test(token) && !/\p{Ll}/u.test(token))
    .length;
}
