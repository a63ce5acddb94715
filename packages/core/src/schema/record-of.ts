import { isObject } from "../is-object.ts";
import * as z from "../zod.ts";

/**
 * An object whose keys are names of users, such as ids of cases. `z.record` leaves out the key `__proto__`, and a run may
 * have a case of that name.
 */
export function recordOf<T extends z.ZodType>(value: T) {
  const entries = z.array(z.tuple([z.string(), value]));
  return z.preprocess(
    (given) => (isObject(given) ? Object.entries(given) : given),
    entries.transform((pairs): Record<string, z.infer<T>> => Object.fromEntries(pairs) as Record<string, z.infer<T>>),
  );
}
