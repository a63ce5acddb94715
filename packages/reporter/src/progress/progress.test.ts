import { expect, test } from "vitest";
import { progress, type ProgressOptions } from "./progress.ts";
import { failedRow, rowOf } from "@sameseed/analysis/testing/sample-run";

interface Screen {
  readonly writes: string[];
  clock: number;
  readonly start: (options?: Partial<ProgressOptions>) => ReturnType<typeof progress>;
}

function screen(terminal: { isTTY?: boolean; columns?: number; rows?: number }): Screen {
  const writes: string[] = [];
  const self: Screen = {
    writes,
    clock: 0,
    start: (options = {}) =>
      progress(
        { ...terminal, write: (text: string) => void writes.push(text) },
        { variants: ["direct/m", "stepwise/m"], total: 20, now: () => self.clock, ...options },
      ),
  };
  return self;
}

/** The terminal's screen after the writes: emulates cursor up, line ends and erasure. */
function shown(writes: readonly string[]): string[] {
  const lines: string[] = [""];
  let at = 0;
  const tokens = writes
    .join("")
    .replaceAll("\u001B[", "\v")
    .matchAll(/\v(\d*)A|\v[KJ]|\r|\n|[^\v\r\n]+/g);
  for (const [token, up] of tokens) {
    if (up !== undefined) at -= Number(up);
    else if (token === "\vJ") lines.splice(at, Infinity, "");
    else if (token === "\n") lines[++at] ??= "";
    else if (token !== "\r" && token !== "\vK") lines[at] = token;
  }
  return lines.filter((line) => line !== "").map((line) => line.replace(/^[█░]+ /, "")); // the bar has its own tests
}

test("a terminal shows one line per variant and one with the pace, drawn in place", () => {
  const terminal = screen({ isTTY: true, columns: 80 });
  const live = terminal.start();
  for (let index = 0; index < 6; index++) {
    terminal.clock += 500;
    const prompt = index % 2 === 0 ? "direct" : "stepwise";
    live.row(index === 5 ? failedRow({ index, prompt }) : rowOf({ index, prompt, score: index === 0 ? 0 : 1 }));
  }
  expect(shown(terminal.writes)).toEqual([
    "direct/m    3/10   66.7 % [20.8, 93.9]   n=3  1 tok/s  $0.0000",
    "stepwise/m  3/10  100.0 % [34.2, 100.0]  n=2  1 tok/s  $0.0000  1 failed",
    "6/20  30 %  2.0/s  3.0 s gone  7.0 s left",
  ]);
});

test("marks a variant with several backends, and drops the least important text that does not fit", () => {
  const at = (columns: number): string | undefined => {
    const terminal = screen({ isTTY: true, columns });
    const live = terminal.start({ variants: ["direct/m"], total: 3 });
    for (const [index, systemFingerprint] of ["fp_1", "fp_1", "fp_2"].entries()) {
      terminal.clock += 500;
      live.row(rowOf({ index, outcome: { systemFingerprint, costUsd: 0.0123 } }));
    }
    return shown(terminal.writes)[0];
  };
  expect(at(100)).toBe("direct/m  3/3  100.0 % [43.9, 100.0]  n=3  2 tok/s  $0.0369  drift: 2 backends");
  expect(at(75)).toBe("direct/m  3/3  100.0 % [43.9, 100.0]  n=3  $0.0369  drift: 2 backends");
  expect(at(60)).toBe("direct/m  3/3  100.0 % [43.9, 100.0]  drift: 2 backends");
});

test("answers that were not requested now do not count for the pace", () => {
  const terminal = screen({ isTTY: true, columns: 80 });
  const live = terminal.start();
  for (let index = 0; index < 10; index++) live.row(rowOf({ index, outcome: { cached: true } }));
  terminal.clock = 1000;
  live.row(rowOf({ index: 10 }));
  expect(shown(terminal.writes).at(-1)).toBe("11/20  55 %  1.0/s  1.0 s gone  9.0 s left");
});

test("ids with equal beginnings are distinguished by their ends in a narrow terminal", () => {
  const terminal = screen({ isTTY: true, columns: 30 });
  terminal.start({ variants: ["an-answer-in-one-sentence/m-1", "an-answer-in-one-sentence/m-2"], total: 2000 });
  const [one, two] = shown(terminal.writes);
  expect(one).not.toBe(two);
});

test("a terminal is drawn at most ten times a second", () => {
  const terminal = screen({ isTTY: true, columns: 80 });
  const live = terminal.start({ total: 1000 });
  for (let index = 0; index < 1000; index++) {
    terminal.clock += 1;
    live.row(rowOf({ index }));
  }
  expect(terminal.writes).toHaveLength(11);
});

test("the clock continues while no answer arrives", () => {
  const terminal = screen({ isTTY: true, columns: 80 });
  const live = terminal.start();
  terminal.clock = 5000;
  live.tick();
  expect(shown(terminal.writes).slice(-2)).toEqual([
    "0/20  0 %  5.0 s",
    "no result for 5.0 s: slow answers or retries",
  ]);
});

test("the last lines are the bar with the spent share of the limit and the reason for waiting", () => {
  const terminal = screen({ isTTY: true, columns: 120 });
  let limit: string | null = null;
  const live = terminal.start({ variants: ["direct/m"], total: 4, maxCostUsd: 0.05, limit: () => limit });
  live.answer();
  live.answer();
  terminal.clock = 1000;
  const judgement = { judge: "j", kind: "grade", calls: [{ purpose: "verdict", costUsd: 0.01, cached: false }] };
  live.row(rowOf({ outcome: { costUsd: 0.02 }, score: { numeric: { value: 1, judgement } as never } }));
  expect(terminal.writes.at(-1)).toContain("██████░░░░░░░░░░░░░░░░░░ 1/4  25 %");
  expect(terminal.writes.at(-1)).toMatch(/\$0\.0[23]\d* of \$0\.05/);
  expect(shown(terminal.writes).at(-1)).toBe("1 answer with the judge");
  limit = "--max-cost: $0.04 of $0.05 are spent";
  terminal.clock = 9000;
  live.tick();
  expect(shown(terminal.writes).at(-1)).toBe(
    "Limit reached (--max-cost): waiting for requests in flight · 1 answer with the judge · no result for 8.0 s: slow answer",
  );
});

test("at the end one line replaces the block", () => {
  const terminal = screen({ isTTY: true, columns: 80 });
  const live = terminal.start({ total: 2 });
  terminal.clock = 1000;
  live.row(rowOf());
  live.row(failedRow({ index: 1, prompt: "stepwise" }));
  live.end();
  expect(shown(terminal.writes)).toEqual(["2 trials in 1.0 s (2.0/s), 1 failed"]);
});

test("the remaining time includes the reports", () => {
  const terminal = screen({ isTTY: true, columns: 80 });
  const live = terminal.start({ total: 4, reportMs: 30_000 });
  terminal.clock = 1000;
  live.row(rowOf());
  expect(shown(terminal.writes).at(-1)).toBe("1/4  25 %  1.0/s  1.0 s gone  33 s left");
});

test("after the last answer a terminal shows the reports' progress and keeps the answers' pace", () => {
  const terminal = screen({ isTTY: true, columns: 80 });
  const live = terminal.start({ total: 2 });
  terminal.clock = 1000;
  live.row(rowOf());
  live.row(rowOf({ index: 1, prompt: "stepwise" }));
  terminal.clock = 4000;
  live.report({ step: "rows", done: 500, total: 2000 });
  terminal.clock = 5000;
  live.report({ step: "rows", done: 1000, total: 2000 });
  expect(shown(terminal.writes).at(-1)).toBe("2/2  100 %  reports: 1,000/2,000 rows  1.0 s");
  live.report({ step: "comparisons", done: 0, total: 1 });
  expect(shown(terminal.writes).at(-1)).toBe("2/2  100 %  reports: comparing variants  1.0 s");
  live.report({ step: "slices", done: 0, total: 1200 });
  expect(shown(terminal.writes).at(-1)).toBe("2/2  100 %  reports: comparing slices 0/1,200  1.0 s");
  live.report({ step: "slices", done: 1, total: 1200 });
  expect(shown(terminal.writes).at(-1)).toBe("2/2  100 %  reports: comparing slices 0/1,200  1.0 s"); // drawn a moment ago
  terminal.clock = 7000;
  live.end();
  expect(shown(terminal.writes)).toEqual(["2 trials in 4.0 s (0.5/s), reports in 3.0 s"]);
});

test("without a terminal long reports print a line every ten seconds and before the comparisons", () => {
  const pipe = screen({});
  const live = pipe.start({ total: 1, reportMs: 60_000 });
  live.row(rowOf());
  for (let second = 0; second < 25; second++) {
    pipe.clock = second * 1000;
    live.report({ step: "rows", done: second, total: 25 });
  }
  live.report({ step: "comparisons", done: 0, total: 1 });
  live.end();
  expect(pipe.writes).toEqual([
    "1/1  100 %  reports: 10/25 rows  10 s\n",
    "1/1  100 %  reports: 20/25 rows  20 s\n",
    "1/1  100 %  reports: comparing variants  24 s\n",
    "1 trial in 0.0 s, reports in 24 s\n",
  ]);
});

test("a stopped run reports how much was not run", () => {
  const terminal = screen({ isTTY: true });
  const live = terminal.start({ stored: 5 });
  terminal.clock = 2000;
  live.row(rowOf());
  live.end();
  expect(shown(terminal.writes)).toEqual(["1 trial (5 were stored before) in 2.0 s (0.5/s), 14 not run"]);
});

test("a resumed run counts stored trials and computes its pace from new ones", () => {
  const terminal = screen({ isTTY: true, columns: 80 });
  const live = terminal.start({ stored: 10 });
  terminal.clock = 1000;
  live.row(rowOf());
  expect(shown(terminal.writes).at(-1)).toBe("11/20  55 %  1.0/s  1.0 s gone  9.0 s left");
});

test("a logged line is above the block", () => {
  const terminal = screen({ isTTY: true, columns: 80 });
  const live = terminal.start();
  live.log("Rate limited: waiting.");
  expect(shown(terminal.writes)).toEqual([
    "Rate limited: waiting.",
    "direct/m    0/10",
    "stepwise/m  0/10",
    "0/20  0 %  0.0 s",
  ]);
});

test("a block is never higher or wider than the terminal", () => {
  const terminal = screen({ isTTY: true, columns: 40, rows: 10 });
  terminal.start({
    variants: Array.from({ length: 30 }, (_, number) => `a-long-prompt-name-${number}/a-model`),
    total: 300,
  });
  const lines = shown(terminal.writes);
  expect(lines).toHaveLength(8);
  expect(lines.at(-2)).toBe("… and 24 more variants");
  for (const line of lines) expect(line.length).toBeLessThan(40);
});

test("without a terminal prints a line at every tenth", () => {
  const pipe = screen({});
  const live = pipe.start({ total: 100 });
  for (let index = 0; index < 100; index++) {
    pipe.clock += 100;
    live.row(rowOf({ index }));
  }
  live.end();
  expect(pipe.writes).toHaveLength(11);
  expect(pipe.writes[2]).toBe("30/100  30 %  10.0/s  3.0 s gone  7.0 s left\n");
  expect(pipe.writes.at(-1)).toBe("100 trials in 10 s (10.0/s)\n");
});

test("without a terminal a very short run prints only its last line", () => {
  const pipe = screen({});
  const live = pipe.start({ total: 100 });
  for (let index = 0; index < 100; index++) {
    pipe.clock += 1;
    live.row(rowOf({ index }));
  }
  live.end();
  expect(pipe.writes).toEqual(["100 trials in 0.1 s (1,000/s)\n"]);
});

test("without a terminal a slow run prints a line every ten seconds, if there is progress", () => {
  const pipe = screen({});
  const live = pipe.start({ total: 10_000 });
  for (let second = 1; second <= 60; second++) {
    pipe.clock = second * 1000;
    if (second <= 30) live.row(rowOf({ index: second }));
    live.tick();
  }
  expect(pipe.writes.map((line) => line.split(" ")[0])).toEqual(["10/10,000", "20/10,000", "30/10,000"]);
});
