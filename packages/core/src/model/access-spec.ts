import { z } from "zod";
import { whenUsed } from "../when-used.ts";
import type { ModelAccess } from "./model-entry.ts";

/** Headers of a model's requests. */
export const HeadersSpec = whenUsed(() =>
  z
    .record(
      z.string().min(1),
      z.union([
        z.string(),
        z.strictObject({
          env: z.string().min(1).meta({ description: "Name of the environment variable with the value." }),
        }),
      ]),
    )
    .meta({
      description: "Headers of every request. {env: NAME} or {{env.NAME}} reads an environment variable. Never stored.",
    }),
);

/** The keys that configure access to the service of a model or of a judge. */
export const accessShape = whenUsed(
  () =>
    ({
      baseUrl: z
        .url()
        .optional()
        .meta({ description: "Base URL of the service, e.g. http://127.0.0.1:8080/v1. Default: the provider's." }),
      apiKeyEnv: z
        .string()
        .min(1)
        .optional()
        .meta({ description: "Environment variable with the key. Default: the provider's, such as OPENAI_API_KEY." }),
      headers: HeadersSpec.optional(),
      timeoutMs: z
        .int()
        .min(1)
        .optional()
        .meta({ description: "Timeout of one attempt in milliseconds. Default: that of the run." }),
      seedField: z
        .enum(["none", "seed", "random_seed"])
        .optional()
        .meta({ description: "Request field for the seed; none sends no seed. Default: the provider's." }),
    }) satisfies Record<keyof ModelAccess, z.ZodType>,
);
