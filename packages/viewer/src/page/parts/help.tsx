import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Tab } from "../../models/tabs.ts";

const KEYS: readonly (readonly [string, string])[] = [
  ["j  k", "next and previous case"],
  ["h  l", "in a trial: the variants"],
  ["x", "in Compare: swap A and B"],
  ["1 … 5", "in Review, on a scale of numbers: the grade"],
  ["Enter", "open the case"],
  ["/", "search"],
  ["0", "all runs, with sameseed view"],
  ["?", "this help; Escape or ? closes it"],
];

const WORDS: readonly (readonly [string, string])[] = [
  ["better, worse", "the 95 % interval and the adjusted p-value agree that there is a difference"],
  ["equivalent", "the difference is within the margin of the run"],
  ["not worse", "at worst, it is lower by the margin; the data cannot tell whether it is better"],
  ["inconclusive", "the data cannot tell; the conclusion says how many cases are needed"],
  ["insufficient", "too little data for an interval"],
  ["n", "number of cases; repeats are averaged within each case first"],
];

export interface HelpProps {
  readonly tabs: readonly Tab[];
  readonly onClose: () => void;
}

export function Help({ tabs, onClose }: HelpProps): JSX.Element {
  const views: readonly (readonly [string, string])[] =
    tabs.length === 0 ? [] : [[`1 … ${tabs.length}`, tabs.map(({ name }) => name).join(", ")]];
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      onKeyDown={(event) => event.key === "?" && dialog.current?.close()}
      aria-labelledby="help-title"
    >
      <h2 id="help-title">Keys</h2>
      <dl class="keys">
        {[...views, ...KEYS].map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <h2>Words</h2>
      <dl class="keys words">
        {WORDS.map(([word, text]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
