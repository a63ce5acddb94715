import { z } from "zod";
import { whenUsed } from "../when-used.ts";
import { TestCase } from "../case/test-case.ts";
import { NonEmptyText } from "./spec-parts.ts";

const Scalar = whenUsed(() => z.union([z.string(), z.number(), z.boolean(), z.null()]));
const RowCondition = whenUsed(() =>
  z.union([
    Scalar,
    z.array(Scalar).min(1),
    z.strictObject({
      not: z
        .union([Scalar, z.array(Scalar).min(1)])
        .optional()
        .meta({ description: 'None of these; "" is an empty field.' }),
      empty: z.boolean().optional().meta({ description: "Whether the field is missing, null or blank." }),
      min: z
        .union([z.number(), z.string()])
        .optional()
        .meta({ description: "The lowest value that is kept: a number, or text such as an ISO date." }),
      max: z
        .union([z.number(), z.string()])
        .optional()
        .meta({ description: "The highest value that is kept: a number, or text such as an ISO date." }),
    }),
  ]),
);
/** Maps a path in a row to the condition for its value. */
export const RowFilterSpec = whenUsed(() => z.record(z.string(), RowCondition));

/** Examples for each case. */
const FewShotSpec = whenUsed(() =>
  z.strictObject({
    count: z.int().min(1).meta({ description: "Number of examples for each case." }),
    file: NonEmptyText.optional().meta({
      description: "Data file with the examples. Default: the rows of the cases' own file.",
    }),
    as: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Name of the variable that holds the examples. Default: examples." }),
    text: z.string().min(1).optional().meta({
      description: "Template that renders one example. Default: the variable is a list of the examples' variables.",
    }),
    each: z.enum(["case", "run"]).optional().meta({
      description: "case (default): each case gets its own examples. run: all cases get the same ones.",
    }),
  }),
);
/** A file, and which fields of its rows are what. */
const CasesFile = whenUsed(() =>
  z.strictObject({
    file: NonEmptyText.meta({
      description:
        "A CSV, JSON, JSONL, YAML, XLSX or Parquet file, a pattern of files, an http(s) address, or - for standard input.",
    }),
    id: NonEmptyText.optional().meta({
      description: "Path of the id, or a template with the row's fields: {{$index}} counts from 0, {{$row}} from 1.",
    }),
    vars: z
      .record(z.string(), NonEmptyText)
      .optional()
      .meta({ description: "Maps each variable name to a path. Default: the row's fields." }),
    expected: NonEmptyText.optional().meta({
      description: "Path of the expected answer. Default: the field expected, if any.",
    }),
    metadata: z.record(z.string(), NonEmptyText).optional().meta({
      description: "Maps each metadata name to a path. Metadata is for slices and filters; prompts cannot use it.",
    }),
    unlabelled: z.enum(["error", "skip"]).optional().meta({
      description:
        "Rows without an expected answer: an error if a scorer needs one (default), or left out and counted.",
    }),
    cluster: NonEmptyText.optional().meta({
      description: "Path of the cluster: cases that are not independent share one. Default: the field cluster, if any.",
    }),
    chain: NonEmptyText.optional().meta({
      description: "Path of the chain's name: its cases are sent in order, each after the answer to the one before.",
    }),
    storeAs: NonEmptyText.optional().meta({
      description: "Path of the variable's name in which later cases of the chain find the answer.",
    }),
    limit: z.int().min(1).optional().meta({ description: "Uses only the first rows, at most this many." }),
    format: z
      .enum(["csv", "jsonl", "json", "yaml", "xlsx", "parquet"])
      .optional()
      .meta({ description: "Format of the file, if its name does not show it, as for - (standard input)." }),
    where: RowFilterSpec.optional().meta({
      description: "Selects rows by field: maps a path to a value, a list of values, or {not, empty, min, max}.",
    }),
    trustData: z.boolean().optional().meta({
      description: "Allows scorers in dataset rows to run code, read scripts and send answers to URLs. Default false.",
    }),
    sample: z.int().min(1).optional().meta({ description: "Number of cases to draw at random with the seed." }),
    fewShot: FewShotSpec.optional().meta({
      description: "Adds examples as a variable, drawn with the seed. A case is never its own example.",
    }),
  }),
);

/** Where the cases are, and which fields of a row are what. */
export const CasesSpec = whenUsed(() =>
  z.union([
    NonEmptyText.meta({
      description:
        "A CSV, JSON, JSONL, YAML, XLSX or Parquet file, a pattern of files, an http(s) address, or -; relative to this file.",
    }),
    z.array(TestCase).min(1),
    CasesFile,
  ]),
);
export type CasesSpec = z.infer<typeof CasesSpec>;
