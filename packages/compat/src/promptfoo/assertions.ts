import { isBlank } from "@sameseed/core";
import { valueOf } from "./assertion-value.ts";
import type { Assertion, AssertionContext, Spec } from "./assertion-context.ts";
import { assertionProblem } from "./assertion-problem.ts";
import { assertionList, checkShape, share, unknownType } from "./assertion-shape.ts";
import { ASSERTION_TYPES, UNMAPPED } from "./assertion-types.ts";
import {
  elementsOf,
  isJsonText,
  isNothing,
  maxScoreOptions,
  NEEDS_VALUE,
  schemaOf,
  sqlOptions,
  wordCount,
} from "./assertion-values.ts";
import { classified } from "./classifier-assertion.ts";
import { assertedCode, namedScores } from "./code-assertions.ts";
import {
  brokenCode,
  brokenRegex,
  brokenSchema,
  brokenTemplate,
  brokenValue,
  type Failing,
  withoutCalls,
} from "./broken-assertion.ts";
import { listOf } from "./csv-tests.ts";
import { CONTEXT_TYPES, judged, LEFT } from "./judged-assertions.ts";
import { listed } from "./listed-assertion.ts";
import { moderated } from "./moderation-assertion.ts";
import { inside, type Place } from "./place.ts";
import { type Fields, isObject, warnOfKeys } from "./reading.ts";
import { transformOf } from "./transform-code.ts";
import { toolAssertion } from "./tool-assertions.ts";

const KNOWN = [
  "type",
  "value",
  "threshold",
  "weight",
  "metric",
  "transform",
  "contextTransform",
  "assert",
  "config",
  "provider",
  "rubricPrompt",
];

/** An assertion as a scorer; undefined with a warning where there is no counterpart. */
export function translateAssertion(value: unknown, place: Place, context: AssertionContext): Spec | undefined {
  const { notes } = context.reading;
  if (!isObject(value) || typeof value["type"] !== "string") {
    notes.warn(place, "has no type: the assertion is left out");
    return undefined;
  }
  const fields = value;
  checkShape(fields, place);
  warnOfKeys(fields, place, { known: KNOWN, notes });
  const isNot = value["type"].startsWith("not-");
  const type = isNot ? value["type"].slice("not-".length) : value["type"];
  if (fields["contextTransform"] !== undefined && !CONTEXT_TYPES.has(type))
    notes.warn(inside(place, "contextTransform"), `has no effect on ${type}: only context-… assertions use it`);
  if (type === "assert-set") return assertSet(fields, place, context);
  if (type === "ruby") {
    notes.warn(inside(place, "type"), `ruby is left out: ${UNMAPPED["ruby"]}`);
    return undefined;
  }
  const broken = brokenTemplate(fields["value"], place, context);
  if (broken !== undefined) return { [broken[0]]: { ...broken[1], ...common(fields, place, context) } };
  const read = valueOf(fields["value"], { type, place: inside(place, "value"), context });
  if (read === undefined) return undefined;
  const threshold = typeof fields["threshold"] === "number" ? fields["threshold"] : undefined;
  const made = specOf({ type, value: read.value, threshold, fields, place }, context);
  if (made === undefined) return undefined;
  const [name, options, how] = made;
  return { [isNot && how === undefined ? `not-${name}` : name]: { ...options, ...common(fields, place, context) } };
}

function assertSet(fields: Fields, place: Place, context: AssertionContext): Spec | undefined {
  const members = assertionList(fields["assert"], inside(place, "assert"));
  const scorers = members.flatMap(
    (member, index) => translateAssertion(member, inside(place, "assert", index), context) ?? [],
  );
  const { notes } = context.reading;
  if (scorers.length === 0) {
    notes.warn(place, "the set has no assertion left: it is left out");
    return undefined;
  }
  const least = fields["threshold"];
  const threshold = typeof least === "number" ? { threshold: share(least, place, notes) } : {};
  const { transform: _, ...rest } = common(fields, place, { ...context, transforms: [] });
  return { "assert-set": { scorers, ...threshold, ...rest } };
}

/** Steps that make values of answers that are JSON. */
const VALUES: ReadonlySet<string> = new Set(["json?", "value"]);

/** The options of all scorers. */
function common(fields: Fields, place: Place, { fill, transforms, reading }: AssertionContext): Fields {
  const { weight, metric, transform } = fields;
  const name = typeof metric === "string" ? fill(metric) : "";
  const own = transform === undefined ? [] : [transformOf(transform, inside(place, "transform"), reading)];
  const steps = [...transforms, ...own.filter((step) => step !== undefined)];
  // For all scorers but code, an answer that is a value is its JSON, which is its text.
  const isText =
    !/^(?:not-)?(?:javascript|python)$/.test(String(fields["type"])) && steps.every((step) => VALUES.has(step));
  return {
    ...(name !== "" && { metric: name }),
    ...(typeof weight === "number" && weight !== 1 && { weight }),
    ...(steps.length > 0 && !isText && { transform: steps.length === 1 ? steps[0] : steps }),
  };
}

type Named = readonly [name: string, options: Fields, how?: undefined] | Failing;

function specOf(assertion: Assertion, context: AssertionContext): Named | undefined {
  const { type, value, threshold, fields, place } = assertion;
  const { notes } = context.reading;
  const left = (why: string): undefined =>
    notes.warn(inside(place, "type"), `${type} is left out: ${why}`) as undefined;
  const text = (given: unknown): string =>
    context.literal(typeof given === "string" ? given : (JSON.stringify(given) ?? ""));
  const texts = (given: unknown): string[] =>
    (Array.isArray(given) ? given : listOf(String(given))).map((entry) =>
      text(typeof entry === "string" ? entry : String(entry)),
    );
  const expected = (given: unknown): Fields => ({ expected: Array.isArray(given) ? given.map(text) : text(given) });
  const graded = (fallback: number): Fields => ({ threshold: share(threshold ?? fallback, place, notes) });
  const problem = assertionProblem(assertion);
  if (problem !== undefined) return brokenValue(problem, assertion, context);
  if (NEEDS_VALUE.has(type) && isNothing(value)) return left("it has no value");
  switch (type) {
    case "equals":
      // Two texts that hold JSON are equal by content here, and letter by letter in promptfoo.
      return typeof value === "string" && isJsonText(value)
        ? ["exact-match", { expected: text(value) }]
        : [type, { expected: text(value), trim: false }];
    case "contains":
    case "icontains":
    case "starts-with":
      return [type, { expected: text(value), ...(type === "starts-with" && { trim: false }) }];
    case "contains-all":
    case "contains-any":
    case "icontains-all":
    case "icontains-any":
      return listed(assertion, texts(value), context);
    case "regex":
      return (
        brokenRegex(String(value), place, context) ?? [type, { pattern: String(value).replaceAll("{{", "\\{\\{") }]
      );
    case "is-json":
    case "contains-json":
      return brokenSchema(value, place, context) ?? [type, schemaOf(value)];
    case "is-xml":
    case "contains-xml":
      return [type, elementsOf(value)];
    case "is-html":
    case "contains-html":
    case "is-refusal":
      return [type, {}];
    case "is-sql":
    case "contains-sql":
      return [type, sqlOptions(value, place, context.reading)];
    case "is-valid-openai-tools-call": {
      const { tools, isNothing } = context.called;
      if (isNothing) return withoutCalls("tools", assertion, context);
      return tools === undefined ? left("the models' tools differ, or are not in the config") : [type, { tools }];
    }
    case "is-valid-function-call":
    case "is-valid-openai-function-call": {
      const { functions, isNothing } = context.called;
      if (isNothing) return withoutCalls("functions", assertion, context);
      if (functions === undefined) return left("the models' functions differ, or are not in the config");
      return ["is-valid-function-call", { functions }];
    }
    case "moderation": {
      const asked = moderated(assertion, context);
      return typeof asked === "string" ? left(asked) : asked;
    }
    case "max-score":
      context.blockwise({ "max-score": maxScoreOptions(value) }, place);
      return undefined;
    case "perplexity":
    case "perplexity-score":
      if (!context.called.logprobs)
        notes.warn(inside(place, "type"), "needs logprobs: true in the config of all providers, or it cannot tell");
      if (type === "perplexity-score") return ["perplexity", graded(0)];
      // Without a threshold promptfoo passes any perplexity.
      return [type, { max: threshold ?? Number.MAX_VALUE }];
    case "tool-call-f1":
      return [type, { expected: texts(value), ...graded(1) }];
    case "levenshtein":
      return [
        type,
        {
          expected: text(value),
          maxDistance: Math.floor(Math.min(threshold ?? 5, Number.MAX_SAFE_INTEGER)),
          threshold: 1,
        },
      ];
    case "rouge-n":
      return [type, { ...expected(value), n: 1, ...graded(0.75) }];
    case "bleu":
    case "gleu":
    case "meteor":
      return [type, { ...expected(value), ...graded(0.5) }];
    case "similar":
    case "similar:cosine":
    case "similar:dot":
    case "similar:euclidean":
      notes.warn(
        inside(place, "type"),
        "similarity is measured by a local model of embeddings, not by OpenAI's: thresholds may need another value",
      );
      return [
        "similar",
        { ...expected(value), ...(type !== "similar" && { measure: type.slice("similar:".length) }), ...graded(0.75) },
      ];
    case "word-count":
      return wordCount(value);
    case "latency":
      return [type, { maxMs: threshold }];
    case "cost":
      return [type, { maxUsd: threshold }];
    case "finish-reason":
      return [type, { value: String(value) }];
    case "webhook":
      return typeof value === "string" && URL.canParse(value) ? [type, { url: value }] : left("its value is not a URL");
    case "classifier":
      return (
        classified(assertion, context.reading) ??
        left("only text classification on Hugging Face is supported, with a label as value")
      );
    case "javascript":
    case "python":
      for (const name of namedScores(assertion, context.reading)) context.named(name);
      return (
        brokenCode(assertion, context) ??
        assertedCode(assertion, context.reading) ??
        left(
          typeof value === "function"
            ? "its value is a function inside the config: put it into a file"
            : "its value is no code",
        )
      );
    case "select-best": {
      const criteria = isNothing(value) ? "" : text(value);
      if (isBlank(criteria)) return left("it has no value");
      const judge = context.useJudge(fields["provider"], inside(place, "provider"));
      context.blockwise({ "select-best": { criteria, weight: 0, ...(judge && { judge }) } }, place);
      return undefined;
    }
    default: {
      const called = toolAssertion(assertion);
      if (typeof called === "string") return left(called);
      if (called !== undefined) {
        notes.warn(inside(place, "type"), "is decided by the tool calls of the answer, not by a trace");
        return called;
      }
      const asked = judged(assertion, context);
      if (asked === LEFT) return undefined;
      const isKnown = ASSERTION_TYPES.has(type) || type.startsWith("promptfoo:");
      return asked ?? left(UNMAPPED[type] ?? (isKnown ? "it has no counterpart here" : unknownType(type)));
    }
  }
}
