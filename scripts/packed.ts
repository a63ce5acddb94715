/** Packs the packages that are published and tries what comes out, as users get it. */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";

export const ROOT = join(import.meta.dirname, "..");

/** A packed package. */
export interface Tarball {
  readonly name: string;
  readonly version: string;
  readonly path: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
}

/** Runs a program and gives its standard output. */
export async function run(cwd: string, command: string, ...args: string[]): Promise<string> {
  return (await promisify(execFile)(command, args, { cwd, maxBuffer: 256e6 })).stdout;
}

/** Does the work for as many items at a time as there are cores. */
export async function forEach<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

/** Packs every published package into the folder; publint and attw check each tarball. Nothing here is CommonJS. */
export async function packAll(destination: string): Promise<Tarball[]> {
  const folders = readdirSync(join(ROOT, "packages")).map((name) => join(ROOT, "packages", name));
  const tarballs: Tarball[] = [];
  await forEach(folders, async (folder) => {
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
    if (!manifest.private) tarballs.push(await pack(folder, destination));
  });
  return tarballs.toSorted((one, other) => basename(one.path).localeCompare(basename(other.path)));
}

async function pack(folder: string, destination: string): Promise<Tarball> {
  const packed = await run(folder, "pnpm", "pack", "--json", "--pack-destination", destination);
  const { name, version, filename } = JSON.parse(packed) as Manifest & { readonly filename: string };
  await run(folder, "publint", "run", filename, "--strict");
  await run(destination, join(ROOT, "node_modules/.bin/attw"), filename, "--profile", "esm-only", "--quiet");
  return { name, version, path: filename };
}

/** Makes benchmarks in both forms where sameseed is installed and runs them. Gives what `show` prints. */
export async function tryOut(user: string, node: string): Promise<string> {
  const sameseed = (...args: string[]): Promise<string> =>
    run(user, node, join(user, "node_modules/sameseed/dist/bin.js"), ...args);
  const versions = `node ${(await run(user, node, "--version")).trim()}: sameseed ${(await sameseed("--version")).trim()}`;
  for (const flags of [[], ["--yaml"]]) {
    const folder = `bench${flags.join("")}`;
    await sameseed("init", folder, ...flags);
    const file = join(folder, flags.length > 0 ? "benchmark.yaml" : "benchmark.ts");
    const out = await sameseed("run", file, "--limit", "4");
    if (!out.includes("rows.csv")) throw new Error(`${file} wrote no rows.csv in ${user}:\n${out}`);
  }
  return `${versions}\n${await sameseed("show", "latest")}`;
}
