/** Colours that distinguish variants; none of them is the green of right or the red of wrong. */
const TONES = 8;

/** The number of a variant's colour, by its place in the manifest: the same in every view. */
export function variantTone(position: number): number {
  return position % TONES;
}

/** The classes that give a variant's colour; in every second round of the colours its marks are hollow. */
export function toneClass(position: number): string {
  return `tone-${variantTone(position)}${Math.floor(position / TONES) % 2 === 1 ? " ring" : ""}`;
}
