import { atPath, SameseedError, type Scorer, option } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import type { Transform } from "../answer/transform.ts";
import { assertCase, type AssertOptions } from "../scorers/assert.ts";
import { assertSet } from "../scorers/assert-set.ts";
import type { CombiningCode } from "../scorers/combining-code.ts";
import type { Combination } from "../scorers/score-parts.ts";
import { callOf, JAVASCRIPT_TIMEOUT_MS } from "../scorers/javascript.ts";
import type { ScorerContext } from "../scorers/scorer-context.ts";
import { CODE_SPECS } from "./code-specs.ts";
import { DERIVED_SPECS } from "./derived-specs.ts";
import { entry, type ScorerEntry } from "./entry.ts";
import { explainSpec, type ScorerSchemas } from "./explain-spec.ts";
import { FORMAT_SPECS } from "./format-specs.ts";
import { JUDGE_SPECS, judgeSpecsFor } from "./judge-specs.ts";
import { METRIC_SPECS } from "./metric-specs.ts";
import { nestedSchemas } from "./nested-specs.ts";
import { scorerDescription } from "./scorer-descriptions.ts";
import { TEXT_SPECS } from "./text-specs.ts";

/** A scorer of a benchmark file: its name, or an object with the name as its one key and the options below it. */
export type ScorerSpec = string | Readonly<Record<string, object>>;

/** A scorer by its name, with checked options. */
interface NamedOptions {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The schemas of scorers in a benchmark file, and the scorers that they describe. */
export class ScorerSpecs {
  /** The schema of one entry. */
  readonly schema: z.ZodType<ScorerSpec>;
  readonly #entries: Readonly<Record<string, ScorerEntry>>;
  readonly #schemas: ScorerSchemas;

  /** `model`: schema of a judge. Default: an id, or an entry with parameters. */
  constructor(model?: z.ZodType) {
    this.#entries = {
      ...TEXT_SPECS,
      ...FORMAT_SPECS,
      ...METRIC_SPECS,
      ...CODE_SPECS,
      ...(model === undefined ? JUDGE_SPECS : judgeSpecsFor(model)),
      ...this.#nestedEntries(),
    };
    const schemas = Object.entries(this.#entries).map(([name, { schema }]) => [name, schema] as const);
    const derivations = Object.entries(DERIVED_SPECS).map(([name, { schema }]) => [name, schema] as const);
    this.#schemas = Object.fromEntries([
      ...schemas,
      ...derivations,
      ...schemas.map(([name, schema]) => [`not-${name}`, schema] as const),
    ]);
    this.schema = z.whenUsed(() => entrySchema(this.#schemas));
  }

  /** The scorer that an entry describes; `context` for entries that name scripts. Errors: `BAD_BENCHMARK`. */
  scorer(spec: ScorerSpec, context?: ScorerContext): Scorer {
    const read = this.#read(spec);
    if (read === undefined)
      throw new SameseedError("BAD_BENCHMARK", explainSpec(spec, this.#schemas), {
        hint: 'Write a name such as equals, or an object such as numeric: {expected: "{{answer}}"}.',
      });
    return atPath(typeof spec === "string" ? [] : [read.name], () => this.#made(read, context));
  }

  #made({ name, options }: NamedOptions, context: ScorerContext | undefined): Scorer {
    const derivation = DERIVED_SPECS[name];
    if (derivation !== undefined) return derivation.make(options);
    const not = name.startsWith("not-");
    const given = withScripts(options, context);
    return this.#entries[not ? name.slice("not-".length) : name]!.make({ ...given, not }, context);
  }

  #members(specs: readonly ScorerSpec[], context: ScorerContext | undefined): Scorer[] {
    return specs.map((spec, place) => atPath(["scorers", place], () => this.scorer(spec, context)));
  }

  /** Whether a value fits `schema`. It makes the schema of the value's own scorer only, where `schema` makes all. */
  fits(value: unknown): value is ScorerSpec {
    return this.#read(value) !== undefined;
  }

  /** The name and the options of an entry; undefined for a value that is not an entry. */
  #read(value: unknown): NamedOptions | undefined {
    const isName = typeof value === "string";
    if (!isName && (typeof value !== "object" || value === null || Array.isArray(value))) return undefined;
    const [name, ...others] = isName ? [value] : Object.keys(value);
    if (name === undefined || others.length > 0 || !Object.hasOwn(this.#schemas, name)) return undefined;
    const schema = this.#schemas[name]!;
    if (isName) return needsNoOption(schema) ? { name, options: {} } : undefined;
    const { data } = schema.safeParse((value as Readonly<Record<string, unknown>>)[name]);
    return data && { name, options: data };
  }

  /** Makes the scorers that cases bring with them. Errors: `BAD_DATASET` for a scorer that data must not define. */
  ofCase(context: ScorerContext | undefined): (spec: string | object) => Scorer {
    return (spec) => {
      const own = spec as ScorerSpec;
      const problem = context?.trustsCases === true ? undefined : this.#activeIn(own);
      if (problem === undefined) return this.scorer(own, context);
      throw new SameseedError("BAD_DATASET", `its scorer has ${problem}, which data must not bring.`, {
        hint: `Put it among the scorers of the benchmark. Only for data that you trust: ${option("trustData")}, also as a key of cases.`,
      });
    };
  }

  /** Scorers with scorers in them. */
  #nestedEntries(): Readonly<Record<string, ScorerEntry>> {
    const { assert: caseSchema, set } = nestedSchemas(() => this.schema);
    return {
      assert: entry(caseSchema, ({ scorers = [], ...options }, context) =>
        assertCase(this.ofCase(context), { ...options, scorers: this.#members(scorers, context) }),
      ),
      "assert-set": entry(set, ({ scorers, combine, ...options }, context) => {
        const members = this.#members(scorers, context);
        return combine === undefined || isCombination(combine)
          ? assertSet(members, { ...options, combine })
          : assertSet(members, options, combiningScript(combine, context));
      }),
    };
  }

  /**
   * The part of a scorer that runs code, reads a script, uses a model or sends answers to an address;
   * undefined without one.
   */
  #activeIn(spec: ScorerSpec): string | undefined {
    if (typeof spec === "string") return undefined;
    for (const [name, options] of Object.entries(spec)) {
      const type = name.replace(/^not-/, "");
      if (Object.hasOwn(this.#entries, type) && this.#entries[type]!.isActive === true) return name;
      const {
        transform,
        contextTransform,
        judge,
        combine,
        scorers = [],
      } = (options ?? {}) as Readonly<Record<string, unknown>>;
      if (
        [transform, contextTransform]
          .flat()
          .some((step) => typeof step === "string" && /^(?:javascript:|file:)/.test(step))
      )
        return "a transform by code";
      if (typeof combine === "string" && combine.startsWith("file:")) return "a script that combines scores";
      if (judge !== undefined && typeof judge !== "string") return "a judge of its own";
      if (typeof judge === "string" && /^(?:exec|file):/.test(judge)) return "a judge by a program";
      const inner = Array.isArray(scorers) ? (scorers as ScorerSpec[]) : [];
      const found = inner.map((one) => this.#activeIn(one)).find((problem) => problem !== undefined);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** The name of a scorer that needs no option, or an object with a name as its one key. */
function entrySchema(schemas: ScorerSchemas): z.ZodType<ScorerSpec> {
  const plainNames = Object.keys(schemas).filter((name) => needsNoOption(schemas[name]!));
  const byName = z
    .strictObject(
      Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, described(name, schema)])),
      {
        error: ({ code, input }) =>
          code === "unrecognized_keys" ? explainSpec(input, schemas).replace(/\.$/, "") : undefined,
      },
    )
    .meta({ minProperties: 1, maxProperties: 1 });
  return z.union(
    [
      z.enum(plainNames),
      byName.refine((spec) => Object.keys(spec).length === 1, { error: ({ input }) => explainSpec(input, schemas) }),
    ],
    { error: ({ input }) => explainSpec(input, schemas) },
  ) as unknown as z.ZodType<ScorerSpec>;
}

/** Parsing `{}` would give the same, but zod would compile a parser for every scorer at each start. */
function needsNoOption({ shape }: z.ZodObject): boolean {
  return Object.values(shape).every((option) => option instanceof z.ZodOptional);
}

/** `meta` would make a copy of each schema. */
function described(name: string, schema: z.ZodObject): z.ZodType {
  return schema.optional().register(z.globalRegistry, { description: scorerDescription(name) });
}

/** The options with the functions that their transforms name as `file://script[:function]`. */
function withScripts(options: Readonly<Record<string, unknown>>, context: ScorerContext | undefined) {
  if (context === undefined) return options;
  const keys = ["transform", "contextTransform"].filter((key) => stepsOf(options, key).some(isScript));
  return { ...options, ...Object.fromEntries(keys.map((key) => [key, loaded(stepsOf(options, key), context)])) };
}

function stepsOf(options: Readonly<Record<string, unknown>>, key: string): Transform[] {
  return [options[key] ?? []].flat() as Transform[];
}

function loaded(steps: readonly Transform[], context: ScorerContext): Transform[] {
  return steps.map((step): Transform => {
    if (!isScript(step)) return step;
    const script = context.script(step);
    const { hash } = script;
    const call = callOf(script, JAVASCRIPT_TIMEOUT_MS);
    const transform: Transform = (_text, { case: { vars, metadata = {} } }, value) => call(value, { vars, metadata });
    return Object.assign(transform, { toString: () => `${step} ${hash}` }); // the manifest's form of a function
  });
}

function isCombination(combine: string): combine is Combination {
  return !combine.startsWith("file://");
}

/** The script that combines the scores of a set. Errors: `BAD_BENCHMARK` where scripts cannot be read. */
function combiningScript(reference: string, context: ScorerContext | undefined): CombiningCode {
  const script = (context ?? TRUSTING).script(reference);
  return { call: callOf(script, JAVASCRIPT_TIMEOUT_MS), source: `${reference} ${script.hash}` };
}

function isScript(step: Transform): step is string {
  return typeof step === "string" && step.startsWith("file://");
}

let plainSpecs: ScorerSpecs | undefined;

/** Applies the scorers of each case as one scorer. They can run code only with `trustData`. */
export function assert({
  trustData = false,
  ...options
}: AssertOptions & { readonly trustData?: boolean } = {}): Scorer {
  plainSpecs ??= new ScorerSpecs();
  return assertCase(plainSpecs.ofCase(trustData ? TRUSTING : undefined), options);
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
