/* oxlint-disable unicorn/require-post-message-target-origin -- a thread has no origin */
import { parentPort, workerData } from "node:worker_threads";
import { ModelError } from "@sameseed/core";
import { type Answerer, answerer } from "./answer.ts";
import { parseWeights, readWeightsFile, type TinyName } from "./weights.ts";
import type { WorkerReply, WorkerTask } from "./worker-messages.ts";

/** Entry of a worker thread: answers the tasks of one model, one after the other. */
const name: TinyName = workerData.name;
const answer = answerer(parseWeights(readWeightsFile(name)), `tiny:${name}`);
parentPort?.on("message", (task: WorkerTask) => parentPort?.postMessage(perform(answer, task)));

function perform(respond: Answerer, { question, abortFlag, isStreamed }: WorkerTask): WorkerReply {
  let isFirst = true;
  const onText = (text: string): void => {
    if (text !== "" && (isStreamed || isFirst)) parentPort?.postMessage({ type: "part", text } satisfies WorkerReply);
    if (text !== "") isFirst = false;
  };
  try {
    return { type: "done", answer: respond(question, { onText, isAborted: () => Atomics.load(abortFlag, 0) === 1 }) };
  } catch (error) {
    if (error instanceof ModelError) return { type: "failed", kind: error.kind, message: error.message };
    return { type: "failed", kind: "other", message: String(error) };
  }
}
