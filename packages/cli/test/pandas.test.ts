import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { sameseed } from "./hosted-sameseed.ts";
import { ranVariants } from "./runs.ts";

const PYTHON = join(import.meta.dirname, "python");
const execute = promisify(execFile);

/** Whether this machine's Python has a module. */
function hasModule(name: string): boolean {
  try {
    execFileSync("python3", ["-c", `import ${name}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

test.skipIf(!hasModule("pandas"))(
  "the pandas snippet of the docs reads the rows and averages repeats (needs pandas)",
  async () => {
    await using folder = await ranVariants({ cases: 6, right: { a: 3, b: 6 } });
    const { stdout } = await execute("python3", [join(PYTHON, "read-rows.py"), join(folder.run, "rows.csv")]);
    expect(stdout).toMatch(/a\/fake:m\s+0\.5\nb\/fake:m\s+1\.0/);
  },
);

test.skipIf(!hasModule("duckdb"))(
  "the DuckDB snippet of the docs reads rows.parquet of every run (needs duckdb)",
  async () => {
    await using folder = await ranVariants({ cases: 6, right: { a: 3, b: 6 } });
    await sameseed(["export", "latest", "-o", "runs/one/rows.parquet"], { cwd: folder.path });
    const script = `import duckdb; print(duckdb.sql(open(${JSON.stringify(join(PYTHON, "query-rows.sql"))}).read()).fetchall())`;
    const { stdout } = await execute("python3", ["-c", script], { cwd: folder.path });
    expect(stdout).toContain("('a/fake:m', 6, 0.5), ('b/fake:m', 6, 1.0)");
  },
);
