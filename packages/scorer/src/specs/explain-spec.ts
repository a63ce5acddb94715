import { nearest } from "@sameseed/core";
import type * as z from "@sameseed/core/zod";

/** The schema of each scorer's options, by name. */
export type ScorerSchemas = Readonly<Record<string, z.ZodObject>>;

/**
 * Explains an invalid scorer entry. A union's own message is useless; this one names the scorer, the option,
 * and the nearest known name.
 */
export function explainSpec(input: unknown, schemas: ScorerSchemas): string {
  const known = Object.keys(schemas);
  const names =
    typeof input === "string" ? [input] : typeof input === "object" && input !== null ? Object.keys(input) : [];
  const name = names[0];
  if (name === undefined)
    return `A scorer is a name or an object with one name as its key, e.g. numeric: {expected: "{{answer}}"}.`;
  const unknown = names.find((candidate) => !known.includes(candidate));
  if (unknown === "type" && typeof input === "object" && "type" in input!)
    return `A scorer's name is its key: write ${String(input.type)}: {…}, and not type: ${String(input.type)}. Files of promptfoo are read by sameseed import`;
  if (unknown !== undefined) {
    const guess = nearest(unknown, known);
    const plain = known.filter((candidate) => !candidate.startsWith("not-")).join(", ");
    const remedy = guess === undefined ? `Known: ${plain}; each also with not- before it.` : `Did you mean "${guess}"?`;
    return `There is no scorer "${unknown}". ${remedy}`;
  }
  if (names.length > 1)
    return `A scorer is an object with one key, but this has ${names.join(" and ")}: write each as a separate entry.`;
  if (typeof input === "string")
    return `The scorer "${name}" needs ${needsOf(schemas[name]!)}: write ${name}: {${neededKeys(schemas[name]!)[0]}: …}.`;
  return explainOptions({ name, options: (input as Record<string, unknown>)[name] }, schemas[name]!);
}

function neededKeys(schema: z.ZodObject): string[] {
  const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
  return Object.keys(shape).filter((key) => !shape[key]!.safeParse(undefined).success);
}

function needsOf(schema: z.ZodObject): string {
  return neededKeys(schema)
    .map((key) => (key.endsWith("s") && key !== "maxMs" ? key : `a ${key}`))
    .join(" and ");
}

function explainOptions({ name, options }: { name: string; options: unknown }, schema: z.ZodObject): string {
  const issue = schema.safeParse(options).error?.issues[0];
  if (issue?.code !== "unrecognized_keys")
    return `Scorer "${name}"${issue?.path.map((key) => `.${String(key)}`).join("") ?? ""}: ${issue?.message ?? "is not valid"}.`;
  const key = issue.keys[0]!;
  const known = Object.keys(schema.shape);
  const guess = nearest(key, known);
  return `Scorer "${name}" has no option "${key}". ${guess === undefined ? "" : `Did you mean "${guess}"? `}Known: ${known.join(", ")}.`;
}
