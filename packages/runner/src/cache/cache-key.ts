import { hash } from "node:crypto";
import { canonicalJson, type ModelParams, type ModelRequest } from "@sameseed/core";

/**
 * The inputs that determine an answer: no position, no variant id, no case id. Requests with equal parts are
 * the same request; a repeat has a separate key even where it shares its seed with another.
 */
export interface CacheParts {
  /** Canonical JSON of the model's id and identity: provider, endpoint without secrets, model. */
  readonly identity: string;
  /** SHA-256 of the messages: the cache contains answers, not prompts. */
  readonly messages: string;
  /** Canonical JSON of the parameters. */
  readonly params: string;
  readonly seed: number | null;
  readonly repeat: number;
  /** Separates the A/A control's answers from its baseline's; 0 for all other variants. */
  readonly replicate: number;
}

/** The identity part of a model's requests, as the manifest has it: `{id, ...identity}`. */
export function identityPart(id: string, identity: Readonly<Record<string, unknown>>): string {
  return canonicalJson({ id, ...identity });
}

/** The parts of a request to the model with this identity part. */
export function partsOf(identity: string, request: Omit<ModelRequest, "case">): CacheParts {
  const { messages, params, seed, repeat, replicate = 0 } = request;
  return {
    identity,
    messages: hash("sha256", canonicalJson(messages)),
    params: paramsPart(params),
    seed,
    repeat,
    replicate,
  };
}

/** Content address of an answer: SHA-256 in hex. `cache/1` is the version of the format. */
export function keyOf({ identity, messages, params, seed, repeat, replicate }: CacheParts): string {
  return hash("sha256", `cache/1|${identity}|${messages}|${params}|${seed}|${repeat}|${replicate}`);
}

function paramsPart(params: ModelParams): string {
  return canonicalJson(params);
}
