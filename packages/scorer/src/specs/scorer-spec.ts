import { SameseedError, type Scorer, option } from "@sameseed/core";
import { z } from "zod";
import { commonShape } from "../common-options.ts";
import type { ScorerContext } from "../scorers/scorer-context.ts";
import { assertCase, assertMetric, type AssertOptions } from "../scorers/assert.ts";
import { assertSet } from "../scorers/assert-set.ts";
import { callOf, JAVASCRIPT_TIMEOUT_MS } from "../scorers/javascript.ts";
import { derived } from "../scorers/derived.ts";
import { maxScore } from "../scorers/max-score.ts";
import { CODE_SPECS } from "./code-specs.ts";
import { entry, type ScorerEntry } from "./entry.ts";
import { explainSpec, type ScorerSchemas } from "./explain-spec.ts";
import { FORMAT_SPECS } from "./format-specs.ts";
import { JUDGE_SPECS } from "./judge-specs.ts";
import { METRIC_SPECS } from "./metric-specs.ts";
import { TEXT_SPECS } from "./text-specs.ts";
import type { Transform } from "../answer/transform.ts";

/** A scorer of a benchmark file: its name, or an object with the name as its one key and the options below it. */
export type ScorerSpec = string | Readonly<Record<string, object>>;

const Members = z.array(z.lazy((): z.ZodType<ScorerSpec> => ScorerSpec)).min(1);
const Assert = z.strictObject({
  ...commonShape,
  scorers: Members.optional().meta({ description: "Scorers of every case, before the case's own." }),
});
const AssertMetric = z.strictObject({
  metric: z.string().min(1).meta({ description: "The metric that scorers of a case carry." }),
  of: z.string().min(1).optional().meta({ description: "Name of the assert. Default assert." }),
  weight: z.number().min(0).optional(),
});
const AssertSet = z.strictObject({
  ...commonShape,
  scorers: Members,
  combine: z.enum(["mean", "all", "any"]).optional(),
});
const MaxScore = z.strictObject({
  of: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "Name of the scorer whose parts are added up. Default assert." }),
  method: z.enum(["average", "sum"]).optional(),
  weights: z.record(z.string().min(1), z.number().min(0)).optional().meta({ description: "By name of a part." }),
  threshold: z.number().optional().meta({ description: "The value that the highest must reach." }),
  metric: z.string().min(1).optional(),
  weight: z.number().min(0).optional(),
});
const Derived = z.strictObject({
  metric: z.string().min(1),
  value: z.string().min(1).meta({ description: "Arithmetic over the other scorers' names, e.g. 2 * p * r / (p + r)." }),
  of: z
    .enum(["rows", "sums"])
    .optional()
    .meta({ description: "sums: also from the sums over all rows, as sums.<metric>. Default rows." }),
  weight: z.number().min(0).optional(),
});

const ENTRIES: Readonly<Record<string, ScorerEntry>> = {
  ...TEXT_SPECS,
  ...FORMAT_SPECS,
  ...METRIC_SPECS,
  ...CODE_SPECS,
  ...JUDGE_SPECS,
  assert: entry(Assert, ({ scorers = [], ...options }, context) =>
    assertCase(ofCase(context), {
      ...options,
      scorers: scorers.map((member) => scorerFromSpec(member, context)),
    }),
  ),
  "assert-set": entry(AssertSet, ({ scorers, ...options }, context) =>
    assertSet(
      scorers.map((member) => scorerFromSpec(member, context)),
      options,
    ),
  ),
};
/** Metrics of other metrics: they have no other way round. */
const DERIVED_ENTRIES: Readonly<Record<string, ScorerEntry>> = {
  derived: entry(Derived, ({ metric, value, ...options }) => derived(metric, value, options)),
  "assert-metric": entry(AssertMetric, assertMetric),
  "max-score": entry(MaxScore, maxScore),
};

/** Every name with the schema of its options. */
const SCHEMAS: ScorerSchemas = {
  ...Object.fromEntries(Object.entries({ ...ENTRIES, ...DERIVED_ENTRIES }).map(([name, { schema }]) => [name, schema])),
  ...Object.fromEntries(Object.entries(ENTRIES).map(([name, { schema }]) => [`not-${name}`, schema])),
};
const NAMES = Object.keys(SCHEMAS);
/** The names that need no option. */
const PLAIN_NAMES = NAMES.filter((name) => SCHEMAS[name]!.safeParse({}).success);

const ScorerOptionsByName = z
  .strictObject(Object.fromEntries(Object.entries(SCHEMAS).map(([name, schema]) => [name, schema.optional()])), {
    error: ({ code, input }) =>
      code === "unrecognized_keys" ? explainSpec(input, SCHEMAS).replace(/\.$/, "") : undefined,
  })
  .meta({ minProperties: 1, maxProperties: 1 });

export const ScorerSpec: z.ZodType<ScorerSpec> = z.union(
  [
    z.enum(PLAIN_NAMES),
    ScorerOptionsByName.refine((spec) => Object.keys(spec).length === 1, {
      error: ({ input }) => explainSpec(input, SCHEMAS),
    }),
  ],
  { error: ({ input }) => explainSpec(input, SCHEMAS) },
) as unknown as z.ZodType<ScorerSpec>;

/** The scorer that a benchmark file's entry describes; `context` for entries that name scripts. Errors: `BAD_BENCHMARK`. */
export function scorerFromSpec(spec: ScorerSpec, context?: ScorerContext): Scorer {
  const parsed = ScorerSpec.safeParse(spec);
  if (!parsed.success)
    throw new SameseedError("BAD_BENCHMARK", explainSpec(spec, SCHEMAS), {
      hint: 'Write a name such as equals, or an object such as numeric: {expected: "{{answer}}"}.',
    });
  const [name, options] = typeof parsed.data === "string" ? [parsed.data, {}] : Object.entries(parsed.data)[0]!;
  const derivation = DERIVED_ENTRIES[name];
  if (derivation !== undefined) return derivation.make(options as Record<string, unknown>);
  const not = name.startsWith("not-");
  const given = withScripts(options as Record<string, unknown>, context);
  return ENTRIES[not ? name.slice("not-".length) : name]!.make({ ...given, not }, context);
}

/** The options with the functions that their transforms name as `file://script[:function]`. */
function withScripts(options: Readonly<Record<string, unknown>>, context: ScorerContext | undefined) {
  const steps = [options.transform ?? []].flat() as Transform[];
  if (context === undefined || !steps.some(isScript)) return options;
  const loaded = steps.map((step): Transform => {
    if (!isScript(step)) return step;
    const script = context.script(step);
    const { hash } = script;
    const call = callOf(script, JAVASCRIPT_TIMEOUT_MS);
    const transform: Transform = (_text, { case: { vars, metadata = {} } }, value) => call(value, { vars, metadata });
    return Object.assign(transform, { toString: () => `${step} ${hash}` }); // what the manifest keeps of a function
  });
  return { ...options, transform: loaded };
}

function isScript(step: Transform): step is string {
  return typeof step === "string" && step.startsWith("file://");
}

/** Makes the scorers that cases bring with them. Errors: `BAD_DATASET` for one that data must not bring. */
function ofCase(context: ScorerContext | undefined): (spec: string | object) => Scorer {
  return (spec) => {
    const own = spec as ScorerSpec;
    const problem = context?.trustsCases === true ? undefined : activeIn(own);
    if (problem === undefined) return scorerFromSpec(own, context);
    throw new SameseedError("BAD_DATASET", `its scorer has ${problem}, which data must not bring.`, {
      hint: `Put it among the scorers of the benchmark. Only for data that you trust: ${option("trustData")}, also as a key of cases.`,
    });
  };
}

/** What of a scorer runs code, reads a script, asks a model or sends answers to an address; undefined for nothing. */
function activeIn(spec: ScorerSpec): string | undefined {
  if (typeof spec === "string") return undefined;
  for (const [name, options] of Object.entries(spec)) {
    const type = name.replace(/^not-/, "");
    if (Object.hasOwn(ENTRIES, type) && ENTRIES[type]!.isActive === true) return name;
    const { transform, judge, scorers = [] } = (options ?? {}) as Readonly<Record<string, unknown>>;
    if ([transform].flat().some((step) => typeof step === "string" && /^(?:javascript:|file:)/.test(step)))
      return "a transform by code";
    if (judge !== undefined && typeof judge !== "string") return "a judge of its own";
    if (typeof judge === "string" && /^(?:exec|file):/.test(judge)) return "a judge by a program";
    const inner = (Array.isArray(scorers) ? (scorers as ScorerSpec[]) : []).map(activeIn);
    const found = inner.find((problem) => problem !== undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Each case's own scorers as one, in TypeScript. They may run code with `trustData` only. */
export function assert({
  trustData = false,
  ...options
}: AssertOptions & { readonly trustData?: boolean } = {}): Scorer {
  return assertCase(ofCase(trustData ? TRUSTING : undefined), options);
}

/** In TypeScript no file names scripts. */
const TRUSTING: ScorerContext = {
  folder: ".",
  trustsCases: true,
  script(reference) {
    throw new SameseedError("BAD_BENCHMARK", `${reference} is the path of a script.`, {
      hint: "Only a benchmark file reads scripts; in TypeScript import the function and use custom().",
    });
  },
};
