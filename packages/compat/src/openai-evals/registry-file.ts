import type { LocatedYaml } from "../translation/located-yaml.ts";

/** An eval of a registry file: the entry with the class, under the name that users call it by. */
export interface RegistryEval {
  /** As `oaieval` takes it: the base eval's name, or the entry's own where no base eval leads to it. */
  readonly name: string;
  /** Name of the entry with the class, `<base>.<split>.<version>`. */
  readonly key: string;
  readonly description: string | undefined;
  /** The Python class's own name, e.g. `Match`. */
  readonly className: string;
  readonly args: Readonly<Record<string, unknown>>;
}

interface Entry {
  readonly id?: string;
  readonly class?: string;
  readonly description?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** The evals of a registry file, in file order; names that lead nowhere are in `missing`. */
export function registryEvals({ data }: LocatedYaml): {
  readonly evals: readonly RegistryEval[];
  readonly missing: readonly string[];
} {
  const entries = data as Readonly<Record<string, Entry | string>>;
  const evals = new Map<string, RegistryEval>();
  const missing: string[] = [];
  const named = Object.keys(entries).filter((name) => aliasOf(entries[name]) !== undefined);
  const reached = new Set<string>();
  for (const name of [...named, ...Object.keys(entries)]) {
    const key = follow(entries, name);
    const entry = key === undefined ? undefined : entries[key];
    if (key === undefined || typeof entry !== "object" || entry?.class === undefined) {
      missing.push(name);
      continue;
    }
    if (reached.has(key)) continue;
    reached.add(key);
    const base = entries[name];
    evals.set(key, {
      name,
      key,
      description: entry.description ?? (typeof base === "object" ? base.description : undefined),
      className: entry.class.slice(entry.class.lastIndexOf(":") + 1),
      args: entry.args ?? {},
    });
  }
  return { evals: [...evals.values()], missing: [...new Set(missing)] };
}

/** `name: other`, or `name: {id: other}`. */
function aliasOf(entry: Entry | string | undefined): string | undefined {
  return typeof entry === "string" ? entry : entry?.id;
}

/** The entry at the end of the aliases; undefined for a missing one or a cycle. */
function follow(entries: Readonly<Record<string, Entry | string>>, name: string): string | undefined {
  const seen = new Set<string>();
  let key = name;
  for (;;) {
    if (seen.has(key) || !Object.hasOwn(entries, key)) return undefined;
    seen.add(key);
    const alias = aliasOf(entries[key]);
    if (alias === undefined) return key;
    key = alias;
  }
}
