import type { TerminalStream } from "./live-block.ts";
import { count, percents, plural } from "@sameseed/core";
import { fitColumns, tableLines, tableWidth, type TextColumn } from "../terminal/text-table.ts";
import { oneLine, shorten, textWidth } from "../terminal/text-width.ts";
import type { VariantProgress } from "./variant-progress.ts";

const MOST_NAME_WIDTH = 40;
const LEAST_NAME_WIDTH = 8;

export interface BlockOptions {
  /** Trials of a variant; null where an earlier start did some of them. */
  readonly each: number | null;
  readonly elapsedMs: number;
}

/**
 * A line per variant: trials done, mean so far with its interval, tokens per second, cost, failures, and a
 * mark where more than one backend answered. Parts that do not fit are left out, least important first.
 */
export function blockLines(
  variants: ReadonlyMap<string, VariantProgress>,
  { each, elapsedMs }: BlockOptions,
  { columns = 80, rows = 24 }: Pick<TerminalStream, "columns" | "rows">,
): string[] {
  const shown = [...variants].slice(0, Math.max(1, rows - 4));
  const states = shown.map(([, state]) => state);
  const estimates = states.map((state) => state.estimate());
  const seconds = elapsedMs / 1000;
  const figures: readonly TextColumn[] = [
    right(states.map(({ done }) => `${count(done)}${each === null ? "" : `/${count(each)}`}`)),
    right(estimates.every(({ mean }) => mean === null) ? [] : percents(estimates)),
    right(
      estimates.map(({ n }) => (n === 0 ? "" : `n=${count(n)}`)),
      4,
    ),
    right(
      states.map(({ completionTokens }) => rate(completionTokens, seconds)),
      5,
    ),
    right(
      states.map(({ costUsd }) => (costUsd === null || costUsd === 0 ? "" : spent(costUsd))),
      3,
    ),
    right(
      states.map(({ failed }) => (failed > 0 ? `${count(failed)} failed` : "")),
      1,
    ),
    right(
      states.map(({ backends }) => (backends > 1 ? `drift: ${backends} backends` : "")),
      2,
    ),
  ].filter(({ cells }) => cells.some((cell) => cell !== ""));
  const width = columns - 1;
  const fitting = fitColumns([name(shown, LEAST_NAME_WIDTH), ...figures], width).slice(1);
  const room = width - tableWidth(fitting) - 2;
  const named = name(shown, Math.max(LEAST_NAME_WIDTH, Math.min(MOST_NAME_WIDTH, room)));
  const hidden = variants.size - shown.length;
  return [
    ...tableLines([named, ...fitting]).slice(1),
    ...(hidden > 0 ? [`… and ${plural(hidden, "more variant")}`] : []),
  ];
}

function name(shown: readonly (readonly [string, unknown])[], width: number): TextColumn {
  const ids = shown.map(([id]) => oneLine(id));
  const cells = ids.map((id) => shorten(id, width));
  const isTold = new Set(cells).size === new Set(ids).size;
  // Ids with equal beginnings are distinguished by their ends.
  return { title: "", cells: isTold ? cells : ids.map((id) => tail(id, width)) };
}

function tail(id: string, width: number): string {
  const characters = [...id];
  while (textWidth(characters.join("")) >= width) characters.shift();
  return characters.length === [...id].length ? id : `…${characters.join("")}`;
}

function right(cells: readonly string[], rank = 0): TextColumn {
  return { title: "", align: "right", cells, rank };
}

function rate(tokens: number, seconds: number): string {
  return tokens === 0 || seconds === 0 ? "" : `${count(Math.round(tokens / seconds))} tok/s`;
}

/** A fixed number of digits, so that the line does not move. */
function spent(costUsd: number): string {
  return `$${costUsd.toFixed(costUsd < 1 ? 4 : 2)}`;
}
