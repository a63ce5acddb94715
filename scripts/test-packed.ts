/**
 * What users install: packs every package, installs the tarballs into an empty folder with npm, and runs the
 * bin under plain Node 22 and 24. publint and attw look at each tarball. Catches what running from source cannot: missing files, source paths in
 * `exports`, dependencies that are not declared.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "sameseed-packed-"));
const tarballs = join(scratch, "tarballs");
mkdirSync(tarballs);

function run(cwd: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

try {
  for (const name of readdirSync(join(root, "packages"))) {
    const folder = join(root, "packages", name);
    const { private: isPrivate } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      private?: boolean;
    };
    if (isPrivate) continue;
    run(folder, "pnpm", "pack", "--pack-destination", tarballs);
    run(folder, "publint", "--pack", "pnpm", "--strict");
  }
  const packed = readdirSync(tarballs).map((file) => join(tarballs, file));
  // The types that a user's compiler finds; nothing here is CommonJS.
  for (const tarball of packed)
    run(scratch, join(root, "node_modules/.bin/attw"), tarball, "--profile", "esm-only", "--quiet");

  for (const major of [22, 24]) {
    const user = join(scratch, `node-${major}`);
    mkdirSync(user);
    writeFileSync(join(user, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
    run(user, "npm", "install", "--no-audit", "--no-fund", `node@${major}`, ...packed);
    const node = join(user, "node_modules/node/bin/node");
    const bin = join(user, "node_modules/sameseed/dist/bin.js");
    console.log(`node ${run(user, node, "--version").trim()}: sameseed ${run(user, node, bin, "--version").trim()}`);
    for (const flags of [[], ["--yaml"]]) {
      const folder = `bench${flags.join("")}`;
      run(user, node, bin, "init", folder, ...flags);
      const file = join(folder, flags.length > 0 ? "benchmark.yaml" : "benchmark.ts");
      const out = run(user, node, bin, "run", file, "--limit", "4");
      if (!out.includes("rows.csv")) throw new Error(`${file} wrote no rows.csv under Node ${major}:\n${out}`);
    }
    console.log(run(user, node, bin, "show", "latest"));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
