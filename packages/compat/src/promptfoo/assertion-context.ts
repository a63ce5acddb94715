import type { Place } from "./place.ts";
import type { Fields, Reading } from "./reading.ts";

/** A scorer as a benchmark file writes it. */
export type Spec = Readonly<Record<string, Fields>>;

/** The context for translating an assertion. */
export interface AssertionContext {
  readonly vars: Fields;
  /** Variables that are data. */
  readonly literalVars: ReadonlySet<string>;
  /** Names in templates with values that exist only during the run. */
  readonly later: ReadonlySet<string>;
  /** Fills a template with the vars; leaves the text of a data file unchanged. */
  readonly fill: (text: string, onProblem?: (problem: string) => void) => string;
  readonly reading: Reading;
  /** Code on the answer before any assertion looks at it: the provider's and the test's. */
  readonly transforms: readonly string[];
  /** The provider's alone: a `contextTransform` runs before the test's. */
  readonly providerTransforms: readonly string[];
  /** Escapes a text that must not be read as a template. */
  readonly literal: (text: string) => string;
  /** The functions that the models may call, for assertions about calls. */
  readonly called: {
    readonly tools: readonly unknown[] | undefined;
    readonly functions: readonly unknown[] | undefined;
    /** Whether no model has tools, functions or MCP servers, so that no answer contains a call. */
    readonly isNothing: boolean;
    /** Whether all models request log probabilities. */
    readonly logprobs: boolean;
  };
  /** A question for judges, if the vars have none under a usual name. */
  readonly question: string | undefined;
  /** Prompt of judges, and points of factuality, from the test's options. */
  readonly grading: Fields;
  /** The place of the options that have the prompt: the test's own, or those of `defaultTest`. Absent in a table. */
  readonly gradingPlace?: Place;
  /** The id of the judge that an assertion names; undefined for the benchmark's first. */
  readonly useJudge: (provider: unknown, place: Place) => string | undefined;
  /** Adds a metric that code returns in addition to its score. */
  readonly named: (metric: string) => void;
  /** Adds a scorer that compares all variants' answers, and so belongs to the benchmark. */
  readonly blockwise: (spec: Spec, place: Place) => void;
}

/** An assertion without its `not-`, with its value filled in. */
export interface Assertion {
  readonly type: string;
  readonly value: unknown;
  readonly threshold: number | undefined;
  readonly fields: Fields;
  readonly place: Place;
}
