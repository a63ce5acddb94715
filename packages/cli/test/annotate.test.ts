import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import type { Report } from "@sameseed/core";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { sameseed } from "./hosted-sameseed.ts";
import { ranVariants } from "./runs.ts";
import { SOFFICE } from "./soffice.ts";

/** Prompt a answers the first 30 of 60 cases right, prompt b the first 48. */
const ARMS = { cases: 60, right: { a: 30, b: 48 } };

type Line = Record<string, string>;

async function sheet(path: string): Promise<Line[]> {
  const { data } = Papa.parse<Line>((await readFile(path, "utf8")).replace(/^\uFEFF/, ""), {
    header: true,
    skipEmptyLines: true,
  });
  return data;
}

/** The labels of a person who is nearly always right: they depend on the answer in the sheet, never on the variant. */
const honest = (line: Line): string => (line["answer"] === line["expected"] ? "pass" : "fail");

async function fill(path: string, labelOf: (line: Line, place: number) => string): Promise<Line[]> {
  const lines = (await sheet(path)).map((line, place) => ({ ...line, label: labelOf(line, place) }));
  await writeFile(path, Papa.unparse(lines));
  return lines;
}

async function reportOf(run: string): Promise<Report> {
  return JSON.parse(await readFile(join(run, "report.json"), "utf8")) as Report;
}

test("a sheet is blind, random and the same for all except its order; the key stays in the run", async () => {
  await using folder = await ranVariants(ARMS);
  const made = await sameseed(
    ["annotate", "export", "latest", "--format", "csv", "-n", "20", "--annotators", "2", "-o", "sheets"],
    { cwd: folder.path },
  );
  expect(made).toMatchObject({ code: 0 });
  expect(made.stdout).toContain("40 lines of 20 cases to label for contains (pass-fail)");
  expect(await readdir(join(folder.path, "sheets"))).toEqual([
    "labels-contains-pass-fail-1.csv",
    "labels-contains-pass-fail-2.csv",
  ]);
  const [one, two] = await Promise.all(
    ["1", "2"].map((person) => sheet(join(folder.path, "sheets", `labels-contains-pass-fail-${person}.csv`))),
  );
  const itemsOf = (lines: readonly Line[]): string[] => lines.map(({ item }) => item!);
  expect(itemsOf(one!)).not.toEqual(itemsOf(two!));
  expect(itemsOf(one!).toSorted()).toEqual(itemsOf(two!).toSorted());
  expect(Object.keys(one![0]!)).toEqual(["item", "vars.number", "expected", "answer", "label", "note", "annotator"]);
  expect(await readFile(join(folder.path, "sheets/labels-contains-pass-fail-1.csv"), "utf8")).not.toMatch(
    /fake|\bc0\d\d\b/,
  );
  const perCase = Map.groupBy(one!, (line) => line["vars.number"]);
  expect([...perCase.values()].every((lines) => lines.length === 2)).toBe(true);
  const keys = (await readFile(join(folder.run, "labels.key.jsonl"), "utf8")).trim().split("\n");
  expect(keys).toHaveLength(40);
});

test("filled sheets come back into every report, and a second import replaces the first", async () => {
  await using folder = await ranVariants(ARMS, ["--format", "xlsx"]);
  const at = { cwd: folder.path };
  await sameseed(["annotate", "export", "--format", "csv", "-n", "55", "--annotators", "2", "-o", "."], at);
  const [first, second] = ["1", "2"].map((person) => join(folder.path, `labels-contains-pass-fail-${person}.csv`));
  await fill(first!, honest);
  await fill(second!, (line, place) => (place % 10 === 0 ? "" : place % 11 === 1 ? "fail" : honest(line)));

  const imported = await sameseed(["annotate", "import", "latest", basename(first!), basename(second!)], at);
  expect(imported).toMatchObject({ code: 0, stderr: "" });
  expect(imported.stdout).toContain('110 labels of "person 1"');
  expect(imported.stdout).toMatch(/person 1 and person 2 agree in \d+ of 99 answers/);
  const report = await reportOf(folder.run);
  expect(report.manifest.labels).toEqual([
    { metric: "contains", scale: "pass-fail", annotators: ["person 1", "person 2"], labels: 209 },
  ]);
  const [audit] = report.judges!;
  expect(audit).toMatchObject({ metric: "contains", judge: null });
  expect(audit!.people[0]).toMatchObject({ scale: "pass-fail", items: 110, labels: 209 });
  expect(audit!.corrected.map(({ quantity, method }) => [quantity, method])).toEqual([
    ["mean", "prediction-powered"],
    ["mean", "prediction-powered"],
    ["difference", "prediction-powered"],
  ]);
  const rows = await sheet(join(folder.run, "rows.csv"));
  expect(rows.filter((row) => row["human.contains"] !== "")).toHaveLength(110);
  expect(Object.keys((await sheet(join(folder.run, "wide.csv")))[0]!)).toContain("a/fake:m.human.contains");
  expect(await readFile(join(folder.run, "judges.csv"), "utf8")).toContain("judge_people_kappa");
  expect(await readFile(join(folder.run, "report.md"), "utf8")).toContain("Judge audit");

  await fill(second!, honest);
  await sameseed(["annotate", "import", "latest", basename(second!)], at);
  const again = await reportOf(folder.run);
  expect(again.judges![0]!.people[0]).toMatchObject({ labels: 220, between: { agreement: { hits: 110, n: 110 } } });

  await fill(second!, (line, place) => (place === 0 ? "fail" : ""));
  await sameseed(["annotate", "import", "latest", basename(second!)], at);
  const corrected = await reportOf(folder.run);
  expect(corrected.judges![0]!.people[0]).toMatchObject({ labels: 220 });
  await fill(second!, (_, place) => (place === 0 ? "None" : ""));
  const removed = await sameseed(["annotate", "import", "latest", basename(second!)], at);
  expect(removed.stdout).toContain('0 labels and 1 removed label of "person 2"');
  expect((await reportOf(folder.run)).judges![0]!.people[0]).toMatchObject({ labels: 219 });
  await writeFile(second!, `\uFEFF${(await readFile(second!, "utf8")).replace(/^\uFEFF/, "")}`, "utf16le");
  const repeated = await sameseed(["annotate", "import", "latest", basename(second!)], at);
  expect(repeated.stdout).toContain('0 labels of "person 2"'); // no label is left to remove
  await writeFile(second!, await readFile(second!, "utf16le"));
  await fill(second!, honest);
  await sameseed(["annotate", "import", "latest", basename(second!)], at);
  const filled = await readFile(second!, "utf8");
  const secondExport = ["annotate", "export", "--format", "csv", "-n", "60", "--annotators", "2", "-o", "."];
  const refused = await sameseed(secondExport, at);
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.stderr).toContain("labels-contains-pass-fail-1.csv exists already, and may contain labels.");
  expect(await readFile(second!, "utf8")).toBe(filled);

  const verified = await sameseed(["verify", "latest"], at);
  expect(verified).toMatchObject({ code: 0 });
  const replayed = await sameseed(["replay", "latest"], at);
  expect(replayed).toMatchObject({ code: 0 });
  const copy = (await readdir(join(folder.path, "results"))).find((name) => name.endsWith("-replay"))!;
  expect((await reportOf(join(folder.path, "results", copy))).judges).toEqual(again.judges);
});

test("preferences are shown in a seeded order and count for the variant that won", async () => {
  await using folder = await ranVariants(ARMS);
  const at = { cwd: folder.path };
  await sameseed(["annotate", "export", "--scale", "preference", "--format", "csv", "-n", "60", "-o", "."], at);
  const path = join(folder.path, "labels-contains-preference-1.csv");
  const filled = await fill(path, (line) =>
    line["answer A"] === line["answer B"] ? "tie" : line["answer A"] === "yes" ? "A" : "B",
  );
  expect(new Set(filled.map(({ label }) => label))).toEqual(new Set(["A", "B", "tie"]));
  const { code } = await sameseed(["annotate", "import", "latest", basename(path)], at);
  expect(code).toBe(0);
  const { judges } = await reportOf(folder.run);
  expect(judges![0]!.people[0]).toMatchObject({ scale: "preference", withJudge: { agreement: { hits: 60, n: 60 } } });
  expect(judges![0]!.corrected).toEqual([
    expect.objectContaining({ quantity: "win rate", variant: "b/fake:m", against: "a/fake:m", estimate: 0.65 }),
  ]);
});

test("reads Excel's sheets: semicolons, a byte order mark, its own code page, other columns first", async () => {
  await using folder = await ranVariants(ARMS);
  const at = { cwd: folder.path };
  await sameseed(["annotate", "export", "--format", "csv", "-n", "5", "-o", "."], at);
  const lines = await sheet(join(folder.path, "labels-contains-pass-fail-1.csv"));
  const turned = lines.toReversed().map((line) => ({ label: "PASS", note: "für mich gut", item: line["item"] }));
  const text = Papa.unparse(turned, { delimiter: ";" });
  await writeFile(join(folder.path, "excel.csv"), `\uFEFF${text}`);
  await writeFile(join(folder.path, "ansi.csv"), Buffer.from(text, "latin1"));
  for (const [file, person] of [
    ["excel.csv", "ana"],
    ["ansi.csv", "bo"],
  ] as const) {
    expect(await sameseed(["annotate", "import", "latest", file, "--annotator", person], at)).toMatchObject({
      code: 0,
    });
  }
  const stored = (await readFile(join(folder.run, "labels.jsonl"), "utf8")).trim().split("\n");
  expect(stored).toHaveLength(20);
  expect(stored.every((line) => line.includes("für mich gut"))).toBe(true);
});

test("an invalid label is an error with row and column, and nothing is imported", async () => {
  await using folder = await ranVariants(ARMS);
  const at = { cwd: folder.path };
  const unknown = await sameseed(["annotate", "import", "latest", "x.csv"], at);
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining("annotate export") as string });
  await sameseed(["annotate", "export", "--format", "csv", "-n", "3", "-o", "."], at);
  const path = join(folder.path, "labels-contains-pass-fail-1.csv");
  await fill(path, (_, place) => (place === 1 ? "good enough" : place === 2 ? "nope" : "pass"));
  const { code, stderr } = await sameseed(["annotate", "import", "latest", basename(path)], at);
  expect(code).toBe(2);
  expect(stderr).toContain(
    'labels-contains-pass-fail-1.csv, line 3, column "label": "good enough" is not pass or fail',
  );
  expect(stderr).toContain("line 4");
  expect(existsSync(join(folder.run, "labels.jsonl"))).toBe(false);
});

test.each([
  [["annotate", "export", "latest", "--metric", "contians"], "contains"],
  [["annotate", "export", "latest", "--variant", "c/fake:m"], "a/fake:m"],
  [["annotate", "export", "latest", "--variant", "a/fake:m", "--scale", "preference"], "two variants"],
  [["annotate", "export", "latest", "--share", "0.1", "-n", "5"], "cannot be used with"],
  [["annotate", "import", "latest", "a.csv", "b.csv", "--annotator", "ana"], "one by one"],
])("%j is a mistake that names the valid values", async (args, message) => {
  await using folder = await ranVariants({ cases: 3, right: { a: 1, b: 2 } });
  const { code, stderr } = await sameseed(args, { cwd: folder.path });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) as string });
});

test.runIf(SOFFICE !== undefined)(
  "a sheet goes through LibreOffice and back, as .xlsx and as .csv (needs LibreOffice)",
  async () => {
    await using folder = await ranVariants(ARMS);
    const at = { cwd: folder.path };
    const convert = async (to: string, file: string): Promise<void> => {
      await mkdir(join(folder.path, "out"), { recursive: true });
      await promisify(execFile)(SOFFICE!, [
        `-env:UserInstallation=file://${join(folder.path, "profile")}`,
        "--headless",
        "--convert-to",
        to,
        "--outdir",
        join(folder.path, "out"),
        join(folder.path, file),
      ]);
    };
    await sameseed(["annotate", "export", "-n", "10", "--annotators", "2", "-o", "."], at);
    for (const person of ["1", "2"]) {
      await convert(
        "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,1",
        `labels-contains-pass-fail-${person}.xlsx`,
      );
    }
    const saved = await readdir(join(folder.path, "out"));
    expect(saved).toHaveLength(2);
    for (const name of saved) {
      const { data } = Papa.parse<Line>(await readFile(join(folder.path, "out", name), "utf8"), {
        header: true,
        skipEmptyLines: true,
      });
      expect(data).toHaveLength(20);
      const filled = data.map((line) => ({ ...line, label: honest(line) }));
      await writeFile(join(folder.path, name), Papa.unparse(filled, { delimiter: name.includes("-1") ? ";" : "," }));
    }
    const [first, second] = saved.toSorted();
    await convert("xlsx", second!);
    const { code, stderr } = await sameseed(
      ["annotate", "import", "latest", first!, join("out", second!.replace(/\.csv$/, ".xlsx"))],
      at,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { judges } = await reportOf(folder.run);
    expect(judges![0]!.people[0]).toMatchObject({
      annotators: ["person 1", "person 2"],
      labels: 40,
      withJudge: { agreement: { hits: 20, n: 20 } },
    });

    const [line] = Papa.parse<Line>(await readFile(join(folder.path, second!), "utf8"), { header: true }).data;
    await writeFile(join(folder.path, second!), Papa.unparse([{ ...line, label: "None" }]));
    await convert("xlsx", second!);
    const workbook = join("out", second!.replace(/\.csv$/, ".xlsx"));
    const taken = await sameseed(["annotate", "import", "latest", workbook], at);
    expect(taken.stdout).toContain('0 labels and 1 removed label of "person 2"');
    expect((await reportOf(folder.run)).judges![0]!.people[0]).toMatchObject({ labels: 39 });
  },
);
