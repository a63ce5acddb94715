import { nearest, SameseedError, type Scorer } from "@sameseed/core";
import { z } from "zod";
import { MARKS } from "./answer-part.ts";
import { contains, icontains } from "./scorers/contains.ts";
import { equals } from "./scorers/equals.ts";
import { numeric } from "./scorers/numeric.ts";
import { regex } from "./scorers/regex.ts";

const metric = z
  .string()
  .min(1)
  .optional()
  .meta({ description: "The scorer's name in columns and reports. Default: its type." });
const expected = z.union([z.string(), z.number(), z.boolean()]).optional().meta({
  description: "A template over the case's vars, e.g. {{answer}}, or a literal. Default: the case's expected.",
});

const EqualsSpec = z.strictObject({
  expected,
  metric,
  ignoreCase: z.boolean().optional(),
  trim: z.boolean().optional(),
});
const ContainsSpec = z.strictObject({
  expected: z
    .union([z.string(), z.number(), z.boolean(), z.array(z.string()).min(1)])
    .optional()
    .meta({ description: "One text or several, each a template." }),
  metric,
  match: z.enum(["all", "any"]).optional(),
});
const RegexSpec = z.strictObject({
  pattern: z.string().min(1).meta({ description: "A JavaScript regular expression." }),
  flags: z.string().optional(),
  metric,
});
const NumericSpec = z.strictObject({
  expected,
  metric,
  tolerance: z.number().min(0).optional(),
  relativeTolerance: z.number().min(0).optional(),
  noNumber: z.enum(["wrong", "unscored"]).optional(),
  marks: z.array(z.enum(MARKS)).min(1).optional(),
});

const PLAIN_NAMES = [
  "equals",
  "contains",
  "icontains",
  "numeric",
  "not-equals",
  "not-contains",
  "not-icontains",
  "not-numeric",
] as const;

const ScorerOptionsByName = z
  .strictObject({
    equals: EqualsSpec.optional(),
    contains: ContainsSpec.optional(),
    icontains: ContainsSpec.optional(),
    regex: RegexSpec.optional(),
    numeric: NumericSpec.optional(),
    "not-equals": EqualsSpec.optional(),
    "not-contains": ContainsSpec.optional(),
    "not-icontains": ContainsSpec.optional(),
    "not-regex": RegexSpec.optional(),
    "not-numeric": NumericSpec.optional(),
  })
  .meta({ minProperties: 1, maxProperties: 1 });
type ScorerName = keyof z.infer<typeof ScorerOptionsByName>;
const SCORER_NAMES = Object.keys(ScorerOptionsByName.shape) as ScorerName[];

/** A scorer of a benchmark file: its name, or an object with the name as its one key and the options below it. */
export const ScorerSpec = z.union(
  [
    z.enum(PLAIN_NAMES),
    ScorerOptionsByName.refine((spec) => Object.keys(spec).length === 1, { error: ({ input }) => explain(input) }),
  ],
  { error: ({ input }) => explain(input) },
);
export type ScorerSpec = z.infer<typeof ScorerSpec>;

/** The scorer that a benchmark file's entry describes. Errors: `BAD_BENCHMARK`. */
export function scorerFromSpec(spec: ScorerSpec): Scorer {
  const parsed = ScorerSpec.safeParse(spec);
  if (!parsed.success)
    throw new SameseedError("BAD_BENCHMARK", explain(spec), {
      hint: 'Write a name such as equals, or an object such as numeric: {expected: "{{answer}}"}.',
    });
  const {
    equals: equalsSpec,
    contains: containsSpec,
    icontains: icontainsSpec,
    numeric: numericSpec,
    regex: regexSpec,
    not,
  } = byType(parsed.data);
  if (equalsSpec) return equals({ ...equalsSpec, not });
  if (containsSpec) return contains({ ...containsSpec, not });
  if (icontainsSpec) return icontains({ ...icontainsSpec, not });
  if (numericSpec) return numeric({ ...numericSpec, not });
  const { pattern, ...options } = regexSpec!;
  return regex(pattern, { ...options, not });
}

/** `not-equals` becomes `equals` with `not`, and a plain name an object without options. */
function byType(spec: ScorerSpec) {
  const options: z.infer<typeof ScorerOptionsByName> = typeof spec === "string" ? { [spec]: {} } : spec;
  return {
    equals: options.equals ?? options["not-equals"],
    contains: options.contains ?? options["not-contains"],
    icontains: options.icontains ?? options["not-icontains"],
    numeric: options.numeric ?? options["not-numeric"],
    regex: options.regex ?? options["not-regex"],
    not: Object.keys(options)[0]!.startsWith("not-"),
  };
}

/** A union's own message says nothing; this one says which scorer, which option, and the nearest known name. */
function explain(input: unknown): string {
  const names =
    typeof input === "string" ? [input] : typeof input === "object" && input !== null ? Object.keys(input) : [];
  const name = names[0];
  if (name === undefined)
    return `A scorer is a name or an object with one name as its key, e.g. numeric: {expected: "{{answer}}"}.`;
  const unknown = names.find((candidate) => !(SCORER_NAMES as string[]).includes(candidate));
  if (unknown !== undefined) {
    const guess = nearest(unknown, SCORER_NAMES);
    return `There is no scorer "${unknown}". ${guess === undefined ? "" : `Did you mean "${guess}"? `}Known: ${SCORER_NAMES.join(", ")}.`;
  }
  if (names.length > 1)
    return `A scorer is an object with one key, but this has ${names.join(" and ")}: write each as an entry of its own.`;
  if (typeof input === "string") return `The scorer "${name}" needs a pattern: write ${name}: {pattern: "…"}.`;
  return explainOptions(name as ScorerName, (input as Record<string, unknown>)[name]);
}

function explainOptions(name: ScorerName, options: unknown): string {
  const schema = ScorerOptionsByName.shape[name].unwrap();
  const issue = schema.safeParse(options).error?.issues[0];
  if (issue?.code !== "unrecognized_keys")
    return `Scorer "${name}"${issue?.path.map((key) => `.${String(key)}`).join("") ?? ""}: ${issue?.message ?? "is not valid"}.`;
  const key = issue.keys[0]!;
  const known = Object.keys(schema.shape);
  const guess = nearest(key, known);
  return `Scorer "${name}" has no option "${key}". ${guess === undefined ? "" : `Did you mean "${guess}"? `}Known: ${known.join(", ")}.`;
}
