import { Worker } from "node:worker_threads";
import type { EmbeddingReply, EmbeddingRequest } from "./embedding-worker.ts";

/** Turns texts into vectors. The distance of two vectors measures the difference in meaning. */
export interface Embedder {
  /** The model and its version. Distances of two models are never compared: store it with each distance. */
  readonly id: string;
  /** One vector of 512 numbers a text, in the order of the texts. */
  embed(texts: readonly string[]): Promise<readonly Float64Array[]>;
  /** Ends the worker thread. A process that does not call it still ends once no text is being embedded. */
  close(): Promise<void>;
}

const ID = "use-lite/energetic-ai@0.2.0";

interface Waiting {
  readonly resolve: (vector: Float64Array) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Universal Sentence Encoder lite (Cer et al. 2018, arXiv:1803.11175; 512 numbers a text) as packed by
 * EnergeticAI, from files that are installed with the package. It supports English: in other scripts every
 * unknown word is the same word, and two such texts may have distance 0. The empty text is read as one blank.
 *
 * The model runs in a separate thread, because a text would block this one for about 25 ms, and starts with
 * the first text (0.5 s, 250 MB). Each text is embedded once and alone.
 */
export function embedder(): Embedder {
  const vectors = new Map<string, Promise<Float64Array>>();
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let isClosed = false;

  const failAll = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };

  const start = (): Worker => {
    const started = new Worker(
      new URL(import.meta.url.endsWith(".ts") ? "./embedding-worker.ts" : "./embedding-worker.js", import.meta.url),
    );
    started.on("message", (reply: EmbeddingReply) => {
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (waiting.size === 0) started.unref();
      if ("vector" in reply) asked?.resolve(reply.vector);
      else asked?.reject(new Error(`The embedding failed: ${reply.error}`));
    });
    started.on("error", (error) => {
      worker = undefined; // the next text starts another
      failAll(error as Error);
    });
    return started;
  };

  const ask = (text: string): Promise<Float64Array> => {
    const { promise, resolve, reject } = Promise.withResolvers<Float64Array>();
    const request: EmbeddingRequest = { id: vectors.size, text };
    waiting.set(request.id, { resolve, reject });
    worker ??= start();
    worker.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage(request);
    return promise;
  };

  const vectorOf = (text: string): Promise<Float64Array> => {
    const known = vectors.get(text);
    if (known !== undefined) return known;
    const vector = ask(text);
    vectors.set(text, vector);
    return vector;
  };

  return {
    id: ID,
    async embed(texts) {
      if (isClosed) throw new Error("The embedder is closed.");
      return Promise.all(texts.map(vectorOf));
    },
    async close() {
      isClosed = true;
      failAll(new Error("The embedder was closed."));
      await worker?.terminate();
    },
  };
}
