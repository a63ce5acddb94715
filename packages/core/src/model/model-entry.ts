import type { Model, ModelParams } from "./model.ts";
import type { ReasoningPolicy } from "./separate-reasoning.ts";

/** How to reach the service of a model with this id. */
export interface ModelAccess {
  /** Base URL. Default: the provider's environment variable, otherwise the provider's own URL. */
  readonly baseUrl?: string | undefined;
  /** Name of the environment variable with the API key. Default: the one that the provider documents. */
  readonly apiKeyEnv?: string | undefined;
  /** Headers of every request: texts, or environment variables (`{env: "NAME"}`). Never stored. */
  readonly headers?: Readonly<Record<string, string | { readonly env: string }>> | undefined;
  /** Timeout of one attempt. Default: that of the run. */
  readonly timeoutMs?: number | undefined;
  /** Request field for the seed, or `none` to send no seed. Default: the provider's. */
  readonly seedField?: "none" | "seed" | "random_seed" | undefined;
}

/** A model with its own id and parameters. Lets you list the same model several times in a benchmark. */
export interface ModelEntry extends ModelAccess {
  readonly id?: string;
  readonly model: string | Model;
  readonly params?: ModelParams;
  /** Default: the benchmark's. */
  readonly reasoning?: ReasoningPolicy | undefined;
}

/** The keys of an entry that configure access to its service, if given. */
export function accessOf({ baseUrl, apiKeyEnv, headers, timeoutMs, seedField }: ModelAccess): ModelAccess {
  const given = Object.entries({ baseUrl, apiKeyEnv, headers, timeoutMs, seedField });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}
