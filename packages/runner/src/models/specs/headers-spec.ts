import { z } from "zod";

/** Headers of a model's requests. */
export const HeadersSpec = z
  .record(z.string().min(1), z.union([z.string(), z.strictObject({ env: z.string().min(1) })]))
  .meta({
    description: "Sent with every request; {env: NAME} or {{env.NAME}} takes it from the environment. Never stored.",
  });
