import { relative } from "node:path";
import { count, visibleText } from "@sameseed/core";
import { type Progress, progress, terminalOptions, type TerminalStream } from "@sameseed/reporter/terminal";
import type { RunBenchmarkOptions } from "@sameseed/pipeline/run";
import { flagsIn } from "./flags-in.ts";

/** How often the clock and the rate move on while answers are slow. */
const TICK_MS = 500;

export interface LiveProgress extends Required<Pick<RunBenchmarkOptions, "onStart" | "onRow" | "onReport">> {
  /** Whether the live block is drawn, and so `below` shows. */
  readonly isDrawn: boolean;
  /** Lines at the bottom of the live block. */
  below(lines: readonly string[]): void;
  /** A line above the live block. */
  log(line: string): void;
  /** An answer waits for its judge. */
  onAnswer(): void;
  end(): void;
}

/** Whether a stream is a terminal on which lines can be drawn over: a dumb one prints the codes for it. */
export function canDraw(stream: Pick<TerminalStream, "isTTY">): boolean {
  return stream.isTTY === true && process.env["TERM"] !== "dumb";
}

/** Shows a run while it runs, once it has started. */
export function liveProgress(terminal: TerminalStream, maxCostUsd: number | null = null): LiveProgress {
  const stream: TerminalStream = canDraw(terminal) ? terminal : { write: (text) => terminal.write(text) };
  let shown: Progress | undefined;
  let clock: NodeJS.Timeout | undefined;
  const log = (text: string): void => {
    const line = visibleText(text);
    if (shown) shown.log(line);
    else stream.write(`${line}\n`);
  };
  return {
    onStart({ benchmark, folder, planned, stored, reportMs, limit }) {
      const resumed = stored === 0 ? "" : `, ${count(stored)} of them stored before`;
      log(
        `${benchmark.name}: ${count(planned)} ${planned === 1 ? "trial" : "trials"}${resumed} → ${relative(process.cwd(), folder)}`,
      );
      const variants = benchmark.variants.map((variant) => variant.id);
      shown = progress(stream, {
        total: planned,
        stored,
        variants,
        repeats: benchmark.repeats,
        now: () => performance.now(),
        maxCostUsd,
        reportMs,
        limit() {
          const reached = limit();
          return reached === null ? null : flagsIn(reached);
        },
        color: stream.isTTY === true && terminalOptions(process.stderr).color,
      });
      clock = setInterval(() => shown?.tick(), TICK_MS).unref();
    },
    isDrawn: stream.isTTY === true,
    below: (lines) => shown?.below(lines.map((line) => visibleText(line))),
    onRow: (row) => shown?.row(row),
    onAnswer: () => shown?.answer(),
    onReport: (step) => shown?.report(step),
    log,
    end() {
      clearInterval(clock);
      shown?.end();
    },
  };
}
