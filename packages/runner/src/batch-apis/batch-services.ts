import type { BatchService } from "@sameseed/core";
import { WIRES } from "../wires/wire-formats.ts";
import type { WireContext } from "../wires/wire.ts";
import { anthropicBatches } from "./anthropic-batches.ts";
import { type BatchClient, batchClient, type BatchClientOptions } from "./batch-client.ts";
import { googleBatches } from "./google-batches.ts";
import { mistralBatches } from "./mistral-batches.ts";
import { azureBatchBase, azureBatches, openaiBatches } from "./openai-batches.ts";

type MakeBatches = (client: BatchClient, context: WireContext) => BatchService;

/** By the provider's id in its profile. */
const BATCHES: Readonly<Record<string, MakeBatches>> = {
  anthropic: anthropicBatches,
  azure: azureBatches,
  google: googleBatches,
  groq: openaiBatches,
  mistral: mistralBatches,
  openai: openaiBatches,
  /** Gateways that speak OpenAI's API; one without batches answers 404. */
  compatible: openaiBatches,
};

/** Whether sameseed supports the batch API of the provider with this id. */
export function hasBatches(id: string): boolean {
  return BATCHES[id] !== undefined;
}

/** The batches of a provider; null where sameseed does not support its batch API. */
export function batchServiceOf(
  context: WireContext,
  options: Pick<BatchClientOptions, "baseUrl" | "headers">,
): BatchService | null {
  const make = BATCHES[context.profile.id];
  const { ownPath } = WIRES[context.profile.wire];
  if (make === undefined) return null;
  const baseUrl = make === azureBatches ? azureBatchBase(options.baseUrl) : options.baseUrl;
  return make(batchClient({ ...options, baseUrl, ownPath }), context);
}
