/** Options of the library that its sentences name. The command line has a flag for each. */
export const OPTION_NAMES = [
  "annotator",
  "baseUrl",
  "budget.maxCostUsd",
  "budget.maxDurationMs",
  "budget.maxTokens",
  "cache",
  "cacheDir",
  "calls",
  "cases",
  "cluster",
  "concurrency",
  "covariate",
  "data",
  "detect",
  "discordance",
  "downloadTests",
  "dropUnsupported",
  "examples",
  "executor",
  "failOnDrift",
  "filterCases",
  "filterModels",
  "filterPrompts",
  "filterSample",
  "force",
  "formats",
  "isPartial",
  "latency",
  "latency.warmUp",
  "limit",
  "maxRequestsPerMinute",
  "maxRetries",
  "model",
  "out",
  "pilot",
  "prices",
  "probe",
  "prune",
  "repeats",
  "resume",
  "retryErrors",
  "scale",
  "seedPolicy",
  "sequential",
  "shard",
  "share",
  "timeoutMs",
  "trialTimeoutMs",
  "trustData",
  "variants",
] as const;
export type OptionName = (typeof OPTION_NAMES)[number];

/** An option as a sentence names it: `budget.maxCostUsd` in backticks. The command line writes its flag in that place. */
export function option(name: OptionName): string {
  return `\`${name}\``;
}

const NAMED = new RegExp(`\`(${OPTION_NAMES.map((name) => name.replace(".", "\\.")).join("|")})\``, "g");

/** The text with each option that it names as `nameOf` gives it. */
export function withOptionNames(text: string, nameOf: (name: OptionName) => string): string {
  return text.replace(NAMED, (_, name: OptionName) => nameOf(name));
}
