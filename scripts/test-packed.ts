/**
 * What users install: packs every package, installs the tarballs into an empty folder with npm, and runs the
 * bin under plain Node 22 and 24. publint and attw look at each tarball. Catches what running from source cannot: missing files, source paths in
 * `exports`, dependencies that are not declared.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "sameseed-packed-"));

async function run(cwd: string, command: string, ...args: string[]): Promise<string> {
  return (await promisify(execFile)(command, args, { cwd })).stdout;
}

/** Does the work for as many items at a time as there are cores. */
async function forEach<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

function isPublished(folder: string): boolean {
  const { private: isPrivate } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    private?: boolean;
  };
  return !isPrivate;
}

/** Packs a package and looks at what a user's bundler and compiler find in it; nothing here is CommonJS. */
async function pack(folder: string): Promise<string> {
  const { filename } = JSON.parse(await run(folder, "pnpm", "pack", "--json", "--pack-destination", scratch)) as {
    filename: string;
  };
  await run(folder, "publint", "run", filename, "--strict");
  await run(scratch, join(root, "node_modules/.bin/attw"), filename, "--profile", "esm-only", "--quiet");
  return filename;
}

/** Installs the tarballs beside a Node of that version and runs a benchmark in both forms. */
async function use(tarballs: readonly string[], major: number): Promise<void> {
  const user = join(scratch, `node-${major}`);
  mkdirSync(user);
  writeFileSync(join(user, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
  await run(user, "npm", "install", "--no-audit", "--no-fund", `node@${major}`, ...tarballs);
  const node = join(user, "node_modules/node/bin/node");
  const sameseed = (...args: string[]): Promise<string> =>
    run(user, node, join(user, "node_modules/sameseed/dist/bin.js"), ...args);
  const versions = `node ${(await run(user, node, "--version")).trim()}: sameseed ${(await sameseed("--version")).trim()}`;
  for (const flags of [[], ["--yaml"]]) {
    const folder = `bench${flags.join("")}`;
    await sameseed("init", folder, ...flags);
    const file = join(folder, flags.length > 0 ? "benchmark.yaml" : "benchmark.ts");
    const out = await sameseed("run", file, "--limit", "4");
    if (!out.includes("rows.csv")) throw new Error(`${file} wrote no rows.csv under Node ${major}:\n${out}`);
  }
  console.log(`${versions}\n${await sameseed("show", "latest")}`);
}

try {
  const folders = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name));
  const tarballs: string[] = [];
  await forEach(folders.filter(isPublished), async (folder) => void tarballs.push(await pack(folder)));
  await forEach([22, 24], (major) => use(tarballs, major));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
