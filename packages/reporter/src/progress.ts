import { overallScore, type Row } from "@sameseed/core";
import { LiveBlock, type TerminalStream } from "./live-block.ts";
import { count, duration, percents, plural } from "./quantities.ts";
import { RunningMean } from "./running-mean.ts";
import { padEnd, padStart, oneLine, shorten, textWidth } from "./text-width.ts";

export interface ProgressOptions {
  /** Variant ids in the benchmark's order. */
  readonly variants: readonly string[];
  /** Trials of the whole run, those of an earlier start included. */
  readonly total: number;
  /** Rows that an earlier start stored; `row` is called for the others only. Default 0. */
  readonly stored?: number;
  /** Default 1. */
  readonly repeats?: number;
  /** A clock in milliseconds. */
  readonly now: () => number;
}

export interface Progress {
  /** A row, in whatever order they come. */
  row(row: Row): void;
  /** Draws again if it is time: called by a timer, it keeps the clock going while answers are slow. */
  tick(): void;
  /** Prints a line of its own above the block. */
  log(line: string): void;
  /** Takes the block away and leaves one line that says what was done. */
  end(): void;
}

const REDRAW_MS = 100;
const PLAIN_LINE_MS = 10_000;
const LEAST_PLAIN_LINE_MS = 1000;
const PLAIN_LINE_SHARE = 0.1;
const MOST_NAME_WIDTH = 40;
const LEAST_NAME_WIDTH = 8;

interface VariantState {
  done: number;
  failed: number;
  readonly mean: RunningMean;
}

/**
 * Shows a run while it runs. On a terminal: a steady block with a line a variant (trials done, mean so far with its
 * interval, failures) and a line with rate and remaining time, drawn at most ten times a second. Elsewhere: a plain
 * line every ten seconds and every tenth of the way, at most one a second.
 */
export function progress(stream: TerminalStream, options: ProgressOptions): Progress {
  const { variants, total, stored = 0, repeats = 1, now } = options;
  const states = new Map<string, VariantState>(
    variants.map((variant) => [variant, { done: 0, failed: 0, mean: new RunningMean(repeats) }]),
  );
  const block = stream.isTTY === true ? new LiveBlock(stream) : null;
  const startedAt = now();
  let done = 0;
  let drawnAt = startedAt;
  let drawnDone = 0;

  const overview = (): Overview => ({ done, total, stored, elapsedMs: now() - startedAt });
  const draw = () => {
    drawnAt = now();
    drawnDone = done;
    if (block === null) stream.write(`${plainLine(overview(), states)}\n`);
    else block.draw(blockLines(overview(), states, stream));
  };
  const isDue = () => {
    if (block !== null) return now() - drawnAt >= REDRAW_MS;
    const passedMs = now() - drawnAt;
    if (done === drawnDone || passedMs < LEAST_PLAIN_LINE_MS) return false;
    return passedMs >= PLAIN_LINE_MS || (done - drawnDone) / total >= PLAIN_LINE_SHARE;
  };
  const tick = () => {
    if (isDue()) draw();
  };
  if (block !== null) draw();
  return {
    tick,
    row(row) {
      done++;
      const state = states.get(row.trial.variant);
      if (state !== undefined) record(state, row, Math.floor(row.trial.index / (repeats * variants.length)));
      tick();
    },
    log(line) {
      block?.clear();
      stream.write(`${line}\n`);
      if (block !== null) draw();
    },
    end() {
      block?.clear();
      stream.write(`${lastLine(overview(), states)}\n`);
    },
  };
}

interface Overview {
  readonly done: number;
  readonly total: number;
  readonly stored: number;
  readonly elapsedMs: number;
}

function record(state: VariantState, row: Row, caseNumber: number): void {
  state.done++;
  if (row.outcome.status === "failed") {
    state.failed++;
    return;
  }
  const score = overallScore(row);
  if (score !== null) state.mean.add(caseNumber, score);
}

function blockLines(
  overview: Overview,
  states: ReadonlyMap<string, VariantState>,
  { columns = 80, rows = 24 }: TerminalStream,
): string[] {
  const shown = [...states].slice(0, Math.max(1, rows - 4));
  const estimates = shown.map(([, { mean }]) => mean.estimate());
  const each = overview.stored === 0 ? `/${count(Math.round(overview.total / states.size))}` : "";
  const figures = alignedRight([
    shown.map(([, { done }]) => `${count(done)}${each}`),
    estimates.every(({ mean }) => mean === null) ? shown.map(() => "") : percents(estimates),
    estimates.map(({ n }) => (n === 0 ? "" : `n=${count(n)}`)),
    shown.map(([, { failed }]) => (failed > 0 ? `${count(failed)} failed` : "")),
  ]);
  const room = columns - 1 - Math.max(...figures.map(textWidth));
  const names = shown.map(([variant]) =>
    shorten(oneLine(variant), Math.max(LEAST_NAME_WIDTH, Math.min(MOST_NAME_WIDTH, room))),
  );
  const nameWidth = Math.max(...names.map(textWidth));
  const hidden = states.size - shown.length;
  return [
    ...names.map((name, index) => (padEnd(name, nameWidth) + figures[index]).trimEnd()),
    ...(hidden > 0 ? [`… and ${plural(hidden, "more variant")}`] : []),
    paceLine(overview),
  ];
}

/** Cells side by side, each column as wide as its widest cell; a column without text is left out. */
function alignedRight(columns: readonly (readonly string[])[]): string[] {
  const kept = columns.filter((cells) => cells.some((cell) => cell !== ""));
  const widths = kept.map((cells) => Math.max(...cells.map(textWidth)));
  return (columns[0] ?? []).map((_, row) =>
    kept.map((cells, column) => `  ${padStart(cells[row] ?? "", widths[column] ?? 0)}`).join(""),
  );
}

/** `372/1,000  37 %  12.3/s  51 s left`. */
function paceLine({ done, total, stored, elapsedMs }: Overview): string {
  const finished = stored + done;
  const share = total === 0 ? 100 : Math.floor((finished / total) * 100);
  const parts = [`${count(finished)}/${count(total)}`, `${share} %`];
  if (done === 0 || elapsedMs === 0) return [...parts, duration(elapsedMs)].join("  ");
  const left = ((total - finished) * elapsedMs) / done;
  return [...parts, pace(done, elapsedMs), `${duration(elapsedMs)} gone`, `${duration(left)} left`].join("  ");
}

function plainLine(overview: Overview, states: ReadonlyMap<string, VariantState>): string {
  return paceLine(overview) + failures(states);
}

function lastLine({ done, total, stored, elapsedMs }: Overview, states: ReadonlyMap<string, VariantState>): string {
  const earlier = stored > 0 ? ` (${count(stored)} were stored before)` : "";
  const missing = total - stored - done;
  const rest = missing > 0 ? `, ${count(missing)} not run` : "";
  const rate = done > 0 && elapsedMs > 0 ? ` (${pace(done, elapsedMs)})` : "";
  return `${plural(done, "trial")}${earlier} in ${duration(elapsedMs)}${rate}${failures(states)}${rest}`;
}

function failures(states: ReadonlyMap<string, VariantState>): string {
  const failed = [...states.values()].reduce((sum, state) => sum + state.failed, 0);
  return failed > 0 ? `, ${count(failed)} failed` : "";
}

function pace(done: number, elapsedMs: number): string {
  const perSecond = (done / elapsedMs) * 1000;
  if (perSecond >= 100) return `${count(Math.round(perSecond))}/s`;
  return perSecond >= 0.1 ? `${perSecond.toFixed(1)}/s` : `${(perSecond * 60).toFixed(1)}/min`;
}
