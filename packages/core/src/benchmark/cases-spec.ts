import { z } from "zod";
import { TestCase } from "../case/test-case.ts";
import { NonEmptyText } from "./spec-parts.ts";

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
  NonEmptyText.meta({
    description:
      "A CSV, JSON, JSONL, YAML, XLSX or Parquet file, a pattern of files, an http(s) address, or -; relative to this file.",
  }),
  z.array(TestCase).min(1),
  z.strictObject({
    file: NonEmptyText,
    id: NonEmptyText.optional().meta({
      description: "Path of the id, or a template over the row: {{$index}} counts from 0, {{$row}} from 1.",
    }),
    vars: z
      .record(z.string(), NonEmptyText)
      .optional()
      .meta({ description: "Variable name → path. Default: the row's fields." }),
    expected: NonEmptyText.optional(),
    metadata: z
      .record(z.string(), NonEmptyText)
      .optional()
      .meta({ description: "Metadata name → path: what cases are grouped and filtered by, and prompts do not see." }),
    unlabelled: z.enum(["error", "skip"]).optional().meta({
      description:
        "Rows without an expected answer: an error where a scorer needs one (default), or left out and counted.",
    }),
    cluster: NonEmptyText.optional(),
    chain: NonEmptyText.optional().meta({
      description: "Path of the chain's name: its cases are sent in order, each after the answer to the one before.",
    }),
    storeAs: NonEmptyText.optional().meta({
      description: "Path of the variable's name in which later cases of the chain find the answer.",
    }),
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
        file: NonEmptyText.optional(),
        as: z.string().min(1).optional(),
        text: z.string().min(1).optional(),
        each: z.enum(["case", "run"]).optional(),
      })
      .optional()
      .meta({ description: "Adds examples to the vars, drawn with the seed and never the case itself." }),
  }),
]);
export type CasesSpec = z.infer<typeof CasesSpec>;
