/** Colours that tell variants apart; none of them is the green of right or the red of wrong. */
const TONES = 8;

/** The number of a variant's colour, by its place in the manifest: the same in every view. */
export function variantTone(position: number): number {
  return position % TONES;
}
