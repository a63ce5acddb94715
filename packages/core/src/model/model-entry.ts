import type { Model, ModelParams } from "./model.ts";
import type { ReasoningPolicy } from "./separate-reasoning.ts";

/** How a service is reached, for a model that is named by its id. */
export interface ModelAccess {
  /** Default: the environment variable that the provider documents, else the provider's own. */
  readonly baseUrl?: string | undefined;
  /** Environment variable with the key. Default: the one that the provider documents. */
  readonly apiKeyEnv?: string | undefined;
  /** Sent with every request, as they are or from the environment (`{env: "NAME"}`). Never written anywhere. */
  readonly headers?: Readonly<Record<string, string | { readonly env: string }>> | undefined;
  /** Deadline of one attempt. Default: the run's. */
  readonly timeoutMs?: number | undefined;
  /** The field of the seed, or `none` to send no seed. Default: the provider's. */
  readonly seedField?: "none" | "seed" | "random_seed" | undefined;
}

/** A model with a name of its own and parameters, so that one model can stand twice in a benchmark. */
export interface ModelEntry extends ModelAccess {
  readonly id?: string;
  readonly model: string | Model;
  readonly params?: ModelParams;
  /** Default: the benchmark's. */
  readonly reasoning?: ReasoningPolicy | undefined;
}

/** The keys of an entry that say how its service is reached, as far as they are given. */
export function accessOf({ baseUrl, apiKeyEnv, headers, timeoutMs, seedField }: ModelAccess): ModelAccess {
  const given = Object.entries({ baseUrl, apiKeyEnv, headers, timeoutMs, seedField });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}
