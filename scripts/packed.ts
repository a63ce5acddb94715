/** Packs the published packages and tests the result, as users get it. */
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { installedPackages } from "./release/install-size.ts";
import { typeProblems } from "./release/type-problems.ts";

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

/** Packs every published package into the folder; publint and attw check each tarball. */
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
  const problems = await typeProblems(readFileSync(filename));
  if (problems.length > 0) throw new Error(`attw finds in ${name}: ${problems.join(", ")}`);
  return { name, version, path: filename };
}

/** What `npm install sameseed` may take, without optional packages. */
const MOST_MEGABYTES = 55;

/** The size of the installation as text, the largest packages by name. Errors: more than the allowed size. */
export function installSize(user: string): string {
  const packages = installedPackages(user, "sameseed");
  const megabytes = packages.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  const largest = packages.slice(0, 8).map(({ name, bytes }) => `${name} ${(bytes / 1e6).toFixed(1)}`);
  const text = `Installed: ${packages.length} packages, ${megabytes.toFixed(1)} MB (${largest.join(", ")})`;
  if (megabytes > MOST_MEGABYTES) throw new Error(`${text}. At most ${MOST_MEGABYTES} MB are allowed.`);
  return text;
}

/**
 * Creates benchmarks in both forms where sameseed is installed, in a separate folder, and runs them. Returns
 * the output of `show`.
 */
export async function tryOut(user: string, node: string): Promise<string> {
  const version = (await run(user, node, "--version")).trim();
  const place = join(user, version);
  mkdirSync(place);
  const sameseed = (...args: string[]): Promise<string> =>
    run(place, node, join(user, "node_modules/sameseed/dist/bin.js"), ...args);
  const versions = `node ${version}: sameseed ${(await sameseed("--version")).trim()}`;
  for (const flags of [[], ["--yaml"]]) {
    const folder = `bench${flags.join("")}`;
    await sameseed("init", folder, ...flags);
    const file = join(folder, flags.length > 0 ? "benchmark.yaml" : "benchmark.ts");
    const out = await sameseed("run", file, "--limit", "4");
    if (!out.includes("rows.csv")) throw new Error(`${file} wrote no rows.csv in ${place}:\n${out}`);
    const planned = await sameseed("plan", file);
    if (!planned.includes("tokens")) throw new Error(`plan counted no tokens of ${file} in ${place}:\n${planned}`);
  }
  return `${versions}\n${await sameseed("show", "latest")}`;
}
