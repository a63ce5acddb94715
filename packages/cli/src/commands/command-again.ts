import type { RunFlags } from "./run-flags.ts";

/** What determines which trials a run has and where it lies: the same command without them is another run. */
const OF_THE_RUN = {
  repeats: "--repeats",
  repeat: "--repeats",
  seed: "--seed",
  seedPolicy: "--seed-policy",
  limit: "--limit",
  filterFirstN: "--limit",
  filterCases: "--filter-cases",
  filterPrompts: "--filter-prompts",
  filterModels: "--filter-models",
  filterPattern: "--filter-cases",
  filterProviders: "--filter-models",
  filterTargets: "--filter-models",
  filterMetadata: "--filter-metadata",
  filterSample: "--filter-sample",
  filterFailing: "--filter-failing",
  baseline: "--baseline",
  margin: "--margin",
  passAt: "--pass-at",
  by: "--by",
  aa: "--aa",
  sequential: "--sequential",
  latency: "--latency",
  shard: "--shard",
  executor: "--executor",
  baseUrl: "--base-url",
  trustData: "--trust-data",
  dropUnsupported: "--drop-unsupported",
  out: "--out",
} as const satisfies Partial<Record<keyof RunFlags, string>>;
const OF_THE_PLAN = [
  "repeats",
  "repeat",
  "limit",
  "filterFirstN",
  "filterCases",
  "filterPrompts",
  "filterModels",
  "filterPattern",
  "filterProviders",
  "filterTargets",
  "filterMetadata",
  "filterSample",
  "filterFailing",
  "baseline",
  "aa",
  "baseUrl",
  "trustData",
  "dropUnsupported",
  "out",
] as const;

type Flag = keyof typeof OF_THE_RUN;

/** A command that goes on from this run, for a shell: with the flags that the run was given and that count. */
export function commandAgain(command: "run" | "plan", file: string, flags: Partial<RunFlags>): string {
  const names: readonly Flag[] = command === "plan" ? OF_THE_PLAN : (Object.keys(OF_THE_RUN) as Flag[]);
  return ["sameseed", command, quoted(file), ...names.flatMap((name) => flagText(name, flags[name]))].join(" ");
}

/** ` --out <folder>` where runs are not where commands look for them. */
export function outText({ out }: Pick<RunFlags, "out">): string {
  return flagText("out", out)
    .map((part) => ` ${part}`)
    .join("");
}

function flagText(name: Flag, value: RunFlags[Flag] | undefined): readonly string[] {
  if (value === undefined || value === false || (name === "out" && value === "results")) return [];
  const flag = OF_THE_RUN[name];
  if (value === true) return [flag];
  if (name === "filterMetadata")
    return Object.entries(value as object).flatMap(([key, text]) => [flag, quoted(`${key}=${text}`)]);
  const text = textOf(value);
  return [flag, name === "baseUrl" && mayHoldKey(text) ? "'<the same>'" : quoted(text)];
}

function textOf(value: NonNullable<RunFlags[Flag]>): string {
  if (Array.isArray(value)) return value.join(",");
  return typeof value === "object" && "of" in value ? `${value.index}/${value.of}` : String(value);
}

/** An address with a user or a query may hold a key, which is never shown. */
function mayHoldKey(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { username, password, search, hash } = new URL(url);
  return `${username}${password}${search}${hash}` !== "";
}

/** A word for a POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
