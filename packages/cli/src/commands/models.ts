import type { Command } from "commander";
import { addFlags, type FlagTable } from "../flags/flag-table.ts";
import { example, JSON_FLAG } from "../flags/shared-flags.ts";

const FLAGS = {
  noLocal: { flags: "--no-local", help: "do not look for local servers on their default ports" },
  ...JSON_FLAG,
} as const satisfies FlagTable;

/**
 * `sameseed models`: the providers, the keys that are set, and the local servers that answer. Sends no
 * request to a service.
 */
export function addModels(sameseed: Command): void {
  const models = sameseed
    .command("models")
    .description("list providers, their keys (names only) and running local servers");
  addFlags(models, FLAGS).addHelpText("after", example("sameseed models")).action(listModels);
}

function isSet(name: string): boolean {
  return (process.env[name] ?? "") !== "";
}

async function listModels({ json = false, local }: { readonly json?: boolean; readonly local: boolean }) {
  const { providersTable, terminalOptions } = await import("@sameseed/reporter/parameters");
  const { localServers, PROVIDERS } = await import("@sameseed/runner");
  const servers = local ? await localServers(PROVIDERS) : [];
  const providers = PROVIDERS.map(({ id, name, keyEnv, signingEnv = [], fields, isLocal = false, example }) => ({
    id,
    name,
    isLocal,
    key: keyEnv.find(isSet) ?? (signingEnv.length > 0 && signingEnv.every(isSet) ? signingEnv[0]! : null),
    keyVariables: keyEnv,
    seedField: fields.seed ?? null,
    example,
  }));
  if (json) console.log(JSON.stringify({ schemaVersion: 1, providers, localServers: servers }, null, 2));
  else console.log(providersTable({ providers, servers, isLookedFor: local }, terminalOptions(process.stdout)));
}
