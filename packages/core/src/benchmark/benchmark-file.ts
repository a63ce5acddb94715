import { z } from "zod";
import { ModelParamsSpec } from "../model/model.ts";
import { Prices } from "./prices.ts";
import { PromptEntry, PromptPath } from "../prompt/prompt.ts";
import { SeedPolicy } from "../seeds/seed.ts";
import { TestCase } from "../case/test-case.ts";

const Path = z.string().min(1);
const Share = z.number().min(0).max(1);

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const RowCondition = z.union([
  Scalar,
  z.array(Scalar).min(1),
  z.strictObject({
    not: z
      .union([Scalar, z.array(Scalar).min(1)])
      .optional()
      .meta({ description: 'None of these; "" is an empty field.' }),
    empty: z.boolean().optional().meta({ description: "Whether the field is missing, null or blank." }),
    min: z.union([z.number(), z.string()]).optional(),
    max: z.union([z.number(), z.string()]).optional(),
  }),
]);

/** Where the cases are, and which fields of a row are what. */
export const CasesSpec = z.union([
  Path.meta({
    description:
      "A CSV, JSON, JSONL, YAML, XLSX or Parquet file, a pattern of files, an http(s) address, or -; relative to this file.",
  }),
  z.array(TestCase).min(1),
  z.strictObject({
    file: Path,
    id: Path.optional().meta({
      description: "Path of the id, or a template over the row: {{$index}} counts from 0, {{$row}} from 1.",
    }),
    vars: z
      .record(z.string(), Path)
      .optional()
      .meta({ description: "Variable name → path. Default: the row's fields." }),
    expected: Path.optional(),
    metadata: z
      .record(z.string(), Path)
      .optional()
      .meta({ description: "Metadata name → path: what cases are grouped and filtered by, and prompts do not see." }),
    unlabelled: z.enum(["error", "skip"]).optional().meta({
      description:
        "Rows without an expected answer: an error where a scorer needs one (default), or left out and counted.",
    }),
    cluster: Path.optional(),
    limit: z.int().min(1).optional(),
    format: z
      .enum(["csv", "jsonl", "json", "yaml", "xlsx", "parquet"])
      .optional()
      .meta({ description: "Where the name does not tell it, as for -, standard input." }),
    where: z.record(z.string(), RowCondition).optional().meta({
      description:
        "Keeps the rows whose fields have these values: path → value, list of alternatives, or {not, empty, min, max}.",
    }),
    trustData: z.boolean().optional().meta({
      description:
        "Lets scorers that the rows bring run code, read scripts and send answers to addresses. Default false.",
    }),
    sample: z.int().min(1).optional().meta({ description: "Keeps this many cases, drawn with the seed." }),
    fewShot: z
      .strictObject({
        count: z.int().min(1),
        file: Path.optional(),
        as: z.string().min(1).optional(),
        text: z.string().min(1).optional(),
        each: z.enum(["case", "run"]).optional(),
      })
      .optional()
      .meta({ description: "Adds examples to the vars, drawn with the seed and never the case itself." }),
  }),
]);
export type CasesSpec = z.infer<typeof CasesSpec>;

const ModelId = z.string().regex(/^[^/:]+(:.+)?$/, "is not provider:model");

const Headers = z.record(z.string().min(1), z.union([z.string(), z.strictObject({ env: z.string().min(1) })])).meta({
  description: "Sent with every request; {env: NAME} or {{env.NAME}} takes it from the environment. Never stored.",
});

const Reasoning = z.enum(["strip", "keep"]).optional().meta({
  description:
    "Reasoning inside an answer, such as <think>…</think>: strip (default) moves it to the row's reasoning before scoring.",
});

/** A model of a benchmark file: `provider:model`, or an object that gives it an id, an endpoint or parameters. */
export const ModelSpec = z.union([
  ModelId,
  z.strictObject({
    id: Path.optional(),
    reasoning: Reasoning,
    model: z.literal("recorded"),
    file: Path.meta({ description: "JSONL, JSON or CSV (also .gz) with one answer a case." }),
    case: Path.optional().meta({ description: "Path of the case id in a record, or a template over it. Default: id." }),
    output: Path.optional().meta({ description: "Path of the answer, e.g. output[0]. Default: output." }),
    repeat: Path.optional().meta({ description: "Path of the repeat number, where a case has several answers." }),
  }),
  z.strictObject({
    id: Path.optional(),
    reasoning: Reasoning,
    model: z
      .literal("simulated")
      .meta({ description: "A model whose truth is known, to test and to plan a benchmark." }),
    ability: z
      .number()
      .optional()
      .meta({ description: "Log-odds of a right answer to a case of mean difficulty. Default 0." }),
    promptEffects: z
      .record(z.string(), z.number())
      .optional()
      .meta({ description: "Text in the messages → what it adds to the ability." }),
    difficultySd: z
      .number()
      .min(0)
      .optional()
      .meta({ description: "Standard deviation of the cases' difficulties, in log-odds. Default 1." }),
    seedCoupling: Share.optional().meta({ description: "1: variants under one seed share their luck. Default 0." }),
    failureRate: Share.optional(),
    truncationRate: Share.optional(),
    refusalRate: Share.optional(),
    fingerprints: z.array(Path).optional(),
    latencyMs: z.number().min(0).optional(),
    correct: z.string().optional(),
    wrong: z.string().optional(),
  }),
  z.strictObject({
    id: Path.optional(),
    reasoning: Reasoning,
    model: z
      .string()
      .regex(/^(?:file:\/\/|exec:)./)
      .meta({
        description:
          "file://model.ts[:export]: a Model, or a provider as promptfoo's scripts have it. exec:<command>: a program that prints the answer.",
      }),
    config: z.record(z.string(), z.json()).optional().meta({ description: "Given to the script or the program." }),
    params: ModelParamsSpec.optional(),
  }),
  z.strictObject({
    id: Path.optional(),
    reasoning: Reasoning,
    model: z.literal("http").meta({ description: "Any service over HTTP." }),
    url: Path.meta({ description: "Path and query may contain {{variables}}; {{env.NAME}} is allowed anywhere." }),
    method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
    headers: Headers.optional(),
    body: z.json().optional().meta({
      description:
        "What is sent: an object as JSON, a text as it is. Texts take {{prompt}}, {{messages}}, {{seed}} and the case's variables.",
    }),
    output: Path.optional().meta({
      description:
        "The answer: a path in the JSON, javascript: over json and text, or file://parse.js. Default: the body.",
    }),
  }),
  z.strictObject({
    id: Path.optional(),
    reasoning: Reasoning,
    model: ModelId,
    baseUrl: z.url().optional(),
    apiKeyEnv: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Environment variable with the key. Default: the provider's, such as OPENAI_API_KEY." }),
    headers: Headers.optional(),
    timeoutMs: z.int().min(1).optional().meta({ description: "Deadline of one attempt. Default: that of the run." }),
    seedField: z
      .enum(["none", "seed", "random_seed"])
      .optional()
      .meta({ description: "The request field of the seed; none sends no seed. Default: the provider's." }),
    params: ModelParamsSpec.optional(),
  }),
]);
export type ModelSpec = z.infer<typeof ModelSpec>;

/** The YAML benchmark file. Strict: an unknown key is an error. The scorers' schema comes from the scorer package. */
export function benchmarkFile<S extends z.ZodType>(scorerSpec: S) {
  return z
    .strictObject({
      name: z.string().min(1),
      description: z.string().optional(),
      seed: z
        .int()
        .min(0)
        .max(2 ** 31 - 1)
        .optional()
        .meta({ description: "The root seed. Default 1." }),
      seedPolicy: SeedPolicy.optional(),
      repeats: z.int().min(1).optional(),
      cases: CasesSpec,
      prompts: z.union([z.array(PromptEntry).min(1), PromptPath]),
      models: z.array(ModelSpec).min(1),
      variants: z
        .array(z.strictObject({ prompt: z.string(), model: z.string() }))
        .min(1)
        .optional(),
      scorers: z.array(scorerSpec).min(1),
      judge: z
        .union([ModelSpec, z.array(ModelSpec).min(1)])
        .optional()
        .meta({
          description:
            "Judge model for scorers that name none. In a list, the first is the default and scorers name the others by id.",
        }),
      margin: z
        .number()
        .positive()
        .max(1)
        .optional()
        .meta({ description: "The largest difference of scores that does not matter. Default 0.02." }),
      passAt: z
        .array(z.int().min(1))
        .min(1)
        .optional()
        .meta({ description: "The k of pass@k and pass^k to report, each from 1 to repeats." }),
      slices: z.array(Path).min(1).optional().meta({
        description:
          "Keys of the cases' metadata or variables, e.g. [category]: variants are compared in each group of cases that share a value.",
      }),
      prices: Prices.optional().meta({
        description: "By model, in US dollars for a million tokens. Default: a price table, for OpenAI's own endpoint.",
      }),
      reasoning: Reasoning,
      dropUnsupported: z
        .boolean()
        .optional()
        .meta({ description: "Leaves out parameters that a service refuses, with a note. Default: an error." }),
      baseline: z
        .string()
        .optional()
        .meta({ description: "A variant id, <prompt id>/<model id>. Default: the first." }),
    })
    .meta({ title: "sameseed benchmark" });
}
export type BenchmarkFile<S> = Omit<z.infer<ReturnType<typeof benchmarkFile>>, "scorers"> & { readonly scorers: S[] };
