import {
  type Completion,
  type Model,
  ModelError,
  type ModelParams,
  type ModelRequest,
  SameseedError,
} from "@sameseed/core";
import type { TinyAnswer } from "./answer.ts";
import { ENGINE_VERSION, fingerprintOf } from "./engine-version.ts";
import { readWeightsFile, sha256Hex, TINY_NAMES, type TinyName } from "./weights.ts";
import { workerPool } from "./worker-pool.ts";

export interface TinyOptions {
  readonly params?: ModelParams;
  /** Worker threads at most. Default 1. More of them change the speed, never an answer. */
  readonly threads?: number;
}

export interface TinyModel extends Model {
  close(): Promise<void>;
  /** As `complete`, but returns the text piece by piece: all parts together are the answer's text. */
  stream(request: ModelRequest, onText: (part: string) => void, signal?: AbortSignal): Promise<Completion>;
}

/**
 * The embedded demo model: real trained weights that ship with the package, run in a worker thread. Same weights,
 * messages, parameters and seed: the same text on every machine. Absent parameters mean temperature 1
 * and the whole vocabulary; seed null means fresh randomness. A demo: its scores say nothing about
 * prompts for large models.
 *
 * Throws SameseedError (UNKNOWN_MODEL, BAD_ARGUMENT); a request rejects with ModelError (`bad_request` when the
 * prompt is longer than the context of 256 tokens or holds anything but text, `aborted`).
 */
export function tiny(name: string, { params = {}, threads = 1 }: TinyOptions = {}): TinyModel {
  if (!isTinyName(name)) {
    throw new SameseedError("UNKNOWN_MODEL", `Unknown model "tiny:${name}".`, { hint: "Known: tiny:1m, tiny:250k." });
  }
  if (!Number.isInteger(threads) || threads < 1) {
    throw new SameseedError("BAD_ARGUMENT", `threads of tiny:${name} is ${threads}.`, {
      hint: "Use an integer ≥ 1.",
    });
  }
  const weightsSha256 = sha256Hex(readWeightsFile(name));
  const systemFingerprint = fingerprintOf(weightsSha256);
  const pool = workerPool(name, threads);

  const ask = async (
    request: ModelRequest,
    { onText, signal }: { onText?: (part: string) => void; signal?: AbortSignal | undefined },
  ): Promise<Completion> => {
    refuseOtherThanText(name, request);
    const startMs = performance.now();
    let ttftMs: number | null = null;
    const onPart = (part: string): void => {
      ttftMs ??= performance.now() - startMs;
      onText?.(part);
    };
    const question = { messages: request.messages, params: { ...params, ...request.params }, seed: request.seed };
    const answer = await pool.ask(question, { signal, isStreamed: onText !== undefined, onPart });
    return completionOf(answer, { systemFingerprint, modelVersion: `tiny-${name}`, ttftMs });
  };

  return {
    id: `tiny:${name}`,
    identity: { provider: "tiny", model: name, weightsSha256, engine: ENGINE_VERSION, systemFingerprint },
    isCacheable: false,
    params,
    complete: (request, signal) => ask(request, { signal }),
    stream: (request, onText, signal) => ask(request, { onText, signal }),
    close: () => pool.close(),
  };
}

/** An image would be left out in silence, and a call's result would be a turn that the model was never trained on. */
function refuseOtherThanText(name: string, { messages }: ModelRequest): void {
  const other = messages.flatMap(({ role, content }) => [
    ...(role === "tool" ? ["the result of a tool"] : []),
    ...(Array.isArray(content) ? content.filter(({ type }) => type !== "text").map(({ type }) => type) : []),
  ])[0];
  if (other !== undefined)
    throw new ModelError("bad_request", `tiny:${name} accepts only text, but the message has ${other}.`);
}

function isTinyName(name: string): name is TinyName {
  return TINY_NAMES.some((known) => known === name);
}

function completionOf(
  { text, finishReason, usage }: TinyAnswer,
  rest: Pick<Completion, "systemFingerprint" | "modelVersion" | "ttftMs">,
): Completion {
  return { text, finishReason, refusal: null, usage, costUsd: 0, ...rest };
}
