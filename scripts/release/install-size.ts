import { lstatSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A package that an installation brings, and the bytes of its files without the packages nested in it. */
export interface InstalledPackage {
  readonly name: string;
  readonly bytes: number;
}

/**
 * The package with all of its required dependencies, largest first: the contents of an installation of it
 * alone. Optional dependencies and peers are left out. Errors: a dependency that is not installed.
 */
export function installedPackages(project: string, name: string): InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  const visit = (folder: string, from: string): void => {
    if (found.has(folder)) return;
    found.set(folder, { name: from, bytes: bytesOf(folder) });
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    for (const dependency of Object.keys(dependencies)) visit(folderOf(dependency, folder), dependency);
  };
  visit(folderOf(name, project), name);
  return [...found.values()].toSorted((one, other) => other.bytes - one.bytes);
}

/** Where Node finds the package from that folder. */
function folderOf(name: string, from: string): string {
  const folder = join(from, "node_modules", name);
  if (existsSync(folder)) return folder;
  if (from === dirname(from)) throw new Error(`${name} is not installed.`);
  return folderOf(name, dirname(from));
}

function bytesOf(path: string): number {
  const status = lstatSync(path);
  if (!status.isDirectory()) return status.size;
  const names = readdirSync(path).filter((name) => name !== "node_modules");
  return names.reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
}
