import { useEffect, useState } from "preact/hooks";
import type { CaseDetails } from "../../data/case-details.ts";
import type { Cells } from "../../data/cells.ts";
import type { RunSource } from "../sources/run-source.ts";

/** Milliseconds that a window of rows must rest before its answers are loaded. */
const REST_MS = 60;

export type DetailsByNumber = ReadonlyMap<number, CaseDetails | null>;

/** Details of the visible cases, loaded once scrolling rests; and a function to report the visible cases. */
export function useCaseDetails(
  cells: Cells,
  source: RunSource,
  order: Uint32Array,
): readonly [DetailsByNumber, (first: number, last: number) => void] {
  const [known, setKnown] = useState<DetailsByNumber>(new Map());
  const [window, setWindow] = useState<readonly [number, number]>([0, 0]);
  useEffect(() => {
    const timer = setTimeout(() => {
      const numbers = [...order.subarray(window[0], window[1])].map((position) => cells.caseNumbers[position]!);
      source.details(numbers).then(
        (found) => setKnown(new Map(found.map((one, place) => [numbers[place]!, one]))),
        () => {}, // the matrix is shown before the answers
      );
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [cells, source, order, ...window]);
  return [known, (first, last) => setWindow([first, last])];
}
