import type { Place } from "./place.ts";
import type { Fields, Reading } from "./reading.ts";

/** A scorer as a benchmark file writes it. */
export type Spec = Readonly<Record<string, Fields>>;

/** What an assertion is translated for. */
export interface AssertionContext {
  readonly vars: Fields;
  /** Variables that are data. */
  readonly literalVars: ReadonlySet<string>;
  /** Names that templates read whose value only the run knows. */
  readonly later: ReadonlySet<string>;
  /** Fills a template with the vars; leaves the text of a data file as it is. */
  readonly fill: (text: string, onProblem?: (problem: string) => void) => string;
  readonly reading: Reading;
  /** Code on the answer before any assertion looks at it: the provider's and the test's. */
  readonly transforms: readonly string[];
  /** The provider's alone: a `contextTransform` runs before the test's. */
  readonly providerTransforms: readonly string[];
  /** A text that must not be read as a template, as something that is none. */
  readonly literal: (text: string) => string;
  /** What the models may call, for assertions on calls. */
  readonly called: {
    readonly tools: readonly unknown[] | undefined;
    readonly functions: readonly unknown[] | undefined;
    /** Whether no model has tools, functions or MCP servers, so that no answer has a call. */
    readonly isNothing: boolean;
    /** Whether all models are asked for log probabilities. */
    readonly logprobs: boolean;
  };
  /** A question for judges, where the vars have none by one of the usual names. */
  readonly question: string | undefined;
  /** Prompt of judges, and points of factuality, from the test's options. */
  readonly grading: Fields;
  /** The id of the judge that an assertion names; undefined for the benchmark's first. */
  readonly useJudge: (provider: unknown, place: Place) => string | undefined;
  /** Takes a metric that code gives besides its score. */
  readonly named: (metric: string) => void;
  /** Takes a scorer that looks at all variants' answers together, and so is one of the benchmark. */
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
