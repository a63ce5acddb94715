import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const packages = join(import.meta.dirname, "../..");
const names = readdirSync(packages);
const manifests = new Map(
  names.map((name) => {
    const text = readFileSync(join(packages, name, "package.json"), "utf8");
    return [name, JSON.parse(text) as { readonly name: string; readonly dependencies?: Record<string, string> }];
  }),
);
const folderOf = new Map([...manifests].map(([folder, { name }]) => [name, folder]));

/** An import of one file by another; `to` is a file of the same package, or the name of another package. */
interface Import {
  readonly from: string;
  readonly to: string;
}

const sources = names.flatMap((name) =>
  readdirSync(join(packages, name, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test(?:-d)?\.tsx?$|(?:^|\/)testing\//.test(file))
    .map((file) => join(name, "src", file)),
);
const imports = sources.flatMap((from): Import[] => {
  const text = readFileSync(join(packages, from), "utf8");
  const specifiers = text.matchAll(/^(?:import|export)\b[^;'"`]*?\bfrom\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm);
  return [...specifiers].flatMap(([, fixed, late]): Import[] => {
    const specifier = fixed ?? late!;
    if (specifier.startsWith(".")) return [{ from, to: join(dirname(from), specifier) }];
    const owner = folderOf.get(
      specifier
        .split("/")
        .slice(0, specifier.startsWith("@") ? 2 : 1)
        .join("/"),
    );
    return owner === undefined ? [] : [{ from, to: owner }];
  });
});

const packageOf = (path: string): string => path.split("/", 1)[0]!;
const between = imports.filter(({ from, to }) => packageOf(from) !== packageOf(to));

/** A path from a node back to itself, as `a → b → a`; null without one. */
function cycleIn(edges: ReadonlyMap<string, ReadonlySet<string>>): string | null {
  const done = new Set<string>();
  const walk = (node: string, path: readonly string[]): string | null => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node].join(" → ");
    if (done.has(node)) return null;
    for (const next of edges.get(node) ?? []) {
      const found = walk(next, [...path, node]);
      if (found !== null) return found;
    }
    done.add(node);
    return null;
  };
  for (const node of edges.keys()) {
    const found = walk(node, []);
    if (found !== null) return found;
  }
  return null;
}

function edgesOf(pairs: Iterable<readonly [from: string, to: string]>): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const [from, to] of pairs) {
    if (from !== to) edges.set(from, (edges.get(from) ?? new Set()).add(to));
  }
  return edges;
}

test("finds a cycle and its path", () => {
  const edges = edgesOf([
    ["a", "b"],
    ["b", "c"],
    ["c", "b"],
    ["a", "c"],
  ]);
  expect(cycleIn(edges)).toBe("b → c → b");
  expect(cycleIn(edgesOf([["a", "b"]]))).toBeNull();
});

test("reads the imports: the pipeline imports core, and the command line the pipeline", () => {
  expect(between).toContainEqual(expect.objectContaining({ to: "pipeline" }));
  expect(between.filter(({ to }) => to === "core").length).toBeGreaterThan(300);
});

describe("ARCHITECTURE.md", () => {
  const page = readFileSync(join(packages, "../ARCHITECTURE.md"), "utf8");
  const allowed = new Map(
    [...page.matchAll(/^\| `packages\/(\w+)` \| ([^|]*) \|/gm)].map(([, name, list]) => [
      name!,
      new Set([...list!.matchAll(/\w+/g)].map(([word]) => word)),
    ]),
  );

  test("names every package and its imports", () => {
    expect([...allowed.keys()].toSorted()).toEqual(names.toSorted());
  });

  test.each(names)("packages/%s imports only the packages that the page lists", (name) => {
    const found = new Set(between.filter(({ from }) => packageOf(from) === name).map(({ to }) => to));
    expect([...found].toSorted()).toEqual([...(allowed.get(name) ?? [])].filter((to) => names.includes(to)).toSorted());
  });
});

test("no package imports, by way of others, itself", () => {
  expect(cycleIn(edgesOf(between.map(({ from, to }) => [packageOf(from), to])))).toBeNull();
});

test.each(names)("no folder of packages/%s imports, by way of others, itself", (name) => {
  const inside = imports.filter(
    ({ from, to }) => packageOf(from) === name && packageOf(to) === name && to.includes("/"),
  );
  const pairs = inside
    .filter(({ from, to }) => !from.endsWith("/index.ts") && !to.endsWith("/index.ts"))
    .map(({ from, to }) => [dirname(from), dirname(to)] as const);
  expect(cycleIn(edgesOf(pairs))).toBeNull();
});

test("no file imports a package's file past its front door", () => {
  const past = imports.filter(({ from, to }) => to.includes("/") && packageOf(from) !== packageOf(to));
  expect(past.map(({ from, to }) => `${from} → ${relative(".", to)}`)).toEqual([]);
});
