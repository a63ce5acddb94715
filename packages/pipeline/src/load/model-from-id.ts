import { type Model, nearest, SameseedError } from "@sameseed/core";
import { azure, echo, openai } from "@sameseed/runner";

const PROVIDERS = ["openai", "azure", "tiny", "echo"] as const;

export interface ModelDefaults {
  /** Endpoint of models that name none. */
  readonly baseUrl?: string | undefined;
}

/** Turns `provider:model` into a model. `openai:chat:<m>` and `openai:<m>` are the same. */
export async function modelFromId(id: string, { baseUrl }: ModelDefaults = {}): Promise<Model> {
  const separator = id.indexOf(":");
  const provider = separator === -1 ? id : id.slice(0, separator);
  const name = separator === -1 ? "" : id.slice(separator + 1);
  if (provider === "openai" && name !== "") return openai(name.replace(/^chat:/, ""), { baseUrl });
  if (id === "echo") return echo();
  if (provider === "azure" && name !== "") return azure(name);
  if (provider === "tiny" && name !== "") {
    const { tiny } = await import("@sameseed/tiny");
    return tiny(name as Parameters<typeof tiny>[0]);
  }
  const guess = nearest(provider, PROVIDERS);
  throw new SameseedError("UNKNOWN_MODEL", `"${id}" is not a model id.`, {
    hint: `${guess === undefined ? "" : `Did you mean "${guess}:${name || "…"}"? `}Write provider:model, with one of the providers ${PROVIDERS.join(", ")}; for answers that you have, model: recorded.`,
  });
}
