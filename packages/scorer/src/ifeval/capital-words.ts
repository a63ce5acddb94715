/** How many tokens are all capitals: a hyphenated word is one, a full stop or a bracket at its edge is none of it. */
export function capitalWords(text: string): number {
  return text.split(/[\s,;:?!"'()[\]{}<>`*#]+/u).filter((token) => /\p{Lu}/u.test(token) && !/\p{Ll}/u.test(token))
    .length;
}
