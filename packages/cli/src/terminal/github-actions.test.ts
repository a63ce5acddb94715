import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { annotations, summaryWithin, writeStepSummary } from "./github-actions.ts";

const MEBIBYTE = 1024 * 1024;

test("leaves a short summary unchanged", () => {
  expect(summaryWithin("## é\n", 6)).toBe("## é\n");
});

test.each([200, 1000, 2500])("a summary in %i bytes has whole lines and closes its tags", (bytes) => {
  const markdown = [
    "## title",
    "",
    "<details>",
    ...Array.from({ length: 300 }, (_, n) => `| é ${n} |`),
    "</details>",
  ].join("\n");
  const cut = summaryWithin(markdown, bytes);
  expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytes);
  expect(cut).toMatch(/\n<\/details>\n\n… The rest does not fit/);
  for (const line of cut.split("\n").filter((one) => one.startsWith("|"))) expect(line).toMatch(/^\| é \d+ \|$/);
});

test("the summary of a step stays below GitHub's limit, with any existing text", async () => {
  const folder = await mkdtemp(join(tmpdir(), "summary-"));
  const file = join(folder, "summary.md");
  try {
    await writeFile(file, "x".repeat(MEBIBYTE - 400));
    await writeStepSummary(file, "| a line |\n".repeat(100_000));
    const text = await readFile(file, "utf8");
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MEBIBYTE);
    expect(text).toContain("The rest does not fit");
    await writeStepSummary(file, "| a line |\n".repeat(100_000));
    expect(Buffer.byteLength(await readFile(file, "utf8"))).toBeLessThanOrEqual(MEBIBYTE);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("the text of an annotation ends neither its line nor its property", () => {
  const check = {
    group: "gate.score",
    result: "failed" as const,
    name: "a,b:c\n::error::x",
    message: "100 %\r\n::set-output name=x::1",
  };
  expect(annotations([check])).toEqual([
    "::error title=a%2Cb%3Ac%0A%3A%3Aerror%3A%3Ax::100 %25%0D%0A::set-output name=x::1",
  ]);
});
