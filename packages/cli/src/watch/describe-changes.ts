import { type BenchmarkRecord, canonicalJson } from "@sameseed/core";

/**
 * The differences between two states of a benchmark, in words: `prompt terse changed`, `2 cases new`. Empty
 * without a difference.
 */
export function describeChanges(before: BenchmarkRecord, now: BenchmarkRecord): string[] {
  return [
    ...listed("prompt", differences(promptsOf(before), promptsOf(now))),
    ...listed("model", differences(modelsOf(before), modelsOf(now))),
    ...casesText(before.cases, now.cases),
    ...listed("scorer", differences(scorersOf(before), scorersOf(now))),
    ...SETTINGS.flatMap(([key, words]) =>
      canonicalJson(before[key]) === canonicalJson(now[key]) ? [] : [`${words} changed`],
    ),
  ];
}

const SETTINGS = [
  ["name", "name"],
  ["description", "description"],
  ["seed", "seed"],
  ["seedPolicy", "seed policy"],
  ["repeats", "repeats"],
  ["baseline", "baseline"],
  ["margin", "margin"],
] as const;

/** Content by id. */
type Contents = ReadonlyMap<string, string>;

interface Differences {
  readonly new: readonly string[];
  readonly changed: readonly string[];
  readonly gone: readonly string[];
}

function differences(before: Contents, now: Contents): Differences {
  const ids = [...now.keys()];
  return {
    new: ids.filter((id) => !before.has(id)),
    changed: ids.filter((id) => before.has(id) && before.get(id) !== now.get(id)),
    gone: [...before.keys()].filter((id) => !now.has(id)),
  };
}

function listed(noun: string, found: Differences): string[] {
  return (["new", "changed", "gone"] as const).flatMap((how) => found[how].map((id) => `${noun} ${id} ${how}`));
}

/** Counted where the manifest lists the cases' hashes, which it does up to 10,000. */
function casesText(before: BenchmarkRecord["cases"], now: BenchmarkRecord["cases"]): string[] {
  if (before.hash === now.hash) return [];
  if (before.hashes === null || now.hashes === null) return ["cases changed"];
  const found = differences(new Map(Object.entries(before.hashes)), new Map(Object.entries(now.hashes)));
  const counts = (["new", "changed", "gone"] as const).flatMap((how) => {
    const { length } = found[how];
    return length === 0 ? [] : [`${length} ${length === 1 ? "case" : "cases"} ${how}`];
  });
  return counts.length === 0 ? ["order of the cases changed"] : counts;
}

function promptsOf({ prompts }: BenchmarkRecord): Contents {
  return new Map(prompts.map(({ id, hash, files = "" }) => [id, `${hash} ${files}`]));
}

function modelsOf({ variants }: BenchmarkRecord): Contents {
  return new Map(variants.map(({ model, identity, params }) => [model, canonicalJson([identity, params])]));
}

function scorersOf({ scorers }: BenchmarkRecord): Contents {
  return new Map(scorers.map(({ name, hash }) => [name, hash]));
}
