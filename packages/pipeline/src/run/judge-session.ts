import {
  answeringVariants,
  type Benchmark,
  type ChatMessage,
  type JudgeClient,
  judgementsOf,
  promptedCase,
  type Result,
  type Row,
  type TestCase,
  type Trial,
} from "@sameseed/core";
import {
  type AskedCall,
  openJudgeClient,
  type OpenRun,
  readRows,
  type RunOptions,
  type Traffic,
} from "@sameseed/runner";
import { type Execution, judgeAccount } from "./open-execution.ts";

/** The judges of a run in progress. */
export interface JudgeSession {
  /** Undefined without judges. */
  readonly judgeClient: JudgeClient | undefined;
  /**
   * Records a result as pending until it has its row: called when it arrives, before anything waits for the
   * scorers.
   */
  received(result: Result): void;
  /** Judge calls for the whole run, after all work in progress is answered. */
  asked(): Promise<readonly AskedCall[]>;
  close(): void;
}

interface Executed {
  readonly benchmark: Benchmark;
  readonly execution: Execution;
  readonly opened: OpenRun;
}

/** Opens the judge client of a run's judges, with the run's limits and budget and the earlier calls. */
export function openJudgeSession(
  { benchmark: { seed, scorers }, execution: { judges, meter }, opened }: Executed,
  { traffic, ...options }: RunOptions & { readonly traffic: Traffic },
): JudgeSession {
  const { journal, calls } = opened;
  const isNow = scorers.some(({ isBounded }) => isBounded !== true);
  const received = (result: Result): void => journal.addResult(result, { isNow });
  if (opened.manifest.judges === undefined)
    return { judgeClient: undefined, received, asked: async () => [], close: () => {} };
  const judgeClient = openJudgeClient(judges, {
    ...options,
    traffic,
    seed,
    known: calls,
    onCall: (asked) => journal.addCall(asked),
    admit: (id) => meter.admit(judgeAccount(id)),
    release: (id) => meter.release(judgeAccount(id)),
  });
  return {
    judgeClient,
    received,
    async asked() {
      await judgeClient.settled();
      return judgeClient.sharedCalls();
    },
    close: () => judgeClient.close(),
  };
}

/** Adds the earlier costs of a resumed run: requests of its rows and judges, and of its pending answers. */
export async function spendStored(
  { folder, planned, stored, waiting, manifest }: OpenRun,
  { meter }: Pick<Execution, "meter">,
): Promise<void> {
  if (stored > 0) {
    for await (const row of readRows(folder.rowsFile, planned)) {
      meter.spend(row);
      spendJudges(row, meter);
    }
  }
  for (const result of waiting.results) meter.spend(result);
  for (const { judge, call } of waiting.calls) meter.spendCall(call, judgeAccount(judge));
  for (const { id, calls = [] } of manifest.judges ?? [])
    for (const call of calls) meter.spendCall(call, judgeAccount(id));
}

function spendJudges({ scores }: Row, meter: Execution["meter"]): void {
  for (const { judge, calls, sharedBy = 1 } of judgementsOf(scores)) {
    const share = (amount: number | null): number | null => (amount === null ? null : amount / sharedBy);
    for (const call of calls) {
      const { costUsd, promptTokens, completionTokens } = call;
      const part = {
        costUsd: share(costUsd),
        promptTokens: share(promptTokens),
        completionTokens: share(completionTokens),
      };
      meter.spendCall({ ...call, ...part }, judgeAccount(judge));
    }
  }
}

/** Whether a scorer looks at all answers of a block together. */
export function isBlockwise({ scorers }: Pick<Benchmark, "scorers">): boolean {
  return scorers.some(({ scoreBlock }) => scoreBlock !== undefined);
}

/** The score stage's data about the run's variants. */
export function blocksOf({ variants, baseline }: Pick<Benchmark, "variants" | "baseline">): {
  readonly variants: readonly string[];
  readonly answering: (testCase: TestCase) => readonly string[];
  readonly baseline: string;
  readonly keepReasoning: ReadonlySet<string>;
  readonly messagesOf: (trial: Trial) => readonly ChatMessage[];
} {
  const byId = new Map(variants.map((variant) => [variant.id, variant]));
  const messagesOf = (trial: Trial): readonly ChatMessage[] =>
    byId.get(trial.variant)!.prompt.messages(promptedCase(trial));
  const keepReasoning = new Set(variants.filter(({ reasoning }) => reasoning === "keep").map(({ id }) => id));
  const ids = variants.map(({ id }) => id);
  const answering = (testCase: TestCase): readonly string[] => {
    const those = answeringVariants(variants, testCase);
    return those === variants ? ids : those.map(({ id }) => id);
  };
  return { variants: ids, answering, baseline, keepReasoning, messagesOf };
}
