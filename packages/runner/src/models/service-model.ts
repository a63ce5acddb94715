import { createHash } from "node:crypto";
import { type ErrorKind, type Model, type ModelError, type ModelParams, SameseedError } from "@sameseed/core";
import { engineFacts } from "../providers/engine-facts.ts";
import { parameterUses, seedField } from "../providers/parameter-uses.ts";
import type { ProviderProfile } from "../providers/profiles/provider-profile.ts";
import { WIRES } from "../wires/wire-formats.ts";
import { type RequestSender, wireOverHttp } from "../wires/wire-over-http.ts";
import type { WireContext } from "../wires/wire.ts";
import { batchServiceOf } from "../batch-apis/batch-services.ts";
import { cleanBatches } from "../batch-apis/clean-batches.ts";
import { AWS_KEY_NAMES, type AwsKeys, awsSigner, checkAwsKeys, loadSigner } from "./aws-signing.ts";
import { checkKey } from "./check-key.ts";
import { checkHeaders, headerSecrets, headersOf, type HeaderValues } from "./header-values.ts";
import { remedyFor } from "./service-remedies.ts";
import { queryDigest, redactor, withoutSecrets } from "../transport/redact.ts";
import { cleanError } from "../wires/service-error.ts";

/** Options of every model of a service. */
export interface ServiceOptions {
  /** Base URL. Default: the provider's environment variable, otherwise the provider's own URL. */
  readonly baseUrl?: string | undefined;
  /** The API key. Default: the variable in `apiKeyEnv`. Your own servers may need none. */
  readonly apiKey?: string | undefined;
  /** Name of the environment variable with the API key. Default: the one that the provider documents. */
  readonly apiKeyEnv?: string | undefined;
  /** Headers of every request: texts, or environment variables (`{env: "NAME"}`). Never stored. */
  readonly headers?: HeaderValues | undefined;
  /** Parameters of every request, such as `temperature`. Default: those of the service. */
  readonly params?: ModelParams | undefined;
  /** Timeout of one attempt, in milliseconds. Default: that of the run. */
  readonly timeoutMs?: number | undefined;
  /** Request field for the seed, or `none` to send no seed. Default: the provider's. */
  readonly seedField?: SeedField | undefined;
}
export type SeedField = "none" | "seed" | "random_seed";

/** A model of a service, with all that is known before a request. */
export interface ServiceSpec {
  /** `provider:model`. */
  readonly id: string;
  /** The service's name for the model. */
  readonly name: string;
  readonly profile: ProviderProfile;
  /** Default: the profile's base URL. */
  readonly baseUrl?: string | undefined;
  /** True where the user named the endpoint: it may need no key, and the manifest shows it. */
  readonly isConfigured: boolean;
  readonly apiKey: string | undefined;
  /** The environment variable for the key: the one that is set, if any. */
  readonly keyEnv: string;
  /** More of the model's identity. */
  readonly identity?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Signs requests instead of sending a key. */
  readonly signing?: { readonly keys: AwsKeys; readonly region: string } | undefined;
  /** Default: straight over HTTP. */
  readonly sender?: ((context: WireContext) => RequestSender) | undefined;
  /** What `prepare` finds missing, apart from the key. */
  readonly missing?: SameseedError | undefined;
}

/** A model over one of the wire formats. One call is one attempt: the runner retries, and the row records it. */
export function serviceModel(spec: ServiceSpec, options: ServiceOptions): Model {
  const { id, name, profile, isConfigured, apiKey, keyEnv } = spec;
  const { params, timeoutMs } = options;
  const headers = headersOf(options.headers ?? {});
  const baseUrl = spec.baseUrl ?? profile.baseUrl ?? "";
  const query = queryDigest(baseUrl);
  const seed = seedUse(profile, name, options.seedField);
  const context: WireContext = { profile, model: name, seedField: seed.field };
  const { clean, cleanAnswer } = redactor([
    apiKey,
    isConfigured ? baseUrl : undefined,
    spec.signing?.keys.secretAccessKey,
    spec.signing?.keys.sessionToken,
    ...headerSecrets(options.headers ?? {}),
  ]);
  const access = { profile, name, keyEnv, isConfigured, keySource: keySourceOf(spec, options) };
  const words = { clean, remedy: (kind: ErrorKind) => remedyFor(kind, access) };
  const sent = { ...keyHeader(profile, apiKey), ...versionHeader(profile), ...spec.headers, ...lowerCased(headers) };
  const isAuthorized = "authorization" in sent; // by a header of the user's: a signature would take its place
  const signing = isAuthorized ? undefined : spec.signing;
  const sign = signing && awsSigner(signing.keys, signing.region);
  const open = (): RequestSender =>
    spec.sender?.(context) ?? wireOverHttp({ baseUrl, wire: WIRES[profile.wire], context, headers: sent, sign });
  let sender: RequestSender | undefined;

  return {
    id,
    identity: {
      provider: profile.id,
      model: name,
      baseUrl: isConfigured ? withoutSecrets(baseUrl) : "default",
      ...(query !== undefined && { query }),
      ...(options.seedField !== undefined && { seedField: options.seedField }),
      ...spec.identity,
    },
    quota: createHash("sha256")
      .update(`${baseUrl}|${apiKey ?? spec.signing?.keys.accessKeyId}|${JSON.stringify(headers)}`)
      .digest("hex"),
    releasesSignal: spec.sender === undefined, // an SDK may listen on
    hasJsonSchema: profile.structured === "json_schema",
    ...(params && { params }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    service: profile.name,
    seed,
    parameterUses: (given) => parameterUses(profile, name, given),

    ...(profile.isLocal && {
      engine: () =>
        engineFacts(profile, { baseUrl, model: name, headers: { ...keyHeader(profile, apiKey), ...headers } }),
    }),

    async prepare() {
      checkHeaders(id, options.headers ?? {});
      checkKey(id, apiKey, options.apiKey === undefined && spec.sender === undefined ? keyEnv : "apiKey");
      if (spec.missing !== undefined) throw spec.missing;
      if (signing !== undefined) {
        checkAwsKeys(id, signing.keys);
        await loadSigner();
      }
      if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
        throw new SameseedError("BAD_ARGUMENT", `The base URL of ${id} is not an http or https URL.`, {
          hint: `Write it like ${profile.baseUrl ?? "http://127.0.0.1:8080/v1"} (${[...profile.baseUrlEnv, "baseUrl"].join(" or ")}).`,
        });
      }
      if (apiKey !== undefined || spec.signing !== undefined || isConfigured || profile.isLocal === true) return;
      throw new SameseedError("MISSING_KEY", `${id} needs a key, and ${keyEnv} is not set.`, {
        hint: `Set ${[keyEnv, ...signedBy(profile)].join(", or ")}, or set baseUrl to your own server${profile.baseUrlEnv.map((one) => ` or ${one}`).join("")}.`,
      });
    },

    async complete(request, signal) {
      sender ??= open();
      try {
        return cleanAnswer(await sender.send(request, signal));
      } catch (error) {
        throw cleanError(error as ModelError, words);
      }
    },

    batches() {
      if (spec.sender !== undefined) return null;
      const service = batchServiceOf(context, { baseUrl, headers: sent });
      return service && cleanBatches(service, { ...words, cleanAnswer });
    },

    async close() {
      await sender?.close();
      sender = undefined;
    },
  };
}

function seedUse(profile: ProviderProfile, name: string, override: SeedField | undefined): NonNullable<Model["seed"]> {
  if (override === "none") return { field: null, reason: "seedField: none." };
  return override === undefined ? seedField(profile, name) : { field: override };
}

/** Source of the key, as the user names it; null if no key is sent. */
function keySourceOf({ apiKey, keyEnv, sender, signing }: ServiceSpec, options: ServiceOptions): string | null {
  if (sender !== undefined) return "the client's";
  const names = Object.keys(options.headers ?? {});
  const isSigned = signing !== undefined && !names.some((name) => name.toLowerCase() === "authorization");
  if (isSigned) return AWS_KEY_NAMES.join(" and ");
  if (apiKey !== undefined) return options.apiKey === undefined ? keyEnv : "apiKey";
  const header = names.find((name) => /auth|key|token/i.test(name));
  return header === undefined ? null : `header ${header}`;
}

function signedBy({ signingEnv }: ProviderProfile): string[] {
  return signingEnv === undefined ? [] : [signingEnv.join(" and ")];
}

function keyHeader({ keyHeader }: ProviderProfile, key: string | undefined): Record<string, string> {
  if (key === undefined) return {};
  return keyHeader === "bearer" ? { authorization: `Bearer ${key}` } : { [keyHeader]: key };
}

function versionHeader({ wire }: ProviderProfile): Record<string, string> {
  return wire === "messages" ? { "anthropic-version": "2023-06-01" } : {};
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The first of several environment variables that is set. */
export function fromEnvironment(names: readonly string[]): string | undefined {
  return names.map((name) => process.env[name]).find((value) => value !== undefined && value !== "");
}
