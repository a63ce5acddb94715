/** The page's Judge view, and a judge's calls in the Trial view. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { WordedReport } from "@sameseed/core";
import Papa from "papaparse";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, seriousViolations, startChromium } from "./chromium.ts";
import { sameseed } from "./hosted-sameseed.ts";
import { ranVariants } from "./runs.ts";
import { folderWith, startSameseed } from "./sameseed.ts";

const HOSTILE = "</script><img src=x onerror='window.pwned = 1'>[[A]]";

/** Two models of two families; an inconsistent judge with hostile text compares and grades their answers. */
const BENCHMARK = `import { defineBenchmark, fake } from "sameseed";
const call = (purpose, value, number) => ({
  purpose, seed: 7, text: number === 0 ? ${JSON.stringify(HOSTILE)} : "Assistant A is better. [[A]]", value,
  modelVersion: "gpt-4o-2024", systemFingerprint: number < 8 ? "fp_1" : "fp_2", promptTokens: 10, completionTokens: 2,
  costUsd: 0.001, latencyMs: 5, attempts: 1, cached: false,
});
const grade = {
  name: "rubric",
  score: ({ case: { vars }, trial }) => {
    const value = trial.variant.includes("gpt") ? 1 : vars.number % 2;
    return { value, judgement: { judge: "openai:gpt-4o", kind: "grade", calls: [call("verdict", value, vars.number), call("retest", vars.number % 5 === 0 ? 0.5 : value, vars.number)] } };
  },
};
const pairwise = {
  name: "pairwise",
  score: ({ case: { vars }, trial }) => {
    const isSecond = trial.variant.includes("gpt");
    const first = vars.number % 3 === 0 ? 0 : 1;
    const of = (value) => (isSecond ? value : 1 - value);
    return { value: of((1 + first) / 2), judgement: { judge: "openai:gpt-4o", kind: "pairwise", shown: ["direct/fake:claude-3", "direct/fake:gpt-4o"], calls: [call("verdict", of(1), vars.number), call("swapped", of(first), vars.number)] } };
  },
};
export default defineBenchmark({
  name: "judged", seed: 1,
  cases: Array.from({ length: 16 }, (_, number) => ({ id: "c" + number, vars: { number }, expected: "yes" })),
  prompts: [{ id: "direct", text: "{{number}}" }],
  models: ["claude-3", "gpt-4o"].map((model) => fake("fake:" + model, ({ messages }) => model + " says " + messages.at(-1).content)),
  scorers: [grade, pairwise],
});
`;

interface JudgedRun extends AsyncDisposable {
  readonly path: string;
  readonly run: string;
}

/** A run with a judge and people's labels of its grades. */
async function judgedRun(): Promise<JudgedRun> {
  const folder = await folderWith({ "benchmark.ts": BENCHMARK, "package.json": '{"type":"module"}' });
  const at = { cwd: folder.path };
  const { code, stderr } = await sameseed(["run", "benchmark.ts", "--no-progress-bar"], at);
  if (code !== 0) throw new Error(stderr);
  await sameseed(["annotate", "export", "--metric", "rubric", "--format", "csv", "-o", "."], at);
  const sheet = join(folder.path, "labels-rubric-pass-fail-1.csv");
  const { data } = Papa.parse<Record<string, string>>((await readFile(sheet, "utf8")).slice(1), {
    header: true,
    skipEmptyLines: true,
  });
  const filled = data.map((line, place) => ({
    ...line,
    label: place % 3 === 0 ? "fail" : "pass",
    note: "<b>fine</b>",
  }));
  await writeFile(sheet, Papa.unparse(filled));
  const imported = await sameseed(["annotate", "import", "latest", sheet], at);
  if (imported.code !== 0) throw new Error(imported.stderr);
  const [id] = await readdir(join(folder.path, "results"));
  return {
    path: folder.path,
    run: join(folder.path, "results", id!),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

describe.skipIf(CHROMIUM === undefined)("the Judge view (needs Chromium)", () => {
  let browser: Browser;
  let judged: JudgedRun;
  beforeAll(async () => {
    browser = await startChromium();
    judged = await judgedRun();
  });
  afterAll(async () => {
    await browser?.close();
    await judged?.[Symbol.asyncDispose]();
  });
  const urlOf = (hash: string): string => `${pathToFileURL(join(judged.run, "report.html"))}#/${hash}`;

  test("shows the audit, with links to the cases that count against the judge", async () => {
    const report = JSON.parse(await readFile(join(judged.run, "report.json"), "utf8")) as WordedReport;
    const audit = report.judges!.find(({ metric }) => metric === "pairwise")!;
    expect(audit.swap).toMatchObject({ same: { hits: 10, n: 16 }, reversed: 6 });
    const page = await browser.newPage();
    await page.goto(urlOf("board"));
    await page.click("nav >> text=Judge");
    await page.waitForSelector("text=Judge of rubric");
    expect(await page.locator("text=Verdicts to check").count()).toBe(1);
    await page.goto(urlOf("judge?metric=pairwise"));
    await page.waitForSelector("text=Judge of pairwise");
    const text = (await page.locator("main").textContent())!;
    for (const sentence of audit.sentences) expect(text).toContain(sentence);
    expect(text).toContain("10 of 16 pairs");
    expect(text).toContain("2 backends");
    await page.click(".contradictions tbody tr:first-child a");
    await page.waitForSelector("text=Shown blind, in this order");
    expect(await page.locator(".judge-call").count()).toBe(4);
    await page.close();
  });

  test("text of a judge or a person is text, never markup", async () => {
    const page = await browser.newPage();
    await page.goto(urlOf("trial?case=c0&variant=direct%2Ffake%3Agpt-4o"));
    await page.waitForSelector(".judge-call");
    const text = (await page.locator("main").textContent())!;
    expect(text).toContain(HOSTILE);
    expect(text).toContain("<b>fine</b>");
    expect(await page.evaluate("window.pwned")).toBeUndefined();
    expect(await page.locator("#app img").count()).toBe(0);
    await page.close();
  });

  test("the live page has the labels too", async () => {
    const child = startSameseed(["view", "--port", "0", "latest"], { cwd: judged.path });
    try {
      const url = await new Promise<string>((resolve, reject) => {
        child.stdout.on("data", (text: string) => {
          const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(text);
          if (found) resolve(found[0]);
        });
        void child.finished.then(({ stderr }) => reject(new Error(stderr)));
      });
      const page = await browser.newPage();
      await page.goto(`${url}#/trial?case=c1`);
      await page.waitForSelector("h2 >> text=People");
      await page.goto(`${url}#/judge`);
      await page.waitForSelector("text=People: pass or fail");
      await page.close();
    } finally {
      child.kill("SIGTERM");
      await child.finished;
    }
  });

  test.each([1280, 390])(
    "axe finds nothing serious, light or dark, %d pixels wide, and nothing is wider than the page",
    async (width) => {
      for (const hash of ["judge", "judge?metric=pairwise", "trial?case=c0"]) {
        const page = await browser.newPage({ bypassCSP: true, viewport: { width, height: 900 } });
        await page.goto(urlOf(hash));
        await page.waitForSelector("main .card");
        await page.waitForFunction("document.querySelector('.status') === null");
        expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
        expect(await seriousViolations(page), hash).toEqual([]);
        await page.close();
      }
    },
  );

  test("a run without a judge has no such tab", async () => {
    await using plain = await ranVariants({ cases: 3, right: { a: 1, b: 2 } });
    const page = await browser.newPage();
    await page.goto(`${pathToFileURL(join(plain.run, "report.html"))}#/judge`);
    await page.waitForSelector("text=No judge");
    expect(await page.locator("nav a").allTextContents()).not.toContain("Judge");
    await page.close();
  });
});
