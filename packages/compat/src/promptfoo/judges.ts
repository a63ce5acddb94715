import { canonicalJson, type ModelSpec } from "@sameseed/core";
import { chatParams } from "./chat-params.ts";
import { endpointOf } from "./endpoints.ts";
import { inside, type Place } from "./place.ts";
import { type Fields, isFields, type Placed, type Reading } from "./reading.ts";

const DEFAULT_JUDGE = "openai:gpt-4.1";

/** Which judges the assertions ask. */
export interface JudgeBook {
  /** The judge that an assertion's `provider` names, as an id; undefined for the benchmark's own. */
  readonly use: (provider: unknown, place: Place) => string | undefined;
  /** The benchmark's own judge; undefined where no assertion asks it. */
  readonly own: () => ModelSpec | undefined;
  /** Ids of the others. */
  readonly named: () => readonly string[];
}

/** Keeps book of the judges. `defaultTest.options.provider` is the benchmark's own; every other is one of an assertion. */
export function judgeBook(defaults: Placed<Fields>, reading: Reading): JudgeBook {
  const options = defaults.value["options"];
  const given = isFields(options) ? options["provider"] : undefined;
  const own: Placed = { value: given, place: inside(defaults.place, "options", "provider") };
  const named = new Set<string>();
  let isAsked = false;
  return {
    use(provider, place) {
      const spec =
        provider === undefined || canonicalJson(provider) === canonicalJson(given)
          ? undefined
          : judgeOf({ value: provider, place }, reading);
      if (typeof spec === "object" && Object.keys(spec).join() === "model") {
        named.add(spec.model);
        return spec.model;
      }
      if (typeof spec === "object")
        reading.notes.warn(
          place,
          "its settings are left out: the benchmark's own judge is asked; judge: takes them for all",
        );
      isAsked = true;
      return undefined;
    },
    own() {
      if (!isAsked) return undefined;
      const spec = given === undefined ? undefined : judgeOf(own, reading);
      if (typeof spec === "object") return spec as ModelSpec;
      reading.notes.warn(
        own.place,
        `no judge that can be asked is named: ${DEFAULT_JUDGE} judges; say another with judge:`,
      );
      return { model: DEFAULT_JUDGE };
    },
    named: () => [...named],
  };
}

/** A grader as a model; undefined where it cannot be asked, which is warned of. */
function judgeOf({ value, place }: Placed, reading: Reading): (Fields & { readonly model: string }) | undefined {
  const provider = isFields(value) && value["id"] === undefined ? value["text"] : value;
  if (isFields(value) && value["embedding"] !== undefined)
    reading.notes.warn(inside(place, "embedding"), "embeddings are local here: the model is left out");
  const id = isFields(provider) ? provider["id"] : provider;
  const config = isFields(provider) && isFields(provider["config"]) ? provider["config"] : {};
  if (typeof id !== "string") return undefined;
  const endpoint = endpointOf(id);
  if (typeof endpoint === "string") {
    reading.notes.warn(place, `${id} cannot judge: ${endpoint}`);
    return undefined;
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
