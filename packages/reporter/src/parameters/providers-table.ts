import { styleFor } from "../terminal/style.ts";
import type { TerminalOptions } from "../terminal/terminal-options.ts";
import { fittedLines } from "../terminal/text-table.ts";
import { oneLine, shorten } from "../terminal/text-width.ts";

/** A provider as `sameseed models` lists it. */
export interface ListedProvider {
  readonly id: string;
  readonly name: string;
  readonly isLocal: boolean;
  /** The environment variable with a key; null where none is set. */
  readonly key: string | null;
  readonly keyVariables: readonly string[];
  /** The request field of the seed; null where the provider takes none. */
  readonly seedField: string | null;
  readonly example: string;
}

/** A local server that answered. */
export interface ListedServer {
  readonly provider: string;
  readonly baseUrl: string;
  readonly models: readonly string[];
}

export interface ProvidersList {
  readonly providers: readonly ListedProvider[];
  readonly servers: readonly ListedServer[];
  /** False if local servers were not searched for. */
  readonly isLookedFor: boolean;
}

const MOST_MODELS = 5;

/** The providers with their seeds and keys (names only), then the local servers. */
export function providersTable(list: ProvidersList, { width = 80, color = false }: TerminalOptions = {}): string {
  const { providers, servers, isLookedFor } = list;
  const columns = [
    { title: "provider", cells: providers.map(({ id }) => `${id}:`) },
    { title: "service", cells: providers.map(({ name }) => name), rank: 2 },
    { title: "seed", cells: providers.map(({ seedField }) => seedField ?? "none") },
    { title: "key", cells: providers.map(keyText) },
    { title: "example", cells: providers.map(({ example }) => example), rank: 1 },
  ];
  const [head = "", ...rows] = fittedLines(columns, width);
  const found = servers.map(
    ({ provider, baseUrl, models }) => `${provider}: answers at ${baseUrl}: ${modelsText(models)}`,
  );
  const local = !isLookedFor ? [] : found.length > 0 ? found : ["No local server responds on a default port."];
  return [styleFor(color)("dim", head), ...rows, ...local.map(oneLine)].join("\n");
}

function keyText({ isLocal, key, keyVariables }: ListedProvider): string {
  if (key !== null) return `${key} is set`;
  return isLocal ? "not needed" : `${keyVariables[0] ?? "none"} is not set`;
}

function modelsText(models: readonly string[]): string {
  const shown = models.slice(0, MOST_MODELS).map((model) => shorten(model, 40));
  return `${shown.join(", ")}${models.length > MOST_MODELS ? `, and ${models.length - MOST_MODELS} more` : ""}`;
}
