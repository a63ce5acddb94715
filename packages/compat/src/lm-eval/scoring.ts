import type { TranslationWarning } from "../translation/translation.ts";
import { translatePattern } from "./python-regex.ts";
import { PythonFunction, type TaskFile } from "./task-file.ts";

interface Filter {
  readonly function?: unknown;
  readonly [option: string]: unknown;
}
interface FilterPipeline {
  readonly name?: string;
  readonly filter?: readonly Filter[];
}
interface Metric {
  readonly metric?: unknown;
  readonly aggregation?: unknown;
  readonly higher_is_better?: unknown;
  readonly [option: string]: unknown;
}

type Step = string | Readonly<Record<string, unknown>>;
export interface Scoring {
  readonly scorers: readonly object[];
  readonly warnings: readonly TranslationWarning[];
}

/** Every metric under every filter, as lm-eval computes them; the first counts, the others are reported. */
export function scoringOf(task: TaskFile): Scoring {
  const warnings: TranslationWarning[] = [];
  const metrics = (task.get("metric_list") ?? [{ metric: "exact_match" }]) as readonly Metric[];
  const pipelines = (task.get("filter_list") ?? [{ name: "none", filter: [] }]) as readonly FilterPipeline[];
  const isCustom = task.get("process_results") instanceof PythonFunction;
  const scorers: [string, Record<string, unknown>][] = [];
  for (const [place, metric] of metrics.entries()) {
    const at = ["metric_list", place];
    const mapped = isCustom
      ? ifevalScorer(metric)
      : metricScorer(metric, (message, key) => {
          warnings.push(task.warning(key === undefined ? at : [...at, key], message));
        });
    if (mapped === undefined) {
      const name = metric.metric instanceof PythonFunction ? `!function ${metric.metric.name}` : String(metric.metric);
      warnings.push(
        task.warning(
          at,
          `${name} ${isCustom ? "comes from the Python code of process_results" : "has no counterpart"}: left out`,
        ),
      );
      continue;
    }
    for (const [number, { name = "none", filter = [] }] of pipelines.entries()) {
      const transform = transformOf(filter, (step, message) => {
        if (place === 0) warnings.push(task.warning(["filter_list", number, "filter", step], message));
      });
      if (transform === undefined) continue;
      const [type, options] = mapped;
      const title = pipelines.length === 1 ? String(metric.metric) : `${String(metric.metric)},${name}`;
      scorers.push([
        type,
        {
          metric: title,
          ...options,
          ...(transform.length > 0 && { transform }),
          ...(scorers.length > 0 && { weight: 0 }),
        },
      ]);
    }
  }
  return { scorers: scorers.map(([type, options]) => ({ [type]: options })), warnings };
}

type Warn = (message: string, key?: string) => void;

function metricScorer(metric: Metric, warn: Warn): [string, Record<string, unknown>] | undefined {
  const { metric: name, aggregation, higher_is_better: _, ...options } = metric;
  if (aggregation !== undefined && aggregation !== "mean" && name === "exact_match")
    warn(
      `here it is the mean, not ${aggregation instanceof PythonFunction ? aggregation.name : String(aggregation)}`,
      "aggregation",
    );
  switch (name) {
    case "exact_match":
      return ["exact-match", exactMatchOptions(options, warn)];
    case "bleu":
    case "chrf":
    case "ter":
      warn(
        `lm-eval's ${name} is over the whole corpus; here each case has its own, from 0 to 1${name === "ter" ? ", inverted so that 1 is best" : ""}`,
      );
      return [name, {}];
    default:
      return undefined;
  }
}

/** The figures of IFEval, which lm-eval computes in Python from the same columns as our scorer. */
function ifevalScorer({ metric }: Metric): [string, Record<string, unknown>] | undefined {
  const found = /^(prompt|inst)_level_(strict|loose)_acc$/.exec(String(metric));
  if (found === null) return undefined;
  return ["ifeval", { level: found[1] === "prompt" ? "prompt" : "instruction", mode: found[2] }];
}

function exactMatchOptions(options: Readonly<Record<string, unknown>>, warn: Warn): Record<string, unknown> {
  const {
    ignore_case: ignoreCase,
    ignore_punctuation: ignorePunctuation,
    ignore_numbers: ignoreNumbers,
    regexes_to_ignore: patterns = [],
    ...unknown
  } = options;
  for (const key of Object.keys(unknown)) warn("has no counterpart: left out", key);
  const ignore = (patterns as readonly unknown[]).map(String).flatMap((python) => {
    const translated = translatePattern(python);
    if (translated !== undefined && translated.flags === "") return [translated.pattern];
    warn(`the pattern ${python} has no counterpart in JavaScript: left out`, "regexes_to_ignore");
    return [];
  });
  return {
    ...(ignore.length > 0 && { ignore }),
    ...(ignoreCase === true && { ignoreCase }),
    ...(ignorePunctuation === true && { ignorePunctuation }),
    ...(ignoreNumbers === true && { ignoreNumbers }),
  };
}

/** A filter pipeline as transforms; undefined where one of its steps has no counterpart. */
function transformOf(filters: readonly Filter[], warn: (step: number, message: string) => void): Step[] | undefined {
  const steps: Step[] = [];
  for (const [place, { function: name, ...options }] of filters.entries()) {
    if (name === "take_first") continue;
    if (name === "take_first_k" || name === "majority_vote") {
      warn(place, `${name} chooses among repeats; here each repeat is scored and a case has their mean`);
      continue;
    }
    const step = stepOf(String(name), options);
    if (typeof step === "object" && "problem" in step) {
      warn(place, `${step.problem}: the scorers of this filter are left out`);
      return undefined;
    }
    steps.push(step);
  }
  return steps;
}

function stepOf(name: string, options: Readonly<Record<string, unknown>>): Step | { readonly problem: string } {
  switch (name) {
    case "regex": {
      const {
        regex_pattern: python = "#### (\\-?[0-9\\.\\,]+)",
        group_select: which = 0,
        fallback = "[invalid]",
      } = options;
      const translated = translatePattern(String(python));
      if (translated === undefined)
        return { problem: `the pattern ${String(python)} has no counterpart in JavaScript` };
      const { pattern, flags } = translated;
      return {
        find: pattern,
        ...(flags !== "" && { flags }),
        ...(which !== 0 && { which }),
        otherwise: String(fallback),
      };
    }
    case "remove_whitespace":
      return { replace: "^ " };
    case "lowercase":
      return "lower";
    case "uppercase":
      return "upper";
    case "map": {
      const { mapping_dict: map = {}, default_value: otherwise = null } = options;
      const texts = Object.entries(map as object).map(([key, value]) => [key, String(value)]);
      return { map: Object.fromEntries(texts) as Record<string, string>, otherwise: String(otherwise) };
    }
    default:
      return { problem: `the filter ${name} has no counterpart` };
  }
}
