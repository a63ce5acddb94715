import { SameseedError, type Score, type AnswerScorer, type TestCase, textOf } from "@sameseed/core";
import { expectedReader, referenceScorer, type ScorerOptions } from "../reference-scorer.ts";
import { localEmbedder, EMBEDDING_MODEL, refuseWithoutEmbedding, similarity, type TextEmbedder } from "./similar.ts";
import { reportMissingKey } from "./missing-key.ts";
import { postJson } from "./post-json.ts";

export interface ClassifierOptions extends ScorerOptions {
  /** Texts of each label: the answer gets the label with the nearest mean of its texts in meaning. */
  readonly examples?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Instead: a service that classifies text, as Hugging Face's inference endpoints do. */
  readonly url?: string | undefined;
  /** The environment variable with the service's key. */
  readonly apiKeyEnv?: string | undefined;
  /** Default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** The embedder of the examples. Default: the local model of @sameseed/embedding, which supports English. */
  readonly embedder?: TextEmbedder | undefined;
}

/**
 * Assigns a label to the answer and compares it with the expected label. With `examples`, 1 if they are equal; with a
 * service, the probability of the expected label. The row stores the answer's label, for macro-F1.
 */
export function classifier(options: ClassifierOptions): AnswerScorer {
  const { expected, examples, url, timeoutMs = 10_000 } = options;
  if ((examples === undefined) === (url === undefined)) {
    throw new SameseedError("BAD_BENCHMARK", "A classifier needs either examples or a url.", {
      hint: "Write examples: {label: [texts], …}, or url: the address of a service that classifies text.",
    });
  }
  return examples === undefined
    ? service({ url: url!, timeoutMs }, options)
    : nearest(examples, { ...options, read: expectedReader(expected) });
}

function nearest(
  examples: NonNullable<ClassifierOptions["examples"]>,
  options: ClassifierOptions & { readonly read: ReturnType<typeof expectedReader> },
): AnswerScorer {
  const { embedder, expected, read } = options;
  const labels = Object.keys(examples);
  let loading: Promise<{ readonly used: TextEmbedder; readonly centroids: readonly Float64Array[] }> | undefined;
  const load = async () => {
    const used = embedder ?? (await localEmbedder());
    const vectors = await used.embed(labels.flatMap((label) => examples[label]!));
    let first = 0;
    const centroids = labels.map((label) => meanOf(vectors.slice(first, (first += examples[label]!.length))));
    return { used, centroids };
  };
  return referenceScorer({
    type: "classifier",
    options,
    settings: { expected, examples, embedder: embedder?.id ?? EMBEDDING_MODEL },
    reference(testCase: TestCase, where) {
      if (embedder === undefined && loading === undefined) refuseWithoutEmbedding(where, options);
      const wanted = textOf(read(testCase, where));
      if (labels.includes(wanted)) return wanted;
      throw new SameseedError("BAD_BENCHMARK", `${where}: there are no examples of "${wanted}".`, {
        hint: `Labels with examples: ${labels.join(", ")}.`,
      });
    },
    async judge(output, wanted): Promise<Score> {
      const { used, centroids } = await (loading ??= load());
      const [vector] = await used.embed([output]);
      const near = centroids.map((centroid) => similarity(vector!, centroid, "cosine"));
      const answer = labels[near.indexOf(Math.max(...near))]!;
      const reason = labels.map((label, place) => `${label} ${near[place]!.toFixed(3)}`).join(", ");
      return { value: Number(answer === wanted), reason, answer, expected: wanted };
    },
  });
}

function service({ url, timeoutMs }: { url: string; timeoutMs: number }, options: ClassifierOptions): AnswerScorer {
  const { expected, apiKeyEnv } = options;
  const { origin, pathname } = new URL(url);
  const read = expectedReader(expected);
  return referenceScorer({
    type: "classifier",
    options,
    settings: { expected, url: origin + pathname, timeoutMs },
    reference(testCase, where, report) {
      if (apiKeyEnv !== undefined)
        reportMissingKey(apiKeyEnv, { scorer: options.metric ?? "classifier", weight: options.weight, report });
      return textOf(read(testCase, where));
    },
    async judge(output, wanted): Promise<Score> {
      const key = apiKeyEnv === undefined ? undefined : process.env[apiKeyEnv];
      const withKey = key && { headers: { authorization: `Bearer ${key}` }, secrets: [key] };
      const text = await postJson(url, { inputs: output }, { timeoutMs, what: "classifier", ...withKey });
      const labels = labelsIn(text);
      const [best] = labels.toSorted((left, right) => right.score - left.score);
      const found = labels.find(({ label }) => label === wanted);
      const compared = { answer: best!.label, expected: wanted };
      if (found !== undefined) return { value: found.score, ...compared };
      return {
        value: null,
        reason: `it knows no "${wanted}", only ${labels.map(({ label }) => label).join(", ")}`,
        ...compared,
      };
    },
  });
}

interface Labelled {
  readonly label: string;
  readonly score: number;
}

/** `[{label, score}]`, also in one more list, as Hugging Face sends it. */
function labelsIn(text: string): readonly Labelled[] {
  const labels = parsed(text);
  if (Array.isArray(labels) && labels.length > 0 && labels.every(isLabelled)) return labels;
  throw new Error(`the classifier's answer ${JSON.stringify(text.slice(0, 200))} has no labels`);
}

function parsed(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    return Array.isArray(value) && Array.isArray(value[0]) ? (value[0] as unknown) : value;
  } catch {
    return undefined;
  }
}

function isLabelled(value: unknown): value is Labelled {
  const { label, score } = (value ?? {}) as Partial<Labelled>;
  return typeof label === "string" && typeof score === "number";
}

function meanOf(vectors: readonly ArrayLike<number>[]): Float64Array {
  const mean = new Float64Array(vectors[0]!.length);
  for (const vector of vectors)
    for (let place = 0; place < mean.length; place++) mean[place]! += vector[place]! / vectors.length;
  return mean;
}
