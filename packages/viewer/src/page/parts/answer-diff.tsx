import type { JSX } from "preact";
import { wordDiff } from "../../models/word-diff.ts";
import { Untrusted } from "./untrusted.tsx";

/** Longer answers are shown without their differences: the search for the shortest ones grows with the square. */
const LONGEST_CHARACTERS = 20_000;

/** Two answers side by side; `del` marks words that only A has, `ins` words that only B has. */
export function answerDiff(a: string, b: string): readonly [a: JSX.Element, b: JSX.Element] {
  const parts = a.length + b.length > LONGEST_CHARACTERS ? undefined : wordDiff(a, b);
  if (parts === undefined) return [<Untrusted key="a" text={a} />, <Untrusted key="b" text={b} />];
  return [
    <>
      {parts.map(({ value, added, removed }, place) =>
        added ? null : removed ? (
          <del key={place}>
            <Untrusted text={value} />
          </del>
        ) : (
          <Untrusted key={place} text={value} />
        ),
      )}
    </>,
    <>
      {parts.map(({ value, added, removed }, place) =>
        removed ? null : added ? (
          <ins key={place}>
            <Untrusted text={value} />
          </ins>
        ) : (
          <Untrusted key={place} text={value} />
        ),
      )}
    </>,
  ];
}
