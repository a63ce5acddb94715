import { canonicalJson } from "@sameseed/core";
import type { TranslatedModel } from "../translation/translated-benchmark.ts";
import { chatParams } from "./chat-params.ts";
import { endpointOf } from "./endpoints.ts";
import { inside, type Place } from "./place.ts";
import { type Fields, isObject, isFileReference, loadedValue, type Placed, type Reading } from "./reading.ts";
import { uniqueIds } from "./unique-ids.ts";

/** promptfoo's own choice changes with its version and with the keys that are set. */
const DEFAULT_JUDGE = "openai:gpt-4.1";

/** The judges that the assertions use. */
export interface JudgeBook {
  /**
   * Adds an assertion with a judge, with the `provider` that it names, if any. Returns the judge's id,
   * undefined for the first.
   */
  readonly use: (provider: unknown, place: Place) => string | undefined;
  /** The benchmark's judge, or its judges in order of first use; undefined without any. */
  readonly judge: () => TranslatedModel | TranslatedModel[] | undefined;
}

type JudgeSpec = Fields & { readonly model: string };

/** Keeps book of the judges that assertions name. */
export function judgeBook(reading: Reading): JudgeBook {
  const byProvider = new Map<string, string>();
  const byId = new Map<string, JudgeSpec>();
  const idFor = (spec: JudgeSpec): string => {
    const known = [...byId].find(([, held]) => canonicalJson(held) === canonicalJson(spec))?.[0];
    if (known !== undefined) return known;
    const id = uniqueIds([...byId.keys(), spec.model]).at(-1)!;
    byId.set(id, spec);
    return id;
  };
  return {
    use(provider, place) {
      const key = canonicalJson(provider ?? null);
      const id = byProvider.get(key) ?? idFor(judgeOf({ value: provider, place }, reading));
      byProvider.set(key, id);
      return id === byId.keys().next().value ? undefined : id;
    },
    judge() {
      const specs = [...byId].map(([id, spec]) => ({ id, ...spec }) as TranslatedModel);
      return specs.length > 1 ? specs : (byId.values().next().value as TranslatedModel | undefined);
    },
  };
}

/** A grader as a model. Warns if no grader is named, or no usable one. */
function judgeOf({ value, place }: Placed, reading: Reading): JudgeSpec {
  const given = isFileReference(value) ? loadedValue(value, place, reading).value : value;
  const provider = isObject(given) && given["id"] === undefined ? given["text"] : given;
  if (isObject(given) && given["embedding"] !== undefined)
    reading.notes.warn(inside(place, "embedding"), "embeddings are local here: the model is left out");
  const id = isObject(provider) ? provider["id"] : provider;
  const config = isObject(provider) && isObject(provider["config"]) ? provider["config"] : {};
  const endpoint = typeof id === "string" ? endpointOf(id) : undefined;
  if (endpoint === undefined || typeof endpoint === "string") {
    const why = endpoint === undefined ? "no judge is named" : `${String(id)} cannot judge: ${endpoint}`;
    reading.notes.warn(place, `${why}; ${DEFAULT_JUDGE} judges, unless \`judge\` of the benchmark names another model`);
    return { model: DEFAULT_JUDGE };
  }
  const { model, baseUrl, apiKeyEnv } = endpoint;
  const params = chatParams(config, { ...endpoint, hasDefaults: false }, { place: inside(place, "config"), reading });
  const url = typeof config["apiBaseUrl"] === "string" ? config["apiBaseUrl"] : baseUrl;
  return {
    model,
    ...(url !== undefined && { baseUrl: url }),
    ...(apiKeyEnv !== undefined && { apiKeyEnv }),
    ...(Object.keys(params).length > 0 && { params }),
  };
}
