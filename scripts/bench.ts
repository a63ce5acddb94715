/**
 * `pnpm bench` lists the speed tests in benches/ with the first sentence of each header; `pnpm bench <name>
 * …` runs one with its arguments.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../benches");
const [name, ...args] = process.argv.slice(2);

/** The first sentence of the comment at the beginning of a bench; null for a file that is not a bench. */
function purposeOf(file: string): string | null {
  const [, comment] = /^\/\*\*\n([^]*?)\*\//.exec(readFileSync(join(folder, file), "utf8")) ?? [];
  if (comment === undefined || !comment.includes("node benches/")) return null;
  const text = comment.replaceAll(/\s*\n \* ?/g, " ").replace(/^ \* ?/, "");
  return /^.*?[.:](?=\s|$)/.exec(text)![0].trim().replace(/:$/, ".");
}

const benches = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) => {
    const purpose = purposeOf(file);
    return purpose === null ? [] : [{ name: file.slice(0, -".ts".length), purpose }];
  });

if (name === undefined) {
  const width = Math.max(...benches.map((bench) => bench.name.length));
  for (const bench of benches) console.log(`${bench.name.padEnd(width)}  ${bench.purpose}`);
} else if (benches.every((bench) => bench.name !== name)) {
  console.error(`There is no bench "${name}". pnpm bench lists them.`);
  process.exitCode = 2;
} else {
  process.exitCode =
    spawnSync(process.execPath, [join(folder, `${name}.ts`), ...args], { stdio: "inherit" }).status ?? 1;
}
