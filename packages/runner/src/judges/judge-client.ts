import {
  deriveJudgeSeed,
  type Judge,
  type JudgeCall,
  type JudgeClient,
  type JudgeQuestion,
  type JudgeReference,
  type Trial,
} from "@sameseed/core";
import type { Attempts } from "../attempt.ts";
import { type JudgeSender, type JudgeSenderOptions, judgeSender } from "./judge-sender.ts";
import { type AskedCall, KnownCalls, questionHash, valueOf } from "./known-calls.ts";

export interface JudgeClientOptions extends JudgeSenderOptions {
  /** The root seed. */
  readonly seed: number;
  /** Calls that were answered before: they are not made again. */
  readonly known?: KnownCalls;
  /** Called with each new answer on arrival, before any processing. */
  readonly onCall?: (asked: AskedCall) => void;
  /** Agrees with other processes on an answer for the whole run: returns the answer that all use. Default: its own. */
  readonly agree?: (asked: AskedCall) => Promise<AskedCall>;
}

export interface OpenJudgeClient extends JudgeClient {
  /** Waits for the answers in flight: an abandoned row does not abandon its other judge requests. */
  settled(): Promise<void>;
  /** The requests that are sent once for the whole run, sorted by scorer and question. */
  sharedCalls(): Promise<readonly AskedCall[]>;
  /** Ends all waiting; the traffic's owner ends requests in flight. */
  close(): void;
}

/** The client through which a run's scorers send judge requests. A request for the whole run is sent once, even if several trials need it. */
export function openJudgeClient(judges: readonly Judge[], options: JudgeClientOptions): OpenJudgeClient {
  const { seed, known = new KnownCalls(), onCall, agree = async (asked) => asked } = options;
  const judgeOf = judgeFinder(judges);
  const sender = judgeSender(options);
  const shared = new Map<string, Promise<AskedCall>>();
  const underWay = new Set<Promise<Attempts>>();
  const send: JudgeSender["send"] = async (judge, request) => {
    const sending = sender.send(judge, request);
    underWay.add(sending);
    try {
      return await sending;
    } finally {
      underWay.delete(sending);
    }
  };

  const ask = async (question: JudgeQuestion, trial: Trial | null): Promise<AskedCall> => {
    const { scorer, purpose, step, messages, schema } = question;
    const judge = judgeOf(question.judge);
    const index = trial?.index ?? null;
    const before = known.take(judge, question, index);
    if (before !== undefined) return { judge: judge.id, scorer, index, call: before };
    const address = { case: trial?.case.id ?? "", repeat: trial?.repeat ?? 0 };
    const judgeSeed = deriveJudgeSeed(seed, { scorer, caseId: address.case, repeat: address.repeat }, purpose);
    const hash = questionHash(judge, question);
    const tries = await send(judge, {
      request: { messages, seed: judgeSeed, ...address },
      schema,
      order: trial?.order ?? 0,
      jitter: `judge-retry/1|${seed}|${index}|${purpose}|${hash}`,
    });
    const head = { purpose, ...(step !== undefined && { step }), question: hash, seed: judgeSeed };
    const asked = { judge: judge.id, scorer, index, call: { ...head, ...answerOf(tries, question) } };
    if (tries.status === "answered") onCall?.(asked);
    return asked;
  };

  const askShared = async (question: JudgeQuestion): Promise<JudgeCall> => {
    const key = `${question.scorer}|${question.step ?? ""}|${questionHash(judgeOf(question.judge), question)}`;
    const asking =
      shared.get(key) ?? ask(question, null).then((asked) => (asked.call.error === undefined ? agree(asked) : asked));
    shared.set(key, asking);
    const asked = await asking.catch(() => null);
    if (asked?.call.error !== undefined || asked === null) shared.delete(key); // the next caller asks again
    const { call } = await asking;
    return { ...call, value: valueOf(question, call.text) };
  };

  return {
    seed,
    nameOf: (reference) => judgeOf(reference).id,
    ask: async (question, trial) => (trial === null ? askShared(question) : (await ask(question, trial)).call),
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
      await new Promise((resolve) => setImmediate(resolve)); // until the callers have their answers
    },
    async sharedCalls() {
      const calls = await Promise.all([...shared].map(async ([key, asking]) => [key, await asking] as const));
      return calls.toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, asked]) => asked);
    },
    close: () => sender.close(),
  };
}

/**
 * A judge client that sends nothing and serves the stored calls of a run. `onMissing` handles a request that
 * the run does not have.
 */
export function storedJudgeClient(
  judges: readonly Judge[],
  { seed, known, onMissing }: { seed: number; known: KnownCalls; onMissing: (question: JudgeQuestion) => never },
): JudgeClient {
  const judgeOf = judgeFinder(judges);
  const shared = new Map<string, JudgeCall>();
  return {
    seed,
    nameOf: (reference) => judgeOf(reference).id,
    async ask(question, trial) {
      const judge = judgeOf(question.judge);
      const key = `${question.scorer}|${questionHash(judge, question)}`;
      const call = (trial === null ? shared.get(key) : undefined) ?? known.take(judge, question, trial?.index ?? null);
      if (call === undefined) return onMissing(question);
      if (trial === null) shared.set(key, call);
      return call;
    },
  };
}

function judgeFinder(judges: readonly Judge[]): (reference: JudgeReference) => Judge {
  const byReference = new Map(judges.flatMap((judge) => judge.references.map((one) => [one, judge] as const)));
  return (reference) => {
    const judge = byReference.get(reference);
    if (judge === undefined) throw new Error("a scorer uses a judge that the run does not have");
    return judge;
  };
}

type CallAnswer = Omit<JudgeCall, "purpose" | "step" | "question" | "seed">;

function answerOf(tries: Attempts, question: JudgeQuestion): CallAnswer {
  const { latencyMs, attempts } = tries;
  if (tries.status === "failed") {
    const { kind, message } = tries.error;
    return { text: null, value: null, ...NO_ANSWER, latencyMs, attempts, cached: false, error: { kind, message } };
  }
  const { text, refusal, modelVersion, systemFingerprint, usage, costUsd, cached = false } = tries.completion;
  const said = text ?? refusal;
  return {
    text: said,
    value: valueOf(question, said),
    modelVersion,
    systemFingerprint,
    promptTokens: usage?.promptTokens ?? null,
    completionTokens: usage?.completionTokens ?? null,
    costUsd,
    latencyMs,
    attempts,
    cached,
  };
}

const NO_ANSWER = {
  modelVersion: null,
  systemFingerprint: null,
  promptTokens: null,
  completionTokens: null,
  costUsd: null,
};
