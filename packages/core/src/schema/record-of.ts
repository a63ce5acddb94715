import { isObject } from "../is-object.ts";
import { z } from "zod";

/**
 * An object whose keys are user-defined names, such as ids of cases. `z.record` drops the key `__proto__`,
 * and a run may have a case of that name.
 */
export function recordOf<T extends z.ZodType>(value: T) {
  return z.unknown().transform((given, context): Record<string, z.infer<T>> => {
    if (!isObject(given)) {
      context.issues.push({ code: "invalid_type", expected: "record", input: given });
      return z.NEVER;
    }
    const members = Object.entries(given).map(([key, member]) => {
      const parsed = value.safeParse(member);
      if (parsed.success) return [key, parsed.data] as const;
      for (const issue of parsed.error.issues)
        context.issues.push({ ...issue, input: member, path: [key, ...issue.path] } as z.core.$ZodRawIssue);
      return [key, member] as const;
    });
    return Object.fromEntries(members) as Record<string, z.infer<T>>;
  });
}
