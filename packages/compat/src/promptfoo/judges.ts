import { canonicalJson, type ModelSpec } from "@sameseed/core";
import { chatParams } from "./chat-params.ts";
import { endpointOf } from "./endpoints.ts";
import { inside, type Place } from "./place.ts";
import { type Fields, isFields, type Placed, type Reading } from "./reading.ts";

const DEFAULT_JUDGE = "openai:gpt-4.1";

/** Which judge the assertions ask: a benchmark has one. */
export interface JudgeBook {
  /** An assertion that asks a judge, with the `provider` that it names, if any. */
  readonly use: (provider: unknown, place: Place) => void;
  /** The benchmark's judge; undefined where no assertion asks one. */
  readonly judge: () => ModelSpec | undefined;
}

/** Keeps book of the judges. The first that is named judges all, and others are warned of. */
export function judgeBook(reading: Reading): JudgeBook {
  let asked: Place | undefined;
  let first: Placed | undefined;
  return {
    use(provider, place) {
      asked ??= place;
      if (provider === undefined) return;
      first ??= { value: provider, place };
      if (canonicalJson(provider) !== canonicalJson(first.value))
        reading.notes.warn(place, "is another judge than the first: a benchmark has one, which judges here too");
    },
    judge() {
      if (asked === undefined) return undefined;
      const spec = first === undefined ? undefined : judgeOf(first, reading);
      if (spec !== undefined) return spec as ModelSpec;
      reading.notes.warn(
        asked,
        `no judge is named that can be asked: ${DEFAULT_JUDGE} judges; name another with judge:`,
      );
      return { model: DEFAULT_JUDGE };
    },
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
