import { nearest } from "@sameseed/core";
import * as z from "@sameseed/core/zod";

/** The problem of a file that is shown: place, error and remedy. */
export interface Problem {
  readonly path: readonly (string | number)[];
  /** The unknown key, where that is the problem. */
  readonly key?: string;
  readonly message: string;
  readonly hint: string;
}

type Issue = z.core.$ZodIssue;

/** Picks the most informative issue: for a union that of the alternative that fits the value best. */
export function problemOf(error: z.ZodError, schema: z.ZodType, value: unknown): Problem {
  const { issue, path, inside } = innermost(error.issues[0]!, [], value);
  if (issue.code === "unrecognized_keys" && issue.message.startsWith("Unrecognized key"))
    return (
      kindWithName(issue.keys[0]!, path, inside) ??
      unknownKey(issue.keys[0]!, { path, known: [...keysAt(schema, path)] })
    );
  if (inside === undefined) return missing(issue, { path, schema, value });
  const place = placeOf(path);
  return {
    path,
    ...(inWords(issue, inside, place) ?? { message: `${place}: ${sentence(issue.message)}`, hint: HINT }),
  };
}

const HINT = "Correct it there. The JSON Schema lists the values of each key.";

/** Models that a word alone names; their ids look like those of services, such as `simulated:a`. */
const KIND_WITH_NAME = /^(simulated|recorded|http):/;

function kindWithName(key: string, path: Problem["path"], inside: unknown): Problem | undefined {
  const model = readAt(inside, ["model"]);
  const kind = typeof model === "string" ? KIND_WITH_NAME.exec(model)?.[1] : undefined;
  if (kind === undefined) return undefined;
  const hint = `Write model: ${kind}. A name of its own goes into id.`;
  return { path, key, message: `"${key}" does not go with model ${shown(model)} in ${placeOf(path)}.`, hint };
}

function unknownKey(key: string, { path, known }: Pick<Problem, "path"> & { known: readonly string[] }): Problem {
  const others = known.filter((name) => name !== key);
  const guess = nearest(key, others);
  const list = others.length > 0 ? `Known keys: ${others.join(", ")}.` : "Remove it.";
  // An alternative for the same place has the key, and the other keys there belong to another.
  if (others.length < known.length)
    return { path, key, message: `"${key}" does not go with the other keys in ${placeOf(path)}.`, hint: list };
  return {
    path,
    key,
    message: `unknown key "${key}" in ${placeOf(path)}.`,
    hint: guess === undefined ? list : `Did you mean "${guess}"?`,
  };
}

/** A key that is missing was often written in another way: then that is the problem. */
function missing(
  issue: Issue,
  { path, schema, value }: { readonly path: Problem["path"]; readonly schema: z.ZodType; readonly value: unknown },
): Problem {
  const parent = path.slice(0, -1);
  const known = keysAt(schema, parent);
  const written = Object.keys((readAt(value, parent) as object | null | undefined) ?? {}).filter(
    (key) => !known.has(key),
  );
  const mistyped = nearest(String(path.at(-1)), written);
  if (mistyped !== undefined)
    return { ...unknownKey(mistyped, { path: parent, known: [] }), hint: `Did you mean "${String(path.at(-1))}"?` };
  const said = descriptionAt(schema, path) ?? `It is ${expectedIn(issue)}.`;
  return { path, message: `${placeOf(path)} is missing.`, hint: said };
}

/** zod's issue in sameseed's wording; undefined for an issue with its own message. */
function inWords(issue: Issue, value: unknown, place: string): Pick<Problem, "message" | "hint"> | undefined {
  const shouldBe = (what: string, hint = HINT) => ({
    message: `${place} is ${shown(value)}; it should be ${what}.`,
    hint,
  });
  switch (issue.code) {
    case "invalid_type":
      return shouldBe(expectedIn(issue));
    case "invalid_value": {
      const values = issue.values.map(String);
      const guess = typeof value === "string" ? nearest(value, values) : undefined;
      const list = values.length > 1 ? `one of ${values.join(", ")}` : values.join("");
      return shouldBe(list, guess === undefined ? HINT : `Did you mean "${guess}"?`);
    }
    case "too_small":
      return shouldBe(issue.origin === "number" || issue.origin === "int" ? `at least ${issue.minimum}` : "not empty");
    case "too_big":
      return typeof value === "number" ? shouldBe(`at most ${issue.maximum}`, shareHint(issue, value)) : undefined;
    case "invalid_format":
      return issue.format === "url" ? shouldBe("a URL such as http://127.0.0.1:8080/v1") : undefined;
    default:
      return undefined;
  }
}

/** Shares are often written as percent. */
function shareHint({ path, maximum }: Extract<Issue, { code: "too_big" }>, value: number): string {
  return maximum === 1 && value <= 100 && !path.includes("params")
    ? `Scores and margins go from 0 to 1: ${value} points are ${value / 100}.`
    : HINT;
}

const TYPES: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "keys with values",
  record: "keys with values",
};

/** The expected values, for a union those of each alternative. */
function expectedIn(issue: Issue): string {
  const types =
    issue.code === "invalid_union"
      ? issue.errors
          .flat()
          .flatMap((inner) => (inner.path.length === 0 && inner.code === "invalid_type" ? [inner.expected] : []))
      : issue.code === "invalid_type"
        ? [issue.expected]
        : [];
  return [...new Set(types.map((type) => TYPES[type] ?? type))].join(" or ") || "needed";
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

/** Keys as in JavaScript: `scorers[0].regex`. */
export function placeOf(path: Problem["path"]): string {
  if (path.length === 0) return "the file";
  const parts = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`));
  return parts.join("").replace(/^\./, "");
}

/** How badly a union's alternative fits: a wrong type at its root is worst, then the number of problems. */
function misfit(issues: readonly Issue[]): number {
  const wrongRoot = issues.some((issue) => issue.path.length === 0 && issue.code === "invalid_type");
  const wrongKind = issues.some(
    ({ code }) => code === "invalid_value" || code === "invalid_format" || code === "custom",
  );
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
  const hasOwnWords = typeof inside === "string" && issue.message !== "Invalid input";
  if (issue.code === "invalid_union" && issue.errors.length > 0 && inside !== undefined && !hasOwnWords) {
    const best = issue.errors.toSorted((left, right) => misfit(left) - misfit(right))[0]!;
    if (best.length > 0) return innermost(best[0]!, path, inside);
  }
  return { issue, path, inside };
}

/** The keys of the schema at a path, through arrays, optional values and all alternatives of a union. */
function keysAt(schema: z.core.$ZodType, path: readonly (string | number)[]): Set<string> {
  if (schema instanceof z.ZodOptional) return keysAt(schema.unwrap(), path);
  if (schema instanceof z.ZodUnion) return new Set(schema.options.flatMap((option) => [...keysAt(option, path)]));
  if (schema instanceof z.ZodArray) return path.length === 0 ? new Set() : keysAt(schema.element, path.slice(1));
  if (!(schema instanceof z.ZodObject)) return new Set();
  const [key, ...rest] = path;
  if (key === undefined) return new Set(Object.keys(schema.shape));
  const member: z.core.$ZodType | undefined = schema.shape[key];
  return member === undefined ? new Set() : keysAt(member, rest);
}

/** The schema's description of a key; undefined if the alternatives of a union differ, or there is none. */
function descriptionAt(schema: z.core.$ZodType, path: readonly (string | number)[]): string | undefined {
  const said = new Set(descriptionsAt(schema, path));
  return said.size === 1 ? [...said][0] : undefined;
}

function descriptionsAt(schema: z.core.$ZodType, path: readonly (string | number)[]): readonly string[] {
  if (path.length === 0) {
    const { description } = z.globalRegistry.get(z.madeOf(schema) as z.ZodType) ?? {};
    return description === undefined ? [] : [description];
  }
  if (schema instanceof z.ZodOptional) return descriptionsAt(schema.unwrap(), path);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => descriptionsAt(option, path));
  if (schema instanceof z.ZodArray) return descriptionsAt(schema.element, path.slice(1));
  const member = schema instanceof z.ZodObject ? (schema.shape[path[0]!] as z.core.$ZodType | undefined) : undefined;
  return member === undefined ? [] : descriptionsAt(member, path.slice(1));
}

function readAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, key) => (inside as Record<PropertyKey, unknown> | null | undefined)?.[key],
    value,
  );
}
