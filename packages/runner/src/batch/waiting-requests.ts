import { createHash } from "node:crypto";
import { type BatchAnswer, type BatchService, canonicalJson, type ModelRequest } from "@sameseed/core";

/** A request that waits for its batch. */
export interface Waiting {
  readonly id: string;
  readonly line: string;
  readonly resolve: (answer: BatchAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** The same request has the same name in every process; several draws of one case differ by their repeat. */
export function idOf(model: string, { params, messages, seed, case: caseId, repeat, replicate }: ModelRequest): string {
  const content = canonicalJson([model, params, messages, seed, caseId, repeat, replicate ?? 0]);
  return createHash("sha256").update(content).digest("hex").slice(0, 40);
}

/** As few batches as the service's limits allow. */
export function* partsOf(all: readonly Waiting[], { mostRequests, mostBytes }: BatchService): Generator<Waiting[]> {
  let part: Waiting[] = [];
  let bytes = 0;
  for (const one of all) {
    const size = Buffer.byteLength(one.line) + 1;
    if (part.length > 0 && (part.length === mostRequests || bytes + size > mostBytes)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(one);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

export function put(map: Map<string, Waiting[]>, one: Waiting): void {
  const there = map.get(one.id);
  if (there === undefined) map.set(one.id, [one]);
  else there.push(one);
}

export function take(map: Map<string, Waiting[]>, id: string): readonly Waiting[] {
  const there = map.get(id) ?? [];
  map.delete(id);
  return there;
}

export function drop(map: Map<string, Waiting[]>, one: Waiting): void {
  const left = map.get(one.id)?.filter((other) => other !== one) ?? [];
  if (left.length === 0) map.delete(one.id);
  else map.set(one.id, left);
}
