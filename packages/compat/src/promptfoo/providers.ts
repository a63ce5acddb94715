import { existsSync } from "node:fs";
import { option } from "@sameseed/core";
import type { TranslatedModel } from "../translation/translated-benchmark.ts";
import { textWithoutKeys } from "../translation/setting-keys.ts";
import { objectAt } from "./assertion-shape.ts";
import { bedrockAddress, bedrockConfig } from "./bedrock-config.ts";
import { chatParams } from "./chat-params.ts";
import { environmentHeaders } from "./environment-headers.ts";
import { addressOf, keyVariable, withValues } from "./service-access.ts";
import { type Endpoint, endpointOf } from "./endpoints.ts";
import { GATEWAY_KEYS } from "./gateways.ts";
import { httpSpec, isHttpId, llamaSpec } from "./http-provider.ts";
import { addressIn } from "./config-env.ts";
import { inside, type Place } from "./place.ts";
import {
  type Fields,
  filesOf,
  FUNCTION,
  isObject,
  isFileReference,
  isScript,
  mistake,
  pathOf,
  readYaml,
  type Reading,
  referenceOf,
  warnOfKeys,
} from "./reading.ts";
import { isCalled, uniqueIds } from "./unique-ids.ts";

/** A model, and additional settings of the config. */
export interface TranslatedProvider {
  readonly spec: TranslatedModel;
  readonly id: string;
  /** Its names in tests and lists of prompts. */
  readonly labels: readonly string[];
  /** Labels of its prompts; undefined for all. */
  readonly prompts: readonly string[] | undefined;
  /** Code that is run on its answers. */
  readonly transform: string | undefined;
  readonly seed: number | undefined;
  /** Whether it would call tools of MCP servers in promptfoo. */
  readonly hasServers: boolean;
  /** The service's instructions before the prompt. */
  readonly instructions: string | undefined;
  readonly place: Place;
}

/** Whether a test's list of providers means this one. */
export function isProviderCalled({ labels }: TranslatedProvider, name: string): boolean {
  const plain = (text: string): string => text.replace(/^(file:\/\/)\.\//, "$1");
  return isCalled(labels.map(plain), plain(name));
}

interface Entry {
  readonly id: string;
  readonly options: Fields;
  readonly place: Place;
}

/** The models of a config, with the parameters `over` theirs. Unsupported models are left out with a warning. */
export async function translateProviders(
  value: unknown,
  { place, over }: { readonly place: Place; readonly over: Fields },
  reading: Reading,
): Promise<TranslatedProvider[]> {
  const given = await entriesOf(value, place, reading);
  const entries = given.map((entry) => ({
    ...entry,
    options: {
      ...entry.options,
      config: { ...objectAt(entry.options["config"], inside(entry.place, "config")), ...over },
    },
  }));
  const translated = entries.flatMap((entry) => providerOf(entry, reading) ?? []);
  const ids = uniqueIds(translated.map(({ id }) => id));
  return translated.map((provider, index) => ({
    ...provider,
    id: ids[index]!,
    spec: { ...provider.spec, id: ids[index]! },
  }));
}

async function entriesOf(value: unknown, place: Place, reading: Reading): Promise<Entry[]> {
  if (typeof value === "string") {
    if (!isFileReference(value) || isScript(value) || foreignProgram(value) !== undefined)
      return [{ id: value, options: {}, place }];
    const path = pathOf(value, reading.folder);
    const files = await filesOf(path);
    if (files.length === 0) throw mistake(place, `there is no file ${path}`, "Paths are relative to the config.");
    const inner = files.map((file) => {
      const { value: content, place: there } = readYaml(file, place);
      return entriesOf(content, there, reading);
    });
    return (await Promise.all(inner)).flat();
  }
  if (Array.isArray(value))
    return (await Promise.all(value.map((entry, index) => entriesOf(entry, inside(place, index), reading)))).flat();
  if (typeof value === "function" || (isObject(value) && typeof value["callApi"] === "function")) {
    reading.notes.warn(place, "is a function inside the config: put it into a file and name it as file://provider.js");
    return [];
  }
  if (!isObject(value))
    throw mistake(place, "a provider is neither an id nor an object", "Write openai:gpt-6-luna, or {id, config}.");
  if (typeof value["id"] === "string") {
    if (isFileReference(value["id"]) && !isScript(value["id"]) && foreignProgram(value["id"]) === undefined) {
      const loaded = await entriesOf(value["id"], inside(place, "id"), reading);
      return loaded.map((entry) => ({
        ...entry,
        options: {
          ...entry.options,
          ...value,
          config: { ...fieldsOf(entry.options["config"]), ...fieldsOf(value["config"]) },
        },
      }));
    }
    return [{ id: value["id"], options: value, place }];
  }
  return Object.entries(value).flatMap(([id, options]) =>
    isObject(options)
      ? [
          {
            id: typeof options["id"] === "string" ? options["id"] : id,
            options: { label: options["id"] === undefined ? undefined : id, ...options },
            place: inside(place, id),
          },
        ]
      : [],
  );
}

const KNOWN = ["id", "label", "config", "prompts", "transform"];
const SAID = {
  delay: `has no counterpart: limit the pace with ${option("maxRequestsPerMinute")}`,
  env: "is ignored: set the variables in the shell",
  inputs: "has no counterpart here and is left out",
};

function providerOf({ id, options, place }: Entry, reading: Reading): TranslatedProvider | undefined {
  const { notes } = reading;
  warnOfKeys(options, place, { known: KNOWN, said: SAID, notes });
  const at = inside(place, "config");
  const config = objectAt(options["config"], at);
  const made = specOf(id, config, { place, at, reading });
  if (typeof made === "string") {
    notes.warn(place, `${id}: ${made}; the model is left out`);
    return undefined;
  }
  const label = ["string", "number"].includes(typeof options["label"]) ? String(options["label"]) : undefined;
  const transform = options["transform"] ?? (made.model === "http" ? config["transform"] : config["transformResponse"]);
  const { seed } = config;
  return {
    spec: made,
    id: label ?? shortId(isHttpId(withValues(id)) && typeof made["url"] === "string" ? made["url"] : id),
    labels: [label, id].filter((name) => name !== undefined),
    prompts: (options["prompts"] ?? undefined) === undefined ? undefined : [options["prompts"]].flat().map(String),
    transform: typeof transform === "string" ? transform : undefined,
    seed: typeof seed === "number" && Number.isInteger(seed) && seed >= 0 ? seed : undefined,
    hasServers: config["mcp"] !== undefined,
    instructions: typeof config["instructions"] === "string" ? config["instructions"] : undefined,
    place,
  };
}

interface Where {
  readonly place: Place;
  readonly at: Place;
  readonly reading: Reading;
}

/** The model, or the reason why there is none. */
function specOf(id: string, config: Fields, { place, at, reading }: Where): TranslatedModel | string {
  if (id === "echo") {
    warnOfKeys(config, at, { known: [], notes: reading.notes });
    return { model: "echo" };
  }
  if (isScript(id) && /^(?:file:\/\/|python:|[^:]*$)/.test(id)) {
    const named = id.replace(/^(?:file:\/\/|python:)/, "");
    const path = named.replace(FUNCTION, "");
    const name = FUNCTION.exec(named)?.[0] ?? (path.endsWith(".py") ? ":call_api" : "");
    if (!existsSync(pathOf(path, reading.folder)))
      throw mistake(place, `there is no script ${path}`, "Paths are relative to the config.");
    const reference = `${referenceOf(pathOf(path, reading.folder), reading)}${name}`;
    return { model: reference, ...(Object.keys(config).length > 0 && { config: config as never }) };
  }
  if (id.startsWith("exec:")) return { model: id, ...(Object.keys(config).length > 0 && { config: config as never }) };
  const program = foreignProgram(id);
  if (program !== undefined) return program;
  if (id === "llama" || id.startsWith("llama:")) return llamaSpec(config, { place: at, reading });
  if (isHttpId(withValues(id))) return httpSpec(id, config, { place: at, reading });
  const endpoint = endpointOf(id, config);
  if (typeof endpoint === "string") return endpoint;
  if (endpoint.note !== undefined) reading.notes.warn(place, endpoint.note);
  return chatSpec(endpoint, config, { place, at, reading, service: id.split(":", 1)[0]! });
}

function chatSpec(
  endpoint: Endpoint,
  config: Fields,
  { at, reading, service }: Where & { readonly service: string },
): TranslatedModel {
  const { model, baseUrl, apiKeyEnv } = endpoint;
  const host =
    config["apiBaseUrl"] ?? (typeof config["apiHost"] === "string" ? `https://${config["apiHost"]}/v1` : undefined);
  const isAzure = model.startsWith("azure:");
  if (isAzure && host !== undefined)
    reading.notes.warn(
      inside(at, config["apiHost"] === undefined ? "apiBaseUrl" : "apiHost"),
      "set AZURE_OPENAI_ENDPOINT to it",
    );
  const ofConfig = baseUrl === undefined ? addressIn(reading.environment, model) : undefined;
  const isBedrock = model.startsWith("bedrock:");
  const ofRegion = isBedrock ? bedrockAddress(config, model.startsWith("bedrock:converse:")) : undefined;
  const url = isAzure
    ? undefined
    : (addressOf(host, inside(at, "apiBaseUrl"), reading) ?? ofConfig ?? baseUrl ?? ofRegion);
  const key = keyVariable(config, at, reading) ?? apiKeyEnv;
  const own = isBedrock ? bedrockConfig(config, endpoint, { place: at, reading }) : config;
  const asked = isBedrock ? { ...endpoint, hasDefaults: false } : endpoint;
  const params = chatParams(without(own, GATEWAY_KEYS[service] ?? []), asked, { place: at, reading });
  const headers = environmentHeaders(config["headers"], inside(at, "headers"), reading);
  return {
    model,
    ...(url !== undefined && { baseUrl: url }),
    ...(typeof key === "string" && !isAzure && { apiKeyEnv: key }),
    ...(!isAzure && Object.keys(headers).length > 0 && { headers }),
    ...(Object.keys(params).length > 0 && { params }),
  } as TranslatedModel;
}

/**
 * promptfoo's id without the parts before the model: `openai:chat:gpt-4o` reads as openai:gpt-4o. Keys are removed here,
 * because nobody recognizes a key in an id that was shortened.
 */
function shortId(id: string): string {
  return textWithoutKeys(id)
    .replaceAll(/\{\{\s*env\.(\w+)\s*\}\}/g, "$1")
    .replaceAll(/^https?:\/\/(?:[^/?#@]*@)?|\?.*$/g, "")
    .replace(/^file:\/\/(?:\.\/)?/, "")
    .replace(/^openai:(?:chat|responses):/, "openai:");
}

/** Providers that promptfoo starts by other programs than Node and Python. */
function foreignProgram(id: string): string | undefined {
  const language = { rb: "Ruby", go: "Go" }[/\.(rb|go)(?::\w+)?$/.exec(id)?.[1] ?? ""];
  return language && `a provider in ${language} is not started: write it in JavaScript or Python, or as exec:program`;
}

function without(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));
}

function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}
