import { option } from "@sameseed/core";
import type { TestCase } from "@sameseed/core";
import { type Answerers, ANSWERER_KEYS, withAnswerers } from "./answerers.ts";
import type { AssertionContext, Spec } from "./assertion-context.ts";
import { translateAssertion } from "./assertions.ts";
import { transformOf } from "./transform-code.ts";
import { failingOptions } from "./broken-assertion.ts";
import { assertionList, checkNumber, objectAt, share } from "./assertion-shape.ts";
import { idOf, jsonOf } from "./case-id.ts";
import { inside, type Place } from "./place.ts";
import { scoringScript } from "./scoring-function.ts";
import {
  type Fields,
  isObject,
  isFileReference,
  keptObject,
  loadedValue,
  mistake,
  type Reading,
  scriptAt,
  scriptValue,
  warnOfKeys,
} from "./reading.ts";
import { type ChainOptions, chainOptions } from "./chains.ts";
import { laterNames } from "./stored-names.ts";
import { filled, storedTemplates } from "./templates.ts";
import type { RawTest } from "./tests.ts";
import { expandedVars, type GivenVars, mergedVars, varsOf } from "./vars.ts";

/** The context for translating all cases. */
export interface CasesContext extends Pick<AssertionContext, "called" | "named" | "useJudge"> {
  readonly reading: Reading;
  /** `defaultTest`, empty without one. */
  readonly defaults: { readonly value: Fields; readonly place: Place };
  /** The providers and prompts that answer a test; null for none. */
  readonly answerers: (test: RawTest) => Answerers | null;
  /** Text of the first prompt. */
  readonly prompt: string;
  readonly hasOnePrompt: boolean;
  /** Code on every answer, from the providers. */
  readonly transforms: readonly string[];
}

/** A case, with the data that its prompts and the benchmark's `assert` need. */
export interface TranslatedCase {
  readonly case: TestCase & { readonly vars: Fields };
  /** Specs of `defaultTest`'s assertions and of its own. */
  readonly shared: readonly Spec[];
  readonly own: readonly Spec[];
  /** Scorers that look at all variants' answers together. */
  readonly blockwise: readonly Spec[];
  readonly threshold: number | undefined;
  /** The script that makes one score of the assertions' scores; undefined for their weighted mean. */
  readonly scoring: string | undefined;
  readonly prefix: string;
  readonly suffix: string;
  /** Whether prefix and suffix are data, which is never read as a template. */
  readonly hasTextAffixes: boolean;
  /** The chain options that it shares with later tests. */
  readonly chaining: ChainOptions;
  readonly place: Place;
}

const KNOWN = [
  "description",
  "vars",
  "assert",
  "assertScoringFunction",
  "options",
  "threshold",
  "metadata",
  ...ANSWERER_KEYS,
];
const SAID: Readonly<Record<string, string>> = {
  providerOutput: "is left out: to score stored answers, use a recorded model",
};
const OPTIONS = [
  "transform",
  "postprocess",
  "transformVars",
  "prefix",
  "suffix",
  "provider",
  "rubricPrompt",
  "factuality",
  "disableVarExpansion",
  "disableDefaultAsserts",
  "disableConversationVar",
  "storeOutputAs",
  "runSerially",
];
const OPTIONS_SAID: Readonly<Record<string, string>> = {
  repeat: `repeats apply to all cases: use ${option("repeats")}`,
};

/** Warns of `options` of a test, or of `defaultTest`, without a counterpart. */
export function warnOfOptions(options: unknown, place: Place, { notes }: Reading): void {
  warnOfKeys(fields(options), place, { known: OPTIONS, said: OPTIONS_SAID, notes });
}

/** A test as cases: one for each combination of its variables' values. */
export async function casesOf(test: RawTest, context: CasesContext): Promise<TranslatedCase[]> {
  const { reading, defaults } = context;
  const { value, place } = test;
  const { notes } = reading;
  warnOfKeys(value, place, { known: KNOWN, said: SAID, notes });
  checkNumber(value["threshold"], inside(place, "threshold"));
  const answerers = context.answerers(test);
  if (answerers === null) return [];
  const ownOptions = objectAt(value["options"], inside(place, "options"));
  const options: Fields = { ...fields(defaults.value["options"]), ...ownOptions };
  warnOfOptions(value["options"], inside(place, "options"), reading);
  const own: Reading = { ...reading, dataRoot: test.origin === "config" ? undefined : reading.folder };
  const ofConfig = { folder: reading.folder, origin: "config" as const };
  const given = mergedVars(
    await varsOf(defaults.value["vars"], inside(defaults.place, "vars"), { source: ofConfig, reading }),
    await varsOf(value["vars"], inside(place, "vars"), { source: test, reading }),
  );
  const { vars, literal, problem } = await transformedVars(given, options, {
    place: inside(place, "options"),
    reading,
  });
  const expanded = await expandedVars(
    vars,
    {
      isExpanded: options["disableVarExpansion"] !== true,
      prompt: context.prompt,
      isOnly: context.hasOnePrompt,
      literal,
    },
    { place: inside(place, "vars"), reading: own },
  );
  return expanded.map((one) => {
    const made = caseOf({ vars: one, literal }, test, { context: { ...context, reading: own }, options, problem });
    return { ...made, case: withAnswerers(made.case, answerers) };
  });
}

function caseOf(
  { vars, literal: literalVars }: GivenVars,
  { value, place, origin, hasTextAffixes }: RawTest,
  { context, options, problem }: { context: CasesContext; options: Fields; problem: string | undefined },
): TranslatedCase {
  const { defaults, reading } = context;
  const extra = Object.create(null) as Record<string, unknown>;
  const blockwise: Spec[] = [];
  const assertion: AssertionContext = {
    vars,
    literalVars,
    later: laterNames(vars, { stored: reading.stored, literal: literalVars }),
    fill: (text, onProblem) =>
      filled(text, { ...storedTemplates(reading), ...vars }, { filters: reading.filters, onProblem }),
    reading,
    providerTransforms: context.transforms,
    transforms: [...context.transforms, ...testTransform(options, inside(place, "options"), reading)],
    literal(text) {
      if (!text.includes("{{")) return text;
      const known = Object.entries(extra).find(([, held]) => held === text)?.[0];
      const name = known ?? `__text${Object.keys(extra).length + 1}`;
      extra[name] = text;
      return `{{${name}}}`;
    },
    called: context.called,
    named: context.named,
    question: context.prompt === "" ? undefined : filled(context.prompt, vars, reading),
    grading: options,
    gradingPlace: inside(fields(value["options"])["rubricPrompt"] === undefined ? defaults.place : place, "options"),
    blockwise: (spec) => void blockwise.push(spec),
    useJudge: (provider, at) => context.useJudge(provider ?? options["provider"], at),
  };
  const translated = (list: unknown, at: Place, given: AssertionContext): Spec[] =>
    assertionList(list, at)
      .map((entry, index) => translateAssertion(entry, inside(at, index), given))
      .filter((spec) => spec !== undefined);
  const shared =
    options["disableDefaultAsserts"] === true
      ? []
      : translated(defaults.value["assert"], inside(defaults.place, "assert"), {
          ...assertion,
          reading: { ...reading, dataRoot: undefined },
        });
  const own = translated(
    assertionsOf(value["assert"], inside(place, "assert"), { origin, reading }),
    inside(place, "assert"),
    {
      ...assertion,
      ...(origin === "data" && { fill: (text) => text, later: new Set() }),
    },
  );
  const threshold = value["threshold"] ?? defaults.value["threshold"];
  const metadata = jsonOf(
    {
      ...keptObject(defaults.value["metadata"], inside(defaults.place, "metadata"), reading),
      ...keptObject(value["metadata"], inside(place, "metadata"), reading),
      ...(typeof value["description"] === "string" && { description: value["description"] }),
    },
    inside(place, "metadata"),
  );
  return {
    case: {
      id: idOf(value, jsonOf(vars, inside(place, "vars"))),
      vars: jsonOf({ ...vars, ...extra }, inside(place, "vars")),
      ...(Object.keys(metadata).length > 0 && { metadata }),
    },
    shared,
    own: problem === undefined ? own : [...own, { javascript: failingOptions(problem) }],
    blockwise,
    threshold: typeof threshold === "number" ? share(threshold, place, reading.notes) : undefined,
    scoring: scoringScript(value, place, context),
    prefix: typeof options["prefix"] === "string" ? options["prefix"] : "",
    suffix: typeof options["suffix"] === "string" ? options["suffix"] : "",
    hasTextAffixes: hasTextAffixes ?? origin === "data",
    chaining: chainOptions(options, metadata),
    place,
  };
}

/** A test's assertions. In a trusted file of tests they may be in separate files, as in promptfoo. */
function assertionsOf(
  value: unknown,
  place: Place,
  { origin, reading }: Pick<RawTest, "origin"> & { reading: Reading },
): unknown {
  if (origin !== "trusted") return value;
  const load = (one: unknown, at: Place): unknown => loadedValue(one, at, reading).value;
  const list = load(value, place);
  return Array.isArray(list) ? list.flatMap((one, index) => load(one, inside(place, index))) : list;
}

function testTransform(options: Fields, place: Place, reading: Reading): string[] {
  const key = options["transform"] === undefined ? "postprocess" : "transform";
  return options[key] === undefined
    ? []
    : [transformOf(options[key], inside(place, key), reading)].filter((step) => step !== undefined);
}

/** The result of `transformVars` for the vars, which runs once, when the config is read. */
async function transformedVars(
  given: GivenVars,
  { transformVars }: Fields,
  { place, reading }: { place: Place; reading: Reading },
): Promise<GivenVars & { readonly problem?: string }> {
  if (transformVars === undefined) return given;
  const { vars, literal } = given;
  const at = inside(place, "transformVars");
  if (typeof transformVars !== "string")
    throw mistake(at, "transformVars is not code", "Write the code, file://vars.js, or the vars as they should be.");
  const run = isFileReference(transformVars)
    ? scriptAt(functionOf(transformVars), at, reading).call
    : codeOf(transformVars, at);
  const answer = await scriptValue(() => run({ ...vars }, { prompt: {} }), at).catch((error: Error) => error);
  if (answer instanceof Error) {
    const problem = answer.message
      .slice(Math.max(0, answer.message.lastIndexOf("the script throws")))
      .replace(/\.$/, "");
    reading.notes.warn(
      at,
      `${problem} for these variables: they stay as they are, and the test fails for every answer`,
    );
    return { ...given, problem: `transformVars: ${problem}` };
  }
  const made = fields(answer);
  // Values that code derives from data are data.
  const isOfConfig = (name: string): boolean => !literal.has(name) && made[name] === vars[name];
  return {
    vars: made,
    literal: new Set(literal.size === 0 ? [] : Object.keys(made).filter((name) => !isOfConfig(name))),
  };
}

/** A Python function has promptfoo's default name if none is given. */
function functionOf(reference: string): string {
  return reference.endsWith(".py") ? `${reference}:get_transform` : reference;
}

function codeOf(code: string, place: Place): (vars: object, context: object) => unknown {
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- the user's own code, from the user's own config
    return new Function("vars", "context", code.includes("\n") ? code : `return ${code}`) as ReturnType<typeof codeOf>;
  } catch (cause) {
    throw mistake(place, `transformVars does not compile: ${(cause as Error).message}`, "Correct the code.");
  }
}

function fields(value: unknown): Fields {
  return isObject(value) ? value : {};
}
