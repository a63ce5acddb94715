import type {
  Answer,
  AnswerBlock,
  JudgeCall,
  JudgeClient,
  JudgeQuestion,
  Result,
  Score,
  Scorer,
  TestCase,
  Trial,
} from "@sameseed/core";

/** A test's judge: returns a text, or the reason why it does not answer. */
export type JudgeSays = (question: JudgeQuestion, trial: Trial | null) => string | { readonly error: string };

/** A judge client with a test's judge; records its requests. */
export function judgeClientOf(says: JudgeSays, seed = 1): JudgeClient & { readonly asked: JudgeQuestion[] } {
  const asked: JudgeQuestion[] = [];
  return {
    seed,
    asked,
    nameOf: () => "fake:judge",
    async ask(question, trial) {
      asked.push(question);
      const said = says(question, trial);
      const text = typeof said === "string" ? said : null;
      return {
        purpose: question.purpose,
        ...(question.step !== undefined && { step: question.step }),
        seed: 7,
        text,
        value: text === null ? null : (question.read?.(text) ?? null),
        ...NO_USE,
        ...(typeof said !== "string" && { error: { kind: "server", message: said.error } }),
      };
    },
  };
}

const NO_USE: Omit<JudgeCall, "purpose" | "seed" | "text" | "value"> = {
  modelVersion: null,
  systemFingerprint: null,
  promptTokens: null,
  completionTokens: null,
  costUsd: null,
  latencyMs: null,
  attempts: 1,
  cached: false,
};

const FRENCH: TestCase = { id: "fr", vars: { question: "Capital of France?" }, expected: "Paris" };

/** A result that was answered. */
export function resultOf(text: string, { case: testCase = FRENCH, ...changes }: Partial<Trial> = {}): Result {
  return {
    trial: {
      index: 0,
      order: 0,
      repeat: 0,
      variant: "a/m",
      prompt: "a",
      model: "m",
      seed: 1,
      ...changes,
      case: testCase,
    },
    outcome: {
      status: "completed",
      text,
      finishReason: "stop",
      systemFingerprint: null,
      modelVersion: null,
      usage: null,
      costUsd: null,
      ttftMs: null,
      cached: false,
      latencyMs: 1,
      attempts: 1,
      startedAt: "2026-01-01T00:00:00.000Z",
    },
  };
}

function answerOf(text: string, judgeClient: JudgeClient, trial: Partial<Trial> = {}): Answer {
  const result = resultOf(text, trial);
  return {
    output: text,
    case: result.trial.case,
    outcome: result.outcome as Answer["outcome"],
    trial: result.trial,
    judgeClient,
  };
}

/** The scorer's result for one answer, after its check. */
export async function judged(
  scorer: Scorer,
  text: string,
  { judgeClient, ...trial }: { judgeClient: JudgeClient } & Partial<Trial>,
): Promise<Score> {
  const answer = answerOf(text, judgeClient, trial);
  scorer.check?.(answer.case);
  return (await scorer.score!(answer))!;
}

/** The scorer's results for the answers of a block, by variant; null for a failed trial. */
export async function judgedBlock(
  scorer: Scorer,
  texts: Readonly<Record<string, string | null>>,
  { judgeClient, ...trial }: { judgeClient: JudgeClient } & Partial<Trial>,
): Promise<Readonly<Record<string, Score>>> {
  const variants = Object.keys(texts);
  const answers = variants.map((variant, index): AnswerBlock["answers"][number] => {
    const text = texts[variant] ?? null;
    return { variant, answer: text === null ? null : answerOf(text, judgeClient, { ...trial, variant, index }) };
  });
  const scores = await scorer.scoreBlock!({ baseline: variants[0]!, answers });
  return Object.fromEntries(variants.map((variant, place) => [variant, scores[place]!]));
}
