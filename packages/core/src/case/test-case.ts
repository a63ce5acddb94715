import { z } from "zod";
import { whenUsed } from "../when-used.ts";

/** The values a template may use. Any JSON: `{{user.name}}` and `{{items[0]}}` address inside. */
export const Vars = whenUsed(() => z.record(z.string(), z.json()));
export type Vars = Readonly<Record<string, unknown>>;

/** One row of the dataset. `id` matches cases across variants, runs and repeats. */
export const TestCase = whenUsed(() =>
  z.strictObject({
    id: z
      .string()
      .min(1)
      .meta({ description: "Id of the case, unique in the benchmark. Rows and runs are matched by it." }),
    vars: Vars.meta({ description: "Variables for the prompts' templates; any JSON." }),
    /** The reference answer, if the dataset has one; scorers use it by default. */
    expected: z
      .json()
      .optional()
      .meta({ description: "The expected answer. Scorers use it unless they have their own expected." }),
    /** Cases that are not independent (same document, same template) share a cluster. */
    cluster: z
      .string()
      .optional()
      .meta({ description: "Cases that are not independent, e.g. about the same document, share a cluster." }),
    metadata: z
      .record(z.string(), z.json())
      .optional()
      .meta({ description: "Values for slices and filters; prompts cannot use them." }),
    /** Cases of one chain are sent in their order, each after the answer to the one before. */
    chain: z.string().min(1).optional().meta({
      description: "Cases of one chain are sent in order; each sees the earlier answers as {{_conversation}}.",
    }),
    /** Variable under which later cases of the chain find this case's answer. */
    storeAs: z.string().min(1).optional().meta({
      description: "Variable in which the later cases of the chain find this case's answer.",
    }),
    /** Scorers of this case alone, as a benchmark file writes them; the scorer `assert` reads them. */
    scorers: z
      .array(z.union([z.string(), z.record(z.string(), z.json())]))
      .min(1)
      .optional()
      .meta({ description: "Scorers for this case only. The benchmark's scorer assert applies them." }),
    /** Ids of the prompts and of the models that the case is for; absent for all. */
    prompts: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .meta({ description: "Ids of the prompts that this case uses. Default: all." }),
    models: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .meta({ description: "Ids of the models that this case is sent to. Default: all." }),
  }),
);

/** One case of a dataset: variables for the prompts, and the expected answer if there is one. */
export interface TestCase<V extends Vars = Vars> {
  /** Unique in the benchmark. Rows and runs are matched by it. */
  readonly id: string;
  /** Variables for the prompts' templates; any JSON. */
  readonly vars: V;
  /** The expected answer, any JSON. Scorers use it unless they have their own. */
  readonly expected?: unknown;
  /** Cases that are not independent, such as those about one document, share a cluster. */
  readonly cluster?: string | undefined;
  /** Values for slices and filters. Prompts cannot use them. */
  readonly metadata?: Vars | undefined;
  /** Cases of one chain follow one another in the dataset and are sent in that order. */
  readonly chain?: string | undefined;
  /** Variable that gives later cases of the chain the answer. */
  readonly storeAs?: string | undefined;
  /** Scorers for this case only, as in a benchmark file. The benchmark's scorer `assert` applies them. */
  readonly scorers?: readonly (string | Readonly<Record<string, unknown>>)[] | undefined;
  /** Ids of the prompts that the case is sent with. Default: all. */
  readonly prompts?: readonly string[] | undefined;
  /** Ids of the models that the case is sent to. Default: all. */
  readonly models?: readonly string[] | undefined;
}

/** Whether a variant answers a case: a case may name the prompts and the models that it is for; a prompt's id means all its phrasings. */
export function answersCase(
  {
    prompt,
    model,
    phrasingOf = prompt,
  }: { readonly prompt: string; readonly model: string; readonly phrasingOf?: string | undefined },
  { prompts, models }: Pick<TestCase, "prompts" | "models">,
): boolean {
  const isNamed = prompts?.some((id) => id === prompt || id === phrasingOf);
  return (isNamed ?? true) && (models?.includes(model) ?? true);
}

/**
 * A source of cases. `cases()` may be called more than once (once to check, once to run) and streams, so that
 * a dataset never has to fit in memory.
 */
export interface Dataset<V extends Vars = Vars> {
  readonly id: string;
  cases(): AsyncIterable<TestCase<V>>;
  /** Notes about left-out rows, in sentences, after all cases were read. */
  notes?(): readonly string[];
  /** The same dataset with its file path read from `folder`: how a benchmark file's paths become its own. */
  relativeTo?(folder: string): Dataset<V>;
  /** The same dataset, with few-shot examples drawn from these of its cases only. */
  withExamples?(isExample: (testCase: TestCase) => boolean): Dataset<V>;
}
