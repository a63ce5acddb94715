import { nearest } from "@sameseed/core";
import { z } from "zod";

/** The one problem of a file that is shown: where, what, and what to do. */
export interface Problem {
  readonly path: readonly (string | number)[];
  /** The unknown key, where that is the problem. */
  readonly key?: string;
  readonly message: string;
  readonly hint: string;
}

type Issue = z.core.$ZodIssue;

/** Picks the issue that tells most: of a union the alternative that fits the value best. */
export function problemOf(error: z.ZodError, schema: z.ZodType, value: unknown): Problem {
  const { issue, path, inside } = innermost(error.issues[0]!, [], value);
  const place =
    path.length === 0
      ? "the file"
      : path
          .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
          .join("")
          .replace(/^\./, "");
  if (issue.code === "unrecognized_keys" && issue.message.startsWith("Unrecognized key")) {
    const key = issue.keys[0]!;
    const known = [...keysAt(schema, path)];
    const guess = nearest(key, known);
    return {
      path,
      key,
      message: `unknown key "${key}" in ${place}.`,
      hint:
        guess === undefined
          ? known.length > 0
            ? `Known keys: ${known.join(", ")}.`
            : "Remove it."
          : `Did you mean "${guess}"?`,
    };
  }
  if (issue.code === "invalid_type" && inside === undefined) {
    return { path, message: `${place} is missing.`, hint: `It should be ${issue.expected}.` };
  }
  return {
    path,
    message: `${place}: ${issue.message}.`,
    hint: "Correct it there; the JSON Schema lists what each key takes.",
  };
}

/** How badly a union's alternative fits: a wrong type at its root is worst, then the number of problems. */
function misfit(issues: readonly Issue[]): number {
  const wrongRoot = issues.some((issue) => issue.path.length === 0 && issue.code === "invalid_type");
  const wrongKind = issues.some((issue) => issue.code === "invalid_value" || issue.code === "invalid_format");
  return (wrongRoot ? 1000 : 0) + (wrongKind ? 100 : 0) + issues.length;
}

/** Follows unions to the issue of the alternative that fits best. */
function innermost(
  issue: Issue,
  parents: readonly PropertyKey[],
  value: unknown,
): { issue: Issue; path: (string | number)[]; inside: unknown } {
  const path = [...parents, ...issue.path] as (string | number)[];
  const inside = readAt(value, issue.path);
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const best = issue.errors.toSorted((left, right) => misfit(left) - misfit(right))[0]!;
    if (best.length > 0) return innermost(best[0]!, path, inside);
  }
  return { issue, path, inside };
}

/** The keys that the schema knows at a path, through arrays, optional values and all alternatives of a union. */
function keysAt(schema: z.core.$ZodType, path: readonly (string | number)[]): Set<string> {
  if (schema instanceof z.ZodOptional) return keysAt(schema.unwrap(), path);
  if (schema instanceof z.ZodUnion) return new Set(schema.options.flatMap((option) => [...keysAt(option, path)]));
  if (schema instanceof z.ZodArray) return keysAt(schema.element, path.slice(1));
  if (!(schema instanceof z.ZodObject)) return new Set();
  const [key, ...rest] = path;
  if (key === undefined) return new Set(Object.keys(schema.shape));
  const member: z.core.$ZodType | undefined = schema.shape[key];
  return member === undefined ? new Set() : keysAt(member, rest);
}

function readAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, key) => (inside as Record<PropertyKey, unknown> | null | undefined)?.[key],
    value,
  );
}
