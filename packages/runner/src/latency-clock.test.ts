import {
  type Completion,
  compilePrompt,
  type Model,
  ModelError,
  type Result,
  type Trial,
  type Variant,
} from "@sameseed/core";
import { expect, test } from "vitest";
import { clockVariants } from "./latency-clock.ts";
import { RunHealth } from "./health/run-health.ts";
import { run } from "./run.ts";
import { warmUp } from "./warm-up.ts";

const answer = (changes: Partial<Completion> = {}): Completion => ({
  text: "yes",
  finishReason: "stop",
  refusal: null,
  systemFingerprint: null,
  modelVersion: null,
  usage: null,
  costUsd: null,
  ttftMs: null,
  ...changes,
});
const model = (id: string, complete: Model["complete"]): Model => ({ id, complete });
const variantOf = (of: Model): Variant => ({
  id: `p/${of.id}`,
  prompt: compilePrompt({ id: "p", text: "{{n}}" }),
  modelId: of.id,
  model: of,
  params: {},
});

async function* trialsOf(variants: readonly Variant[], blocks: number): AsyncGenerator<Trial> {
  for (let index = 0; index < blocks * variants.length; index++) {
    const block = Math.floor(index / variants.length);
    const { id, modelId } = variants[index % variants.length]!;
    const testCase = { id: `c${block}`, vars: { n: block } };
    yield { index, order: index, case: testCase, repeat: 0, variant: id, prompt: "p", model: modelId, seed: block };
  }
}

/** Keeps the thread busy, so that time passes without a timer. */
function spin(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

test("tinybench times the call alone, block by block in the order of the plan, one at a time", async () => {
  const asked: string[] = [];
  let inFlight = 0;
  const timed = (id: string, milliseconds: number) =>
    model(id, async ({ case: caseId }) => {
      expect(++inFlight).toBe(1);
      asked.push(`${caseId} ${id}`);
      spin(milliseconds);
      await Promise.resolve();
      inFlight--;
      return answer();
    });
  const variants = [variantOf(timed("slow", 8)), variantOf(timed("quick", 1))];
  const results = await Array.fromAsync(run(trialsOf(variants, 4), await clockVariants(variants), { concurrency: 1 }));
  expect(asked).toEqual(["c0 slow", "c0 quick", "c1 slow", "c1 quick", "c2 slow", "c2 quick", "c3 slow", "c3 quick"]);
  const latencies = (id: string) =>
    results.filter(({ trial }) => trial.model === id).map(({ outcome }) => outcome.latencyMs!);
  expect(latencies("slow").every((ms) => ms >= 8)).toBe(true);
  expect(Math.min(...latencies("quick"))).toBeGreaterThanOrEqual(1);
  expect(Math.min(...latencies("quick"))).toBeLessThan(8);
});

test("a model's own latency stays, and an error is the trial's", async () => {
  const variants = [
    variantOf(model("recorded", async () => answer({ latencyMs: null }))),
    variantOf(model("broken", () => Promise.reject(new ModelError("bad_request", "no")))),
  ];
  const results = await Array.fromAsync(run(trialsOf(variants, 1), await clockVariants(variants), { concurrency: 1 }));
  expect(results.map(({ outcome }) => outcome)).toMatchObject([
    { status: "completed", latencyMs: null },
    { status: "failed", error: { kind: "bad_request", message: "no" }, attempts: 1 },
  ]);
});

test("an abandoned attempt does not affect the next one's clock", async () => {
  let calls = 0;
  const hanging = model("hangs once", () => (calls++ === 0 ? new Promise(() => {}) : Promise.resolve(answer())));
  const variants = [variantOf(hanging)];
  const [result] = await Array.fromAsync(
    run(trialsOf(variants, 1), await clockVariants(variants), {
      concurrency: 1,
      timeoutMs: 20,
      trialTimeoutMs: 60_000,
    }),
  );
  expect(result?.outcome).toMatchObject({ status: "completed", attempts: 2, retries: [{ kind: "timeout" }] });
  expect(result!.outcome.latencyMs).toBeLessThan(20);
});

test("sends each variant its number of warm-up requests in plan order, without retries", async () => {
  const asked: string[] = [];
  const counting = (id: string, fails = false) =>
    model(id, async ({ case: caseId }) => {
      asked.push(`${caseId} ${id}`);
      if (fails) throw new ModelError("server", "not yet");
      return answer();
    });
  const variants = [variantOf(counting("a")), variantOf(counting("b", true))];
  const results: Result[] = [];
  await warmUp(trialsOf(variants, 10), variants, { requests: 2, onResult: (result) => void results.push(result) });
  expect(asked).toEqual(["c0 a", "c0 b", "c1 a", "c1 b"]);
  expect(results.map(({ outcome }) => outcome.status)).toEqual(["completed", "failed", "completed", "failed"]);
  asked.length = 0;
  await warmUp(trialsOf(variants, 10), variants, { requests: 0 });
  expect(asked).toEqual([]);
});

test("the end of a warm-up does not affect the run that shares its options", async () => {
  const variants = [variantOf(model("m", async () => answer()))];
  const options = { health: new RunHealth(), concurrency: 1 };
  await warmUp(trialsOf(variants, 4), variants, { ...options, requests: 2 });
  expect(await Array.fromAsync(run(trialsOf(variants, 4), variants, options))).toHaveLength(4);
});
