import * as z from "@sameseed/core/zod";

/** Headers of a model's requests. */
export const HeadersSpec = z
  .record(z.string().min(1), z.union([z.string(), z.strictObject({ env: z.string().min(1) })]))
  .meta({
    description: "Headers of every request. {env: NAME} or {{env.NAME}} reads an environment variable. Never stored.",
  });
