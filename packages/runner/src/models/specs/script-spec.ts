import { basename, extname } from "node:path";
import { ModelParamsSpec, NonEmptyText, ReasoningSpec } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { programModel } from "../program-model.ts";
import { scriptModel } from "../script-model.ts";
import { modelKind } from "./model-kind.ts";
import { paramsEntry } from "./params-entry.ts";

/** A script, or a program. */
export const REFERENCE = /^(?:file:\/\/|exec:)./;

/** `model: file://model.ts` or `exec:<command>`: a script, or a program. */
export const SCRIPT = modelKind(
  z.whenUsed(() =>
    z.strictObject({
      id: NonEmptyText.optional().meta({
        description: "Id of the model: the second part of a variant id. Default: the file's name or the command.",
      }),
      reasoning: ReasoningSpec,
      model: z.string().regex(REFERENCE).meta({
        description:
          "file://model.ts[:export]: a script that exports a Model or a promptfoo provider. exec:<command>: a program that prints the answer.",
      }),
      config: z
        .record(z.string(), z.json())
        .optional()
        .meta({ description: "Settings passed to the script or program." }),
      params: ModelParamsSpec.optional().meta({ description: "Parameters of every request." }),
    }),
  ),
  ({ model: reference, id = shortName(reference), config, params }, script) => {
    const model = reference.startsWith("exec:")
      ? programModel(reference.slice("exec:".length), { id, config })
      : scriptModel(script(reference), { id, config });
    return { id, model, ...paramsEntry(params) };
  },
);

/** Whether an id names a script or a program. */
export function isScriptId(id: string): boolean {
  return /^(?:file:\/\/|exec:)/.test(id);
}

/** The name of a script's file; the command of a program. */
function shortName(model: string): string {
  return model.startsWith("exec:") ? model.replaceAll("/", "-") : basename(model, extname(model));
}
