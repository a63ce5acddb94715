/**
 * What users install: packs every package, installs the tarballs into an empty folder with npm, and runs the
 * bin under plain Node 22 and 24. publint and attw look at each tarball. Catches what running from source cannot: missing
 * files, source paths in `exports`, dependencies that are not declared. The sources run under both, too.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installSize, packAll, ROOT, run, tryOut } from "./packed.ts";

const scratch = mkdtempSync(join(tmpdir(), "sameseed-packed-"));

/** Installs packages into a new project. */
async function install(name: string, packages: readonly string[]): Promise<string> {
  const project = join(scratch, name);
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
  await run(project, "npm", "install", "--no-audit", "--no-fund", ...packages);
  return project;
}

/** A Node 22, and the Node 24 that runs this script. */
async function installNodes(): Promise<string[]> {
  if (!process.version.startsWith("v24.")) throw new Error(`Run this script with Node 24, not ${process.version}.`);
  return [join(await install("node-22", ["node@22"]), "node_modules/node/bin/node"), process.execPath];
}

try {
  const [nodes, tarballs] = await Promise.all([installNodes(), packAll(scratch)]);
  const user = await install(
    "user",
    tarballs.map(({ path }) => path),
  );
  for (const node of nodes) console.log(await tryOut(user, node));
  console.log(installSize(user));
  await checkDeclarations(user);
  for (const node of nodes) await tryOutSources(node);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Compiles the declarations themselves, which `skipLibCheck` would skip. */
async function checkDeclarations(user: string): Promise<void> {
  const typeRoots = [join(ROOT, "node_modules/@types")];
  const compilerOptions = { module: "nodenext", target: "es2024", strict: true, noEmit: true, skipLibCheck: false };
  const config = { compilerOptions: { ...compilerOptions, typeRoots, types: ["node"] }, files: ["types.ts"] };
  writeFileSync(join(user, "tsconfig.json"), JSON.stringify(config));
  writeFileSync(join(user, "types.ts"), 'export * from "sameseed";\n');
  await run(user, "tsc", "-p", ".");
}

/** In a clone the sources run unchanged: Node strips the types and changes no other syntax. */
async function tryOutSources(node: string): Promise<void> {
  const out = join(scratch, "sources");
  const args = ["run", "benchmarks/prompt-versions/benchmark.ts", "--limit", "4", "--out", out];
  const printed = await run(ROOT, node, "packages/cli/src/bin.ts", ...args);
  if (!printed.includes("rows.csv")) throw new Error(`The sources wrote no rows.csv with ${node}:\n${printed}`);
}
