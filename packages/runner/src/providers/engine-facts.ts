import { httpClient } from "../transport/http-client.ts";
import { type Fields, fieldsOf, listOf, textOrAbsent } from "../wires/reading.ts";
import type { ProviderProfile } from "./profiles/provider-profile.ts";

/** A local server's facts about itself and a model: version, build, digest… */
export type EngineFacts = Readonly<Record<string, string>>;

const PATIENCE_MS = 1500;

interface Asked {
  readonly baseUrl: string;
  readonly model: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The facts of a local server, if it reports them; empty without an answer or facts. Never throws. */
export async function engineFacts({ id }: ProviderProfile, asked: Asked): Promise<EngineFacts> {
  const root = asked.baseUrl.replace(/\/(?:v1|api)?\/?$/, "");
  const get = (path: string): Promise<Fields> => json(root, path, asked.headers);
  if (id === "ollama") return ollamaFacts(asked.model, await get("/api/version"), await get("/api/tags"));
  if (id === "vllm") return stated({ version: (await get("/version"))["version"] });
  if (id !== "llamacpp") return {};
  const props = await get("/props");
  return stated({
    build: props["build_info"],
    modelPath: props["model_path"],
    slots: props["total_slots"],
    contextLength: fieldsOf(props["default_generation_settings"])["n_ctx"],
  });
}

function ollamaFacts(model: string, version: Fields, tags: Fields): EngineFacts {
  const names = [model, `${model}:latest`];
  const one = listOf(tags["models"])
    .map(fieldsOf)
    .find(({ name }) => names.includes(String(name)));
  const details = fieldsOf(one?.["details"]);
  return stated({
    version: version["version"],
    digest: one?.["digest"],
    quantization: details["quantization_level"],
    parameters: details["parameter_size"],
  });
}

/** The facts that have a value, as text. */
function stated(facts: Fields): EngineFacts {
  const told = Object.entries(facts).flatMap(([name, value]) => {
    const text = typeof value === "number" ? String(value) : textOrAbsent(value);
    return text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(told);
}

/** The JSON at a path of a server; empty without one. */
async function json(root: string, path: string, headers: Readonly<Record<string, string>>): Promise<Fields> {
  if (!URL.canParse(root)) return {};
  const client = httpClient(new URL(root));
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { status, text } = await client.send({ method: "GET", path, headers, body: null }, { signal });
    return status === 200 ? fieldsOf(JSON.parse(text)) : {};
  } catch {
    return {};
  } finally {
    await client.close();
  }
}

/** A local server that answers, with the models that it has. */
export interface LocalServer {
  readonly provider: string;
  readonly baseUrl: string;
  readonly models: readonly string[];
}

/** The servers of local providers that answer at their addresses. */
export async function localServers(profiles: readonly ProviderProfile[]): Promise<LocalServer[]> {
  const found = await Promise.all(profiles.filter(({ isLocal }) => isLocal === true).map(localServer));
  return found.filter((server) => server !== undefined);
}

async function localServer({ id, baseUrl, baseUrlEnv, wire }: ProviderProfile): Promise<LocalServer | undefined> {
  const named = baseUrlEnv.map((name) => process.env[name]).find((value) => value && /^https?:/.test(value));
  const address = named ?? baseUrl ?? "";
  const root = address.replace(/\/(?:v1|api)?\/?$/, "");
  const list = await json(root, wire === "ollama" ? "/api/tags" : "/v1/models", {});
  const models = listOf(list["models"] ?? list["data"])
    .map(fieldsOf)
    .flatMap(({ name, id: modelId }) => textOrAbsent(modelId) ?? textOrAbsent(name) ?? []);
  return models.length === 0 ? undefined : { provider: id, baseUrl: address, models };
}
