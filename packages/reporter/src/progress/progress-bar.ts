const [FULL, EMPTY] = ["█", "░"];

/** `████████░░░░`: `share` of the width, never full before the end and never empty after the beginning. */
export function progressBar(share: number, width: number): string {
  const filled = Math.floor(Math.min(1, Math.max(0, share)) * width);
  const shown = share > 0 && filled === 0 ? 1 : share < 1 && filled === width ? width - 1 : filled;
  return FULL.repeat(shown) + EMPTY.repeat(width - shown);
}
