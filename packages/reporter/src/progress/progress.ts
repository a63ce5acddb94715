import { count, dollars, duration, judgeCostUsd, plural, type Row } from "@sameseed/core";
import type { ReportPart } from "@sameseed/analysis";
import { cut, textWidth } from "../terminal/text-width.ts";
import { type Style, styleFor } from "../terminal/style.ts";
import { progressBar } from "./progress-bar.ts";
import { LiveBlock, type TerminalStream } from "./live-block.ts";
import { blockLines } from "./progress-block.ts";
import { VariantProgress } from "./variant-progress.ts";

export interface ProgressOptions {
  /** Variant ids in the benchmark's order. */
  readonly variants: readonly string[];
  /** Trials of the whole run, including those of an earlier start. */
  readonly total: number;
  /** Rows that an earlier start stored; `row` is called for the others only. Default 0. */
  readonly stored?: number;
  /** Default 1. */
  readonly repeats?: number;
  /** A clock in milliseconds. */
  readonly now: () => number;
  /** Dollars that the run may cost; null for no limit. */
  readonly maxCostUsd?: number | null;
  /** The limit that was reached, after which no request is sent; null before that. */
  readonly limit?: () => string | null;
  /** Approximate time of the reports after the last answer; part of the remaining time. Default 0. */
  readonly reportMs?: number;
  /** Colours the bar. Default false. */
  readonly color?: boolean;
}

/** How far the reports are. */
export interface ReportStep {
  readonly step: "rows" | ReportPart["step"];
  /** Number of rows read, or of finished parts of the step. */
  readonly done: number;
  readonly total: number;
}

export interface Progress {
  /** A row, in any order. */
  row(row: Row): void;
  /** An answer that waits for its judge before it is a row. */
  answer(): void;
  /** After the answers, reports progress of the reports: rows read, comparisons made or files written. */
  report(step: ReportStep): void;
  /** Draws again if it is time: called by a timer, it keeps the clock going while answers are slow. */
  tick(): void;
  /** Lines at the bottom of the block from now on, such as one a worker; shown on a terminal alone. */
  below(lines: readonly string[]): void;
  /** Prints a line above the block. */
  log(line: string): void;
  /** Removes the block and leaves one line with a summary. */
  end(): void;
}

const REDRAW_MS = 100;
const PLAIN_LINE_MS = 10_000;
const LEAST_PLAIN_LINE_MS = 1000;
const PLAIN_LINE_SHARE = 0.1;

/**
 * Shows a run while it runs. On a terminal: a steady block with a line per variant (trials done, mean so far
 * with its interval, tokens per second, cost, failures, drift) and a line with rate and remaining time, drawn
 * at most ten times a second. Elsewhere: a plain line every ten seconds and every tenth of the way, at most
 * one per second.
 */
export function progress(stream: TerminalStream, options: ProgressOptions): Progress {
  const { variants, total, stored = 0, repeats = 1, now, maxCostUsd = null, limit, reportMs = 0 } = options;
  const style = styleFor(options.color ?? false);
  const states = new Map(variants.map((variant) => [variant, new VariantProgress(repeats)]));
  const block = stream.isTTY === true ? new LiveBlock(stream) : null;
  // Unknown for a resumed run, and where cases exclude variants.
  const each = stored === 0 && total % variants.length === 0 ? total / variants.length : null;
  const startedAt = now();
  let done = 0;
  let asked = 0;
  let answered = 0;
  let costUsd: number | null = null;
  let lastRowAt = startedAt;
  let drawnAt = startedAt;
  let drawnDone = 0;
  let below: readonly string[] = [];
  let reporting: { readonly since: number; readonly step: ReportStep } | null = null;

  const overview = (): Overview => ({
    done,
    asked,
    total,
    stored,
    elapsedMs: (reporting?.since ?? now()) - startedAt,
    silentMs: reporting === null ? now() - lastRowAt : 0,
    judging: Math.max(0, answered - done),
    reports: reporting === null ? null : { ...reporting.step, elapsedMs: now() - reporting.since },
    reportMs,
    costUsd,
    maxCostUsd,
    limit: limit?.() ?? null,
  });
  const draw = () => {
    drawnAt = now();
    drawnDone = done;
    if (block === null) stream.write(`${plainLine(overview(), states)}\n`);
    else {
      const whole = overview();
      const lines = blockLines(states, { each, elapsedMs: whole.elapsedMs }, stream);
      block.draw([...lines, ...overviewLines(whole, { columns: stream.columns ?? 80, style }), ...below]);
    }
  };
  const isDue = () => {
    if (block !== null) return now() - drawnAt >= REDRAW_MS;
    const passedMs = now() - drawnAt;
    if (reporting !== null) return passedMs >= PLAIN_LINE_MS;
    if (done === drawnDone || passedMs < LEAST_PLAIN_LINE_MS) return false;
    return passedMs >= PLAIN_LINE_MS || (done - drawnDone) / total >= PLAIN_LINE_SHARE;
  };
  const tick = () => {
    if (isDue()) draw();
  };
  if (block !== null) draw();
  return {
    tick,
    answer() {
      answered++;
      tick();
    },
    row(row) {
      done++;
      lastRowAt = now();
      const judges = judgeCostUsd(row.scores);
      if (judges !== null && judges > 0) costUsd = (costUsd ?? 0) + judges;
      if (row.outcome.status !== "failed" && !row.outcome.cached && row.outcome.costUsd !== null)
        costUsd = (costUsd ?? 0) + row.outcome.costUsd;
      if (row.outcome.status === "failed" || !row.outcome.cached) asked++;
      states.get(row.trial.variant)?.add(row, Math.floor(row.trial.index / (repeats * variants.length)));
      tick();
    },
    report(step) {
      const isNext = reporting !== null && reporting.step.step !== step.step;
      reporting = { since: reporting?.since ?? now(), step };
      // A comparison may take seconds without drawing: a step is shown before it begins.
      const isShown = block === null ? step.step === "comparisons" && reportMs >= PLAIN_LINE_MS : step.step !== "files";
      if (isNext && isShown) draw();
      else tick();
    },
    below(lines) {
      below = lines;
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
  /** Those of them that were requested now, which determine the pace. */
  readonly asked: number;
  readonly total: number;
  readonly stored: number;
  readonly elapsedMs: number;
  /** Since the last row. */
  readonly silentMs: number;
  /** Answers that wait for a judge. */
  readonly judging: number;
  /** Spent by this start on answers and judges; null where no price is known. */
  readonly costUsd: number | null;
  readonly maxCostUsd: number | null;
  readonly limit: string | null;
  /** Null as long as answers are missing. */
  readonly reports: (ReportStep & { readonly elapsedMs: number }) | null;
  /** How long the reports take, about. */
  readonly reportMs: number;
}

const SILENCE_MS = 5000;
const [WIDE_BAR, NARROW_BAR] = [24, 12];

/** The bar with the pace, and a line with the reason for waiting, if any. */
function overviewLines(
  overview: Overview,
  { columns, style }: { readonly columns: number; readonly style: Style },
): string[] {
  const { total, stored, done, judging, silentMs, limit, reports } = overview;
  const share = total === 0 ? 1 : (stored + done) / total;
  const bar = style("green", progressBar(share, columns < 100 ? NARROW_BAR : WIDE_BAR));
  const waits = [
    ...(limit === null || reports !== null
      ? []
      : [`Limit reached (${limit.split(":")[0]}): waiting for requests in flight`]),
    ...(judging > 0 ? [`${plural(judging, "answer")} with the judge`] : []),
    ...(silentMs >= SILENCE_MS && share < 1 ? [`no result for ${duration(silentMs)}: slow answers or retries`] : []),
  ];
  const pace = ` ${[paceLine(overview), ...budgetText(overview)].join("  ")}`;
  return [
    bar + cut(pace, columns - 1 - textWidth(bar)),
    ...(waits.length > 0 ? [style("yellow", cut(waits.join(" · "), columns - 1))] : []),
  ];
}

/** `$0.0123 of $0.05`, where a limit is set; without one the lines of the variants have the cost. */
function budgetText({ costUsd, maxCostUsd }: Overview): string[] {
  return maxCostUsd === null ? [] : [`${dollars(costUsd ?? 0)} of ${dollars(maxCostUsd)}`];
}

/** `372/1,000  37 %  12.3/s  51 s left`. */
function paceLine({ done, asked, total, stored, elapsedMs, reports, reportMs }: Overview): string {
  const finished = stored + done;
  const share = total === 0 ? 100 : Math.floor((finished / total) * 100);
  const parts = [`${count(finished)}/${count(total)}`, `${share} %`];
  if (reports !== null) return [...parts, reportsText(reports)].join("  ");
  if (asked === 0 || elapsedMs === 0) return [...parts, duration(elapsedMs)].join("  ");
  const left = ((total - finished) * elapsedMs) / asked + reportMs;
  return [...parts, pace(asked, elapsedMs), `${duration(elapsedMs)} gone`, `${duration(left)} left`].join("  ");
}

const STEPS: Readonly<Record<ReportPart["step"], string>> = {
  comparisons: "comparing variants",
  slices: "comparing slices",
  factors: "effects of prompts and models",
  corpus: "corpus metrics",
  ratings: "rating variants",
  files: "writing files",
};

/** `reports: 12,000/48,064 rows  3.2 s`, then `reports: comparing variants 7/30  9.1 s`. */
function reportsText({ step, done, total, elapsedMs }: ReportStep & { readonly elapsedMs: number }): string {
  const parts = total > 1 ? ` ${count(done)}/${count(total)}` : "";
  const what = step === "rows" ? `${count(done)}/${count(total)} rows` : `${STEPS[step]}${parts}`;
  return `reports: ${what}  ${duration(elapsedMs)}`;
}

function plainLine(overview: Overview, states: ReadonlyMap<string, VariantProgress>): string {
  return paceLine(overview) + failures(states);
}

function lastLine(
  { done, asked, total, stored, elapsedMs, reports }: Overview,
  states: ReadonlyMap<string, VariantProgress>,
): string {
  const earlier = stored > 0 ? ` (${count(stored)} were stored before)` : "";
  const missing = total - stored - done;
  const rest = missing > 0 ? `, ${count(missing)} not run` : "";
  const rate = asked > 0 && elapsedMs > 0 ? ` (${pace(asked, elapsedMs)})` : "";
  return `${plural(done, "trial")}${earlier} in ${duration(elapsedMs)}${rate}${failures(states)}${rest}${reported(reports)}`;
}

/** How long the reports took, where that is worth a word. */
function reported(reports: Overview["reports"]): string {
  return reports === null || reports.elapsedMs < LEAST_PLAIN_LINE_MS
    ? ""
    : `, reports in ${duration(reports.elapsedMs)}`;
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
