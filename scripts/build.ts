/**
 * Builds all packages in one process, each after those that it depends on, for `pnpm test` on a machine without a cache.
 * `pnpm build` does the same with a process and a cache for each package.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "tsdown";

const PACKAGES = join(import.meta.dirname, "../packages");

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const packages = new Map(
  readdirSync(PACKAGES).map((folder) => {
    const cwd = join(PACKAGES, folder);
    const manifest = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8")) as Manifest;
    return [manifest.name, { cwd, manifest }];
  }),
);
const builds = new Map<string, Promise<unknown>>();

/** Builds a package of ours once. Its declarations are written from its sources and the built types of its dependencies. */
function built(name: string): Promise<unknown> {
  const started = builds.get(name) ?? buildAfterDependencies(name);
  builds.set(name, started);
  return started;
}

async function buildAfterDependencies(name: string): Promise<void> {
  const { cwd, manifest } = packages.get(name)!;
  const needed = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies };
  await Promise.all(
    Object.keys(needed)
      .filter((other) => packages.has(other))
      .map(built),
  );
  await build({ cwd, config: join(cwd, "tsdown.config.ts"), logLevel: "error" });
}

await Promise.all([...packages.keys()].map(built));
