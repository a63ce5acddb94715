/* oxlint-disable unicorn/require-post-message-target-origin -- a thread has no origin */
import { Worker } from "node:worker_threads";
import { ModelError } from "@sameseed/core";
import type { Question, TinyAnswer } from "./answer.ts";
import type { TinyName } from "./weights.ts";
import type { WorkerReply, WorkerTask } from "./worker-messages.ts";

export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  readonly isStreamed: boolean;
  readonly onPart: (text: string) => void;
}

export interface WorkerPool {
  ask(question: Question, options: AskOptions): Promise<TinyAnswer>;
  /** Ends all threads; unanswered requests reject. A later request starts new threads. */
  close(): Promise<void>;
}

interface Job {
  readonly task: WorkerTask;
  readonly onPart: (text: string) => void;
  readonly resolve: (answer: TinyAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * At most `threads` worker threads, started when they are needed. An idle thread does not keep the process alive,
 * a working one does. Which thread answers makes no difference to the answer.
 */
export function workerPool(name: TinyName, threads: number): WorkerPool {
  const waiting: Job[] = [];
  const idle: Worker[] = [];
  const working = new Map<Worker, Job>();

  const assign = (): void => {
    while (waiting.length > 0) {
      const worker = idle.pop() ?? (working.size < threads ? start() : undefined);
      if (worker === undefined) return;
      const job = waiting.shift()!;
      working.set(worker, job);
      worker.ref();
      worker.postMessage(job.task);
    }
  };

  const start = (): Worker => {
    // From source the worker is TypeScript, which Node strips; from dist it is JavaScript next to this file.
    const entry = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);
    // The process's own flags are not for the thread: with --input-type it would not start.
    const worker = new Worker(entry, { workerData: { name }, execArgv: [] });
    worker.on("message", (reply: WorkerReply) => receive(worker, reply));
    worker.on("error", (cause) =>
      drop(worker, new ModelError("server", `The worker thread of tiny:${name} failed.`, { cause })),
    );
    return worker;
  };

  const receive = (worker: Worker, reply: WorkerReply): void => {
    const job = working.get(worker);
    if (job === undefined) return;
    if (reply.type === "part") return job.onPart(reply.text);
    working.delete(worker);
    idle.push(worker);
    worker.unref();
    if (reply.type === "done") job.resolve(reply.answer);
    else job.reject(new ModelError(reply.kind, reply.message));
    assign();
  };

  const drop = (worker: Worker, error: ModelError): void => {
    const place = idle.indexOf(worker);
    if (place >= 0) idle.splice(place, 1);
    working.get(worker)?.reject(error);
    working.delete(worker);
    assign();
  };

  return {
    ask(question, { signal, isStreamed, onPart }) {
      const { promise, resolve, reject } = Promise.withResolvers<TinyAnswer>();
      if (signal?.aborted) return Promise.reject(abortError(signal));
      const abortFlag = new Int32Array(new SharedArrayBuffer(4));
      const job: Job = {
        task: { question, abortFlag, isStreamed },
        onPart: (text) => signal?.aborted || onPart(text),
        resolve,
        reject,
      };
      const abort = (): void => {
        Atomics.store(abortFlag, 0, 1);
        const place = waiting.indexOf(job);
        if (place >= 0) waiting.splice(place, 1);
        reject(abortError(signal!));
      };
      signal?.addEventListener("abort", abort, { once: true });
      waiting.push(job);
      assign();
      return promise.finally(() => signal?.removeEventListener("abort", abort));
    },

    async close() {
      const workers = [...idle.splice(0), ...working.keys()];
      const unanswered = [...waiting.splice(0), ...working.values()];
      working.clear();
      await Promise.all(workers.map((worker) => worker.terminate()));
      for (const job of unanswered)
        job.reject(new ModelError("aborted", `tiny:${name} was closed before it answered.`));
    },
  };
}

function abortError({ reason }: AbortSignal): ModelError {
  return new ModelError("aborted", "The request was aborted.", { cause: reason });
}
