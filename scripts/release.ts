/**
 * `pnpm run release --dry-run`: everything a release needs, without publishing. Packs all packages, checks what is in
 * the tarballs, installs them with npm, pnpm and yarn, and writes the SBOM and the licences to `release/`. Publishing is
 * the work of `.github/workflows/release.yml`.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { packAll, ROOT, run, type Tarball, tryOut } from "./packed.ts";
import { licencesOf, refusedLicences, type Sbom } from "./release/licences.ts";
import { installer, INSTALLERS } from "./release/installers.ts";
import { problemsOfTarball } from "./release/tarball-problems.ts";

if (!process.argv.includes("--dry-run")) {
  console.error(
    "Only a dry run is possible here: pnpm run release --dry-run. CI publishes (.github/workflows/release.yml).",
  );
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), "sameseed-release-"));
const out = join(ROOT, "release");
const problems: string[] = [];
try {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);

  await run(ROOT, "turbo", "run", "build", "--output-logs=errors-only");
  const tarballs = await packAll(scratch);
  console.log(`Packed ${tarballs.length} packages; publint and attw found nothing:`);
  for (const tarball of tarballs) await checkTarball(tarball);
  const versions = new Set(tarballs.map(({ version }) => version));
  if (versions.size > 1) problems.push(`The packages have ${versions.size} versions: ${[...versions].join(", ")}.`);
  const [version = ""] = versions;
  if (!readFileSync(join(ROOT, "CHANGELOG.md"), "utf8").includes(`\n## ${version}\n`))
    problems.push(`CHANGELOG.md has no section "## ${version}".`);

  for (const name of INSTALLERS) await checkInstall(name, tarballs);
  await checkLicences();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
for (const problem of problems) console.error(`✗ ${problem}`);
console.log(
  problems.length === 0 ? "✓ Ready. Nothing was published." : `${problems.length} problems. Nothing was published.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

async function checkTarball({ name, version, path }: Tarball): Promise<void> {
  const files = (await run(scratch, "tar", "-tzf", path)).trim().split("\n");
  const manifest = await run(scratch, "tar", "-xzOf", path, "package/package.json");
  problems.push(...problemsOfTarball({ name, files, manifest }));
  console.log(`  ${name}@${version}: ${files.length} files, ${Math.ceil(statSync(path).size / 1000)} kB`);
}

async function checkInstall(name: (typeof INSTALLERS)[number], tarballs: readonly Tarball[]): Promise<void> {
  const user = join(scratch, name);
  mkdirSync(user);
  const { manifest, files, command } = installer(name, tarballs);
  writeFileSync(join(user, "package.json"), JSON.stringify(manifest));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(user, file), text);
  try {
    const [program, ...args] = command;
    await run(user, program, ...args);
    const [line = ""] = (await tryOut(user, process.execPath)).split("\n");
    console.log(`Installed and ran with ${name}: ${line}`);
  } catch (error) {
    const { stderr = "", stdout = "" } = error as { stderr?: string; stdout?: string };
    problems.push(`${name}: ${(error as Error).message}\n${stdout}\n${stderr}`);
  }
}

async function checkLicences(): Promise<void> {
  const path = join(out, "sbom.cdx.json");
  await run(ROOT, "pnpm", "sbom", "--filter", "sameseed", "--prod", "--sbom-format", "cyclonedx", "--out", path);
  const sbom = JSON.parse(readFileSync(path, "utf8")) as Sbom;
  const licences = licencesOf(sbom);
  writeFileSync(join(out, "licences.txt"), licences.map(({ licence, name }) => `${licence}\t${name}\n`).join(""));
  problems.push(...refusedLicences(licences));
  console.log(`${basename(path)} has ${licences.length} components; licences.txt lists their licences.`);
}
