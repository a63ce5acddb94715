import { providersTable, terminalOptions } from "@sameseed/reporter";
import { localServers, PROVIDERS } from "@sameseed/runner";

export interface ModelsFlags {
  readonly json?: boolean;
  /** False for --no-local. */
  readonly local: boolean;
}

/** `sameseed models`: the providers, which keys are set, and which local servers answer. Asks no service. */
export async function modelsCommand({ json = false, local }: ModelsFlags): Promise<void> {
  const servers = local ? await localServers(PROVIDERS) : [];
  const providers = PROVIDERS.map(({ id, name, keyEnv, fields, isLocal = false, example }) => ({
    id,
    name,
    isLocal,
    key: keyEnv.find((one) => (process.env[one] ?? "") !== "") ?? null,
    keyVariables: keyEnv,
    seedField: fields.seed ?? null,
    example,
  }));
  if (json) console.log(JSON.stringify({ schemaVersion: 1, providers, localServers: servers }, null, 2));
  else console.log(providersTable({ providers, servers, isLookedFor: local }, terminalOptions(process.stdout)));
}
