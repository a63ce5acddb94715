/** The end of a hint about a scorer that cannot work here: without it no row's score would change. Empty with a weight. */
export function orRemoveIt({ weight }: { readonly weight?: number | undefined }): string {
  return weight === 0 ? " Or remove the scorer: its weight is 0, so the scores of rows stay the same." : "";
}
