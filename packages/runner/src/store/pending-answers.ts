import { closeSync, existsSync, fdatasyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { rm } from "node:fs/promises";
import { JudgeCall, Outcome, type Result, SameseedError, Trial } from "@sameseed/core";
import type { AskedCall } from "../judges/known-calls.ts";
import { rowLines } from "./row-lines.ts";
import { cannotWrite } from "./row-store.ts";

/**
 * Answers without a row yet. A row is written once, with its scores; a slow scorer, or one that ends the
 * process, would lose paid answers. So answers of models and of judges are written here as they arrive,
 * except those with a row before the end of their turn of the event loop: built-in scorers cost no second
 * line per trial.
 */
export interface PendingAnswers {
  /** `isNow` writes it before this returns: for scorers that may never return. Errors: `BAD_RUN` when the disk did not take an earlier line. */
  addResult(result: Result, options?: { readonly isNow: boolean }): void;
  addCall(asked: AskedCall): void;
  /** Reports that a trial has its row. */
  hasRow(index: number): void;
  isEmpty(): boolean;
  /** Waits until everything is on disk. */
  close(): Promise<void>;
  /** Takes the file away: every answer has its row. */
  remove(): Promise<void>;
}

/** Content of the pending answers: trials that have no row yet. */
export interface PendingContent {
  /** By trial index. */
  readonly results: ReadonlyMap<number, Result>;
  readonly calls: readonly AskedCall[];
  /** Bytes up to the end of the last complete line: the rest was cut off by a kill. */
  readonly wholeBytes: number;
}

/** Reads the pending answers. Keeps those of trials that `isWanted` accepts, and those for the whole run. */
export async function readPendingAnswers(file: string, isWanted: (index: number) => boolean): Promise<PendingContent> {
  const results = new Map<number, Result>();
  const calls: AskedCall[] = [];
  let wholeBytes = 0;
  if (!existsSync(file)) return { results, calls, wholeBytes };
  for await (const { number, text, isWhole } of rowLines(file)) {
    if (!isWhole) break;
    wholeBytes += Buffer.byteLength(text) + 1;
    const line = parsed(text, `${file}, line ${number}`);
    if ("trial" in line) {
      if (isWanted(line.trial.index)) results.set(line.trial.index, line);
    } else if (line.index === null || isWanted(line.index)) calls.push(line);
  }
  return { results, calls, wholeBytes };
}

/** Appends to the file of pending answers, which is created with its first line. */
export function openPendingAnswers(file: string, wholeBytes: number): PendingAnswers {
  const waiting = new Map<number, Result>();
  let calls = "";
  let descriptor: number | undefined;
  let scheduled: NodeJS.Immediate | undefined;
  let failure: SameseedError | undefined;

  function write(): void {
    clearImmediate(scheduled);
    scheduled = undefined;
    if (waiting.size === 0 && calls === "") return;
    let lines = calls;
    for (const { trial, outcome } of waiting.values()) lines += `${JSON.stringify({ trial, outcome })}\n`;
    waiting.clear();
    calls = "";
    try {
      descriptor ??= openAppend(file, wholeBytes);
      const batch = Buffer.from(lines);
      for (let written = 0; written < batch.length;) written += writeSync(descriptor, batch, written);
    } catch (error) {
      failure ??= cannotWrite(file, error as NodeJS.ErrnoException);
    }
  }
  const schedule = (): void => {
    if (failure !== undefined) throw failure;
    scheduled ??= setImmediate(write);
  };

  return {
    addResult(result, { isNow } = { isNow: false }) {
      waiting.set(result.trial.index, result);
      schedule();
      if (isNow) write();
    },
    addCall(asked) {
      calls += `${JSON.stringify(asked)}\n`;
      schedule();
    },
    hasRow: (index) => void waiting.delete(index),
    isEmpty: () => wholeBytes === 0 && descriptor === undefined && waiting.size === 0 && calls === "",
    async close() {
      if (failure === undefined) write();
      if (descriptor !== undefined) {
        if (failure === undefined) fdatasyncSync(descriptor);
        closeSync(descriptor);
      }
      if (failure !== undefined) throw failure;
    },
    remove: () => rm(file, { force: true }),
  };
}

function openAppend(file: string, wholeBytes: number): number {
  const descriptor = openSync(file, "a");
  ftruncateSync(descriptor, wholeBytes);
  return descriptor;
}

function parsed(text: string, where: string): Result | AskedCall {
  try {
    const { trial, outcome, judge, scorer, index, call } = JSON.parse(text) as Result & AskedCall;
    if (trial !== undefined) return { trial: Trial.parse(trial), outcome: Outcome.parse(outcome) } as Result;
    return { judge, scorer, index, call: JudgeCall.parse(call) };
  } catch (cause) {
    throw new SameseedError("BAD_RUN", `${where} is not an answer: ${text.slice(0, 80)}…`, {
      hint: "The file was changed by another program; restore it, or start a new run.",
      cause,
    });
  }
}
