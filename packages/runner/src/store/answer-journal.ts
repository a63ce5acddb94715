import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { JudgeCall, Outcome, type Result, SameseedError, Trial } from "@sameseed/core";
import type { AskedCall } from "../judges/known-calls.ts";
import { rowLines } from "./row-lines.ts";
import { openRowStore } from "./row-store.ts";

/**
 * What was answered and has no row yet. A row is written once, with its scores; where judges take their time, a kill would
 * lose what was paid for. So answers, of models and of judges, are written here as they come.
 */
export interface AnswerJournal {
  /** Errors: `BAD_RUN` when the disk did not take an earlier line. */
  addResult(result: Result): void;
  addCall(asked: AskedCall): void;
  isEmpty(): boolean;
  /** Waits until everything is on disk. */
  close(): Promise<void>;
  /** Takes the file away: every answer has its row. */
  remove(): Promise<void>;
}

/** What a journal holds of trials that wait for their rows. */
export interface JournalContent {
  /** By trial index. */
  readonly results: ReadonlyMap<number, Result>;
  readonly calls: readonly AskedCall[];
  /** Bytes up to the end of the last whole line: what follows was torn by a kill. */
  readonly wholeBytes: number;
}

/** Reads the journal and keeps what `isWanted` says of trial indices, and what was asked for the whole run. */
export async function readJournal(file: string, isWanted: (index: number) => boolean): Promise<JournalContent> {
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

/** Appends to the journal as rows are appended: what comes in one turn of the event loop is written at its end. */
export async function openJournal(file: string, wholeBytes: number): Promise<AnswerJournal> {
  const store = await openRowStore<Result | AskedCall>(file, wholeBytes);
  let isEmpty = wholeBytes === 0;
  const append = (line: Result | AskedCall): void => {
    isEmpty = false;
    store.append(line);
  };
  return {
    addResult: ({ trial, outcome }) => append({ trial, outcome }),
    addCall: append,
    isEmpty: () => isEmpty,
    close: () => store.close(),
    remove: () => rm(file, { force: true }),
  };
}

function parsed(text: string, where: string): Result | AskedCall {
  try {
    const { trial, outcome, judge, scorer, index, call } = JSON.parse(text) as Result & AskedCall;
    if (trial !== undefined) return { trial: Trial.parse(trial), outcome: Outcome.parse(outcome) } as Result;
    return { judge, scorer, index, call: JudgeCall.parse(call) };
  } catch (cause) {
    throw new SameseedError("BAD_RUN", `${where} is not an answer: ${text.slice(0, 80)}…`, {
      hint: "The file was changed by something else; restore it, or start a new run.",
      cause,
    });
  }
}
