import type { RunSettings } from "@sameseed/compat";

/** The settings as typed, e.g. `-j 4`; empty for none. */
export function settingsText(settings: RunSettings): string {
  const seconds = (milliseconds: number): string => String(milliseconds / 1000);
  const { filterMetadata = {}, outputs = [] } = settings;
  const parts: readonly (readonly [flag: string, value: string | number | undefined])[] = [
    ["-j", settings.maxConcurrency],
    ["--max-rpm", settings.maxRpm],
    ["--timeout", settings.timeout === undefined ? undefined : seconds(settings.timeout)],
    ["--max-duration", settings.maxDuration === undefined ? undefined : `${seconds(settings.maxDuration)}s`],
    ["--cache", settings.cache],
    ["--limit", settings.limit],
    ["--filter-cases", settings.filterCases],
    ["--filter-prompts", settings.filterPrompts],
    ["--filter-models", settings.filterModels],
    ["--filter-sample", settings.filterSample],
    ...Object.entries(filterMetadata).map(([key, value]) => ["--filter-metadata", `${key}=${value}`] as const),
    ...outputs.map((file) => ["-o", file] as const),
  ];
  const switches = [
    ...(settings.progressBar === false ? ["--no-progress-bar"] : []),
    ...(settings.verbose === true ? ["--verbose"] : []),
  ];
  const valued = parts.flatMap(([flag, value]) => (value === undefined ? [] : [`${flag} ${quoted(String(value))}`]));
  return [...valued, ...switches].join(" ");
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
