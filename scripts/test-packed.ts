/**
 * What users install: packs every package, installs the tarballs into an empty folder with npm, and runs the
 * bin under plain Node 22 and 24. publint and attw look at each tarball. Catches what running from source cannot: missing files, source paths in
 * `exports`, dependencies that are not declared.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forEach, installSize, packAll, run, type Tarball, tryOut } from "./packed.ts";

const scratch = mkdtempSync(join(tmpdir(), "sameseed-packed-"));

/** Installs the tarballs beside a Node of that version and runs a benchmark in both forms. */
async function use(tarballs: readonly Tarball[], major: number): Promise<void> {
  const user = join(scratch, `node-${major}`);
  mkdirSync(user);
  writeFileSync(join(user, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
  const paths = tarballs.map(({ path }) => path);
  await run(user, "npm", "install", "--no-audit", "--no-fund", `node@${major}`, ...paths);
  console.log(await tryOut(user, join(user, "node_modules/node/bin/node")));
  console.log(installSize(user));
}

try {
  const tarballs = await packAll(scratch);
  await forEach([22, 24], (major) => use(tarballs, major));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
