import { nearest, SameseedError, type Scorer } from "@sameseed/core";
import { z } from "zod";
import { commonShape } from "./common-options.ts";
import { assertSet } from "./scorers/assert-set.ts";
import { derived } from "./scorers/derived.ts";
import { CODE_SPECS } from "./specs/code-specs.ts";
import { entry, type ScorerEntry } from "./specs/entry.ts";
import { FORMAT_SPECS } from "./specs/format-specs.ts";
import { METRIC_SPECS } from "./specs/metric-specs.ts";
import { TEXT_SPECS } from "./specs/text-specs.ts";

/** A scorer of a benchmark file: its name, or an object with the name as its one key and the options below it. */
export type ScorerSpec = string | Readonly<Record<string, object>>;

const AssertSet = z.strictObject({
  ...commonShape,
  scorers: z.array(z.lazy((): z.ZodType<ScorerSpec> => ScorerSpec)).min(1),
  combine: z.enum(["mean", "all", "any"]).optional(),
});
const Derived = z.strictObject({
  metric: z.string().min(1),
  value: z.string().min(1).meta({ description: "Arithmetic over the other scorers' names, e.g. 2 * p * r / (p + r)." }),
  weight: z.number().min(0).optional(),
});

const ENTRIES: Readonly<Record<string, ScorerEntry>> = {
  ...TEXT_SPECS,
  ...FORMAT_SPECS,
  ...METRIC_SPECS,
  ...CODE_SPECS,
  "assert-set": entry(AssertSet, ({ scorers, ...options }) => assertSet(scorers.map(scorerFromSpec), options)),
};

/** Every name with the schema of its options; `derived` has no other way round. */
const SCHEMAS: Readonly<Record<string, z.ZodObject>> = {
  ...Object.fromEntries(Object.entries(ENTRIES).map(([name, { schema }]) => [name, schema])),
  derived: Derived,
  ...Object.fromEntries(Object.entries(ENTRIES).map(([name, { schema }]) => [`not-${name}`, schema])),
};
const NAMES = Object.keys(SCHEMAS);
/** The names that need no option. */
const PLAIN_NAMES = NAMES.filter((name) => SCHEMAS[name]!.safeParse({}).success);

const ScorerOptionsByName = z
  .strictObject(Object.fromEntries(Object.entries(SCHEMAS).map(([name, schema]) => [name, schema.optional()])))
  .meta({ minProperties: 1, maxProperties: 1 });

export const ScorerSpec: z.ZodType<ScorerSpec> = z.union(
  [
    z.enum(PLAIN_NAMES),
    ScorerOptionsByName.refine((spec) => Object.keys(spec).length === 1, { error: ({ input }) => explain(input) }),
  ],
  { error: ({ input }) => explain(input) },
) as unknown as z.ZodType<ScorerSpec>;

/** The scorer that a benchmark file's entry describes. Errors: `BAD_BENCHMARK`. */
export function scorerFromSpec(spec: ScorerSpec): Scorer {
  const parsed = ScorerSpec.safeParse(spec);
  if (!parsed.success)
    throw new SameseedError("BAD_BENCHMARK", explain(spec), {
      hint: 'Write a name such as equals, or an object such as numeric: {expected: "{{answer}}"}.',
    });
  const [name, options] = typeof parsed.data === "string" ? [parsed.data, {}] : Object.entries(parsed.data)[0]!;
  if (name === "derived") {
    const { metric, value, weight } = options as z.infer<typeof Derived>;
    return derived(metric, value, { weight });
  }
  const not = name.startsWith("not-");
  return ENTRIES[not ? name.slice("not-".length) : name]!.make({ ...options, not });
}

/** A union's own message says nothing; this one says which scorer, which option, and the nearest known name. */
function explain(input: unknown): string {
  const names =
    typeof input === "string" ? [input] : typeof input === "object" && input !== null ? Object.keys(input) : [];
  const name = names[0];
  if (name === undefined)
    return `A scorer is a name or an object with one name as its key, e.g. numeric: {expected: "{{answer}}"}.`;
  const unknown = names.find((candidate) => !NAMES.includes(candidate));
  if (unknown !== undefined) {
    const guess = nearest(unknown, NAMES);
    const known = NAMES.filter((candidate) => !candidate.startsWith("not-")).join(", ");
    return `There is no scorer "${unknown}". ${guess === undefined ? "" : `Did you mean "${guess}"? `}Known: ${known}; each also with not- before it.`;
  }
  if (names.length > 1)
    return `A scorer is an object with one key, but this has ${names.join(" and ")}: write each as an entry of its own.`;
  if (typeof input === "string")
    return `The scorer "${name}" needs ${needsOf(name)}: write ${name}: {${neededKeys(name)[0]}: …}.`;
  return explainOptions(name, (input as Record<string, unknown>)[name]);
}

function neededKeys(name: string): string[] {
  const shape = SCHEMAS[name]!.shape as Readonly<Record<string, z.ZodType>>;
  return Object.keys(shape).filter((key) => !shape[key]!.safeParse(undefined).success);
}

function needsOf(name: string): string {
  return neededKeys(name)
    .map((key) => (key.endsWith("s") && key !== "maxMs" ? key : `a ${key}`))
    .join(" and ");
}

function explainOptions(name: string, options: unknown): string {
  const schema = SCHEMAS[name]!;
  const issue = schema.safeParse(options).error?.issues[0];
  if (issue?.code !== "unrecognized_keys")
    return `Scorer "${name}"${issue?.path.map((key) => `.${String(key)}`).join("") ?? ""}: ${issue?.message ?? "is not valid"}.`;
  const key = issue.keys[0]!;
  const known = Object.keys(schema.shape);
  const guess = nearest(key, known);
  return `Scorer "${name}" has no option "${key}". ${guess === undefined ? "" : `Did you mean "${guess}"? `}Known: ${known.join(", ")}.`;
}
