import { NonEmptyText, ReasoningSpec, RowFilterSpec } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { recorded } from "../recorded.ts";
import { modelKind } from "./model-kind.ts";

/** `model: recorded`: answers that exist already. */
export const RECORDED = modelKind(
  z.whenUsed(() =>
    z.strictObject({
      id: NonEmptyText.optional().meta({
        description: "Id of the model: the second part of a variant id. Default: recorded:<file name>.",
      }),
      reasoning: ReasoningSpec,
      model: z.literal("recorded").meta({ description: "Answers that already exist in a file." }),
      file: NonEmptyText.meta({ description: "JSONL, JSON or CSV file (also .gz) with one answer per case." }),
      case: NonEmptyText.optional().meta({
        description: "Path of the case id in a record, or a template with its fields. Default: id.",
      }),
      output: NonEmptyText.optional().meta({ description: "Path of the answer, e.g. output[0]. Default: output." }),
      repeat: NonEmptyText.optional().meta({
        description: "Path of the repeat number, if a case has several answers.",
      }),
      where: RowFilterSpec.optional().meta({
        description: "Conditions on the fields of a record, as in cases. Records that do not meet them are left out.",
      }),
    }),
  ),
  ({ id, file, case: caseId, output, repeat, where }) => ({
    ...(id !== undefined && { id }),
    model: recorded(file, { id, case: caseId, output, repeat, where }),
  }),
);
