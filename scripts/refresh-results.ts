/**
 * Runs every benchmark, stores its small result next to it, as `benchmarks/<name>/result/`, and updates the quotes
 * in the README files. Needed when the embedded models or the reports change:
 * `packages/cli/test/benchmarks.test.ts` fails then.
 * Run: node scripts/refresh-results.ts
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const KEPT = ["summary.csv", "comparisons.csv", "report.json", "rows.csv"];

function run(file: string, ...args: string[]): { readonly stdout: string; readonly runs: readonly string[] } {
  const out = mkdtempSync(join(tmpdir(), "sameseed-results-"));
  const stdout = execFileSync(process.execPath, [join(root, file), ...args, "--out", out], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return {
    stdout,
    runs: readdirSync(out)
      .toSorted()
      .map((id) => join(out, id)),
  };
}

function keep(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const name of KEPT) copyFileSync(join(from, name), join(to, name));
}

/** Fills the blocks that begin with ```` ```text of <path> ````. */
function quoteAnew(page: string): void {
  const text = readFileSync(join(root, page), "utf8");
  const quote = (_: string, path: string) =>
    `\`\`\`text of ${path}\n${readFileSync(join(root, path), "utf8").trimEnd()}\n\`\`\``;
  writeFileSync(join(root, page), text.replaceAll(/^```text of (\S+)\n[^]*?^```$/gm, quote));
}

for (const name of ["prompt-versions", "model-choice"]) {
  const folder = `benchmarks/${name}`;
  const { stdout, runs } = run("packages/cli/src/bin.ts", "run", `${folder}/benchmark.ts`);
  keep(runs[0]!, join(root, folder, "result"));
  writeFileSync(join(root, folder, "result/table.txt"), `${stdout.split("\nWrote ")[0]!.trimEnd()}\n`);
}

const mars = join(root, "benchmarks/mars-excerpt/result");
const { stdout, runs } = run("benchmarks/mars-excerpt/experiment.ts");
keep(runs[0]!, join(mars, "unseeded"));
keep(runs[1]!, join(mars, "seeded"));
writeFileSync(join(mars, "experiment.txt"), stdout);
writeFileSync(join(mars, "distances.txt"), stdout.slice(stdout.indexOf("\narm ") + 1));

for (const page of [
  "README.md",
  ...readdirSync(join(root, "benchmarks")).map((name) => `benchmarks/${name}/README.md`),
])
  quoteAnew(page);
