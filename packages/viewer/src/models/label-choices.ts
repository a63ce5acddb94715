import type { LabelScale } from "@sameseed/core";

/** One possible label of an item. */
export interface LabelChoice {
  readonly key: string;
  readonly name: string;
  /** In [0, 1]; of two answers the share that the first one won. */
  readonly value: number;
}

const CHOICES: Readonly<Record<LabelScale, readonly LabelChoice[]>> = {
  "pass-fail": [
    { key: "p", name: "Pass", value: 1 },
    { key: "f", name: "Fail", value: 0 },
  ],
  "1-5": [1, 2, 3, 4, 5].map((grade) => ({ key: String(grade), name: String(grade), value: (grade - 1) / 4 })),
  "0-1": [0, 0.25, 0.5, 0.75, 1].map((value, place) => ({ key: String(place + 1), name: String(value), value })),
  preference: [
    { key: "a", name: "A is better", value: 1 },
    { key: "t", name: "Tie", value: 0.5 },
    { key: "b", name: "B is better", value: 0 },
  ],
};

/** The possible labels of an item on a scale, each with its key. */
export function labelChoices(scale: LabelScale): readonly LabelChoice[] {
  return CHOICES[scale];
}

/** The next item without a label after a place, going round; the place itself where all have one. */
export function nextUnlabelled(labelled: readonly boolean[], place: number): number {
  for (let step = 1; step <= labelled.length; step++) {
    const next = (place + step) % labelled.length;
    if (!labelled[next]) return next;
  }
  return place;
}
