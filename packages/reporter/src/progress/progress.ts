import { count, duration, plural, type Row } from "@sameseed/core";
import { LiveBlock, type TerminalStream } from "./live-block.ts";
import { blockLines } from "./progress-block.ts";
import { VariantProgress } from "./variant-progress.ts";

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

/**
 * Shows a run while it runs. On a terminal: a steady block with a line a variant (trials done, mean so far with its
 * interval, tokens a second, cost, failures, drift) and a line with rate and remaining time, drawn at most ten times a
 * second. Elsewhere: a plain
 * line every ten seconds and every tenth of the way, at most one a second.
 */
export function progress(stream: TerminalStream, options: ProgressOptions): Progress {
  const { variants, total, stored = 0, repeats = 1, now } = options;
  const states = new Map(variants.map((variant) => [variant, new VariantProgress(repeats)]));
  const block = stream.isTTY === true ? new LiveBlock(stream) : null;
  const each = stored === 0 ? Math.round(total / variants.length) : null;
  const startedAt = now();
  let done = 0;
  let asked = 0;
  let drawnAt = startedAt;
  let drawnDone = 0;

  const overview = (): Overview => ({ done, asked, total, stored, elapsedMs: now() - startedAt });
  const draw = () => {
    drawnAt = now();
    drawnDone = done;
    if (block === null) stream.write(`${plainLine(overview(), states)}\n`);
    else block.draw([...blockLines(states, { each, elapsedMs: now() - startedAt }, stream), paceLine(overview())]);
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
      if (row.outcome.status === "failed" || !row.outcome.cached) asked++;
      states.get(row.trial.variant)?.add(row, Math.floor(row.trial.index / (repeats * variants.length)));
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
  /** Those of them that were asked for now, which tell the pace. */
  readonly asked: number;
  readonly total: number;
  readonly stored: number;
  readonly elapsedMs: number;
}

/** `372/1,000  37 %  12.3/s  51 s left`. */
function paceLine({ done, asked, total, stored, elapsedMs }: Overview): string {
  const finished = stored + done;
  const share = total === 0 ? 100 : Math.floor((finished / total) * 100);
  const parts = [`${count(finished)}/${count(total)}`, `${share} %`];
  if (asked === 0 || elapsedMs === 0) return [...parts, duration(elapsedMs)].join("  ");
  const left = ((total - finished) * elapsedMs) / asked;
  return [...parts, pace(asked, elapsedMs), `${duration(elapsedMs)} gone`, `${duration(left)} left`].join("  ");
}

function plainLine(overview: Overview, states: ReadonlyMap<string, VariantProgress>): string {
  return paceLine(overview) + failures(states);
}

function lastLine(
  { done, asked, total, stored, elapsedMs }: Overview,
  states: ReadonlyMap<string, VariantProgress>,
): string {
  const earlier = stored > 0 ? ` (${count(stored)} were stored before)` : "";
  const missing = total - stored - done;
  const rest = missing > 0 ? `, ${count(missing)} not run` : "";
  const rate = asked > 0 && elapsedMs > 0 ? ` (${pace(asked, elapsedMs)})` : "";
  return `${plural(done, "trial")}${earlier} in ${duration(elapsedMs)}${rate}${failures(states)}${rest}`;
}

function failures(states: ReadonlyMap<string, VariantProgress>): string {
  const failed = [...states.values()].reduce((sum, state) => sum + state.failed, 0);
  return failed > 0 ? `, ${count(failed)} failed` : "";
}

function pace(done: number, elapsedMs: number): string {
  const perSecond = (done / elapsedMs) * 1000;
  if (perSecond >= 100) return `${count(Math.round(perSecond))}/s`;
  return perSecond >= 0.1 ? `${perSecond.toFixed(1)}/s` : `${(perSecond * 60).toFixed(1)}/min`;
}
