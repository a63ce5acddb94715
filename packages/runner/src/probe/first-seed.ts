import { type Result, SameseedError, type Trial } from "@sameseed/core";

/** Sends requests through the runner. Errors: `MODEL_UNREACHABLE` for a model that cannot be used. */
export type Ask = (trials: readonly Trial[]) => Promise<Result[]>;

/**
 * Sends the first request. If it fails and the same request without a seed does not, the service does not
 * accept the seed: it answers 400, or breaks. A breakage must occur with two seeds, since services break for
 * other reasons too.
 */
export async function withFirstSeed(
  modelId: string,
  trials: readonly Trial[],
  ask: Ask,
): Promise<{ readonly refusal: string | null; readonly asked: readonly Result[] }> {
  const [first, second] = trials;
  const one = await tried(first, ask);
  if (one.error === null) return { refusal: null, asked: one.asked };
  const without = await tried(first && { ...first, seed: null }, ask);
  if (without.error !== null) throw one.unusable ?? refusedAnyway(modelId, one.error);
  if (one.isRefused) return { refusal: `The service refuses a seed: ${one.error}`, asked: [] };
  const two = await tried(second, ask);
  return two.error === null
    ? { refusal: null, asked: [...one.asked, ...two.asked] }
    : { refusal: `The service answers without a seed, and with one it fails: ${two.error}`, asked: [] };
}

interface Tried {
  readonly asked: readonly Result[];
  /** Null where there was an answer. */
  readonly error: string | null;
  /** Whether the service read the request and said no. */
  readonly isRefused: boolean;
  /** The runner's error for a model that cannot be used. */
  readonly unusable?: unknown;
}

async function tried(trial: Trial | undefined, ask: Ask): Promise<Tried> {
  try {
    const asked = await ask(trial === undefined ? [] : [trial]);
    const outcome = asked[0]?.outcome;
    if (outcome?.status !== "failed") return { asked, error: null, isRefused: false };
    return { asked, error: outcome.error.message, isRefused: outcome.error.kind === "bad_request" };
  } catch (unusable) {
    return { asked: [], error: (unusable as Error).message, isRefused: false, unusable };
  }
}

function refusedAnyway(modelId: string, error: string): SameseedError {
  return new SameseedError(
    "MODEL_UNREACHABLE",
    `${modelId} does not answer the probe's request, also without a seed: ${error}`,
    {
      hint: "Check the model's name and its parameters.",
    },
  );
}
