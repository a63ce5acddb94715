/** The page as report.html from disk and in `sameseed view`, and the view server. */
import { existsSync } from "node:fs";
import { appendFile, cp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Manifest } from "@sameseed/core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, seriousViolations, startChromium } from "./chromium.ts";
import { sameseed } from "./hosted-sameseed.ts";
import { folderWith } from "./sameseed.ts";
import { served } from "./served.ts";

const VIEWS = ["board", "compare", "cases", "trial", "determinism", "backend", "fairness"];
const BLNS = join(import.meta.dirname, "../../../../shared/data/strings/blns.json");

/** Elements that no text may become. */
const ELEMENTS = "#app :is(img, script, iframe, object, embed, link, style, base, u, [onerror], [onload])";

const HOSTILE = [
  "</script><script>window.pwned = 1</script>",
  "<img src=x onerror='window.pwned = 2'>",
  "<svg onload='window.pwned = 3'>",
  "<!-- <script>",
  "]]>",
  "javascript:window.pwned = 4",
  "{{constructor.constructor('window.pwned = 5')()}}",
  "\u2028\u2029 line separators",
  "right \u202eot tfel\u202c again",
  "עברית and English",
  "\u0000\u001b[31m\u0007",
  "$& $' $` \\u003c &lt;b&gt;",
  "__proto__",
  "👩‍👩‍👧‍👦 \ud83d",
  "a".repeat(5000),
];

interface SampleOptions {
  readonly texts: readonly string[];
  readonly repeats?: number;
  /** A second scorer, for scores other than 0 and 1. */
  readonly isPartly?: boolean;
}

/** A benchmark of two recorded models with the texts as answers, vars and case ids. */
function benchmarkOf({ texts, repeats = 1, isPartly = false }: SampleOptions): Record<string, string> {
  const numbers = texts.flatMap((text, number) =>
    Array.from({ length: repeats }, (_, repeat) => ({ text, number, repeat })),
  );
  const answers = (flip: number) =>
    numbers
      .map(({ text, number, repeat }) =>
        JSON.stringify({ number, repeat, output: (number + flip) % 3 === 0 ? `no: ${text}` : `yes: ${text}` }),
      )
      .join("\n");
  return {
    "a.jsonl": answers(0),
    "b.jsonl": answers(1),
    "cases.jsonl": texts.map((text, number) => JSON.stringify({ question: text, number, expected: "yes" })).join("\n"),
    "benchmark.yaml": `name: "sample <b>run</b>"
description: "</script><img src=x onerror='window.pwned=9'>"
seed: 123
repeats: ${repeats}
cases: {file: cases.jsonl, id: "case <i>{{number}}</i>"}
prompts:
  - {id: "<u>plain", text: "{{question}}"}
models:
  - {id: a, model: recorded, file: a.jsonl, case: "case <i>{{number}}</i>", repeat: repeat, output: output}
  - {id: b, model: recorded, file: b.jsonl, case: "case <i>{{number}}</i>", repeat: repeat, output: output}
scorers:
  - contains: {expected: "yes"}
${isPartly ? '  - contains: {expected: "no", metric: contrary}\n' : ""}`,
  };
}

interface FinishedRun extends AsyncDisposable {
  readonly path: string;
  readonly id: string;
  readonly folder: string;
}

async function finishedRun(options: SampleOptions): Promise<FinishedRun> {
  const folder = await folderWith(benchmarkOf(options));
  const { code, stderr } = await sameseed(["run", "benchmark.yaml"], { cwd: folder.path });
  if (code !== 0) throw new Error(stderr);
  const [id] = await readdir(join(folder.path, "results"));
  return {
    path: folder.path,
    id: id!,
    folder: join(folder.path, "results", id!),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** Hidden characters by their code points; half an emoji as the replacement character. */
function asShown(text: string): string {
  const hidden = /[^\P{Cc}\t\n\r]|[\u2028-\u202e]/gu;
  return text
    .replaceAll(hidden, (character) => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`)
    .toWellFormed();
}

const jsonOf = async (url: string): Promise<unknown> => (await fetch(url)).json();

describe("the server", () => {
  let run: FinishedRun;
  let server: { readonly url: string } & AsyncDisposable;
  beforeAll(async () => {
    run = await finishedRun({ texts: ["one", "two", "three"], repeats: 2 });
    server = await served(run.path);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await run[Symbol.asyncDispose]();
  });

  test("lists the runs with their scores", async () => {
    expect(await jsonOf(`${server.url}api/runs`)).toMatchObject([
      { id: run.id, state: "complete", done: 12, scores: [{ n: 3 }, { n: 3 }] },
    ]);
  });

  test("gives the report and pages of rows in table order", async () => {
    expect(await jsonOf(`${server.url}api/runs/${run.id}/report`)).toMatchObject({
      coverage: { cases: 3 },
      report: { variants: [{ trials: 6 }, { trials: 6 }] },
    });
    const rows = (await jsonOf(`${server.url}api/runs/${run.id}/rows?from=4&to=7`)) as { trial: { index: number } }[];
    expect(rows.map(({ trial }) => trial.index)).toEqual([4, 5, 6]);
    expect(await jsonOf(`${server.url}api/runs/${run.id}/rows?from=12&to=99`)).toEqual([]);
  });

  test("finds cases by their text, not by the names of fields", async () => {
    const found = (query: string) => jsonOf(`${server.url}api/runs/${run.id}/search?q=${query}`);
    expect(await found("THREE")).toEqual([2]);
    expect(await found("finishReason")).toEqual([]);
  });

  test("compares with any baseline", async () => {
    const [comparison] = (await jsonOf(
      `${server.url}api/runs/${run.id}/comparisons?baseline=${encodeURIComponent("<u>plain/b")}`,
    )) as { a: string }[];
    expect(comparison!.a).toBe("<u>plain/b");
  });

  test("compares two runs, and gives reasons against the comparison", async () => {
    const url = `${server.url}api/compare?before=${run.id}&after=${run.id}`;
    const { comparisons, notAlike } = (await jsonOf(url)) as { comparisons: { result: unknown }[]; notAlike: unknown };
    expect(notAlike).toBeNull();
    expect(comparisons[0]!.result).toMatchObject({ estimate: 0, n: 3 });
    expect(await jsonOf(`${server.url}api/compare?before=${run.id}&after=..`)).toMatchObject({
      error: expect.any(String),
    });
  });

  test("accepts labels in a blind order, and updates the reports", async () => {
    const { token } = JSON.parse(/id="data">([^<]*)</.exec(await (await fetch(server.url)).text())![1]!) as {
      token: string;
    };
    const url = `${server.url}api/runs/${run.id}`;
    const review = async (annotator: string) =>
      (await jsonOf(`${url}/review?annotator=${annotator}`)) as {
        scale: string;
        scales: readonly string[];
        metrics: readonly string[];
        items: { item: string; label: unknown }[];
      };
    const { scale, scales, metrics, items } = await review("ana");
    expect([scale, items.length]).toEqual(["pass-fail", 6]);
    expect(JSON.stringify(items)).not.toMatch(/plain|case <i>|"variant"/); // no text identifies the variant
    const asked = await jsonOf(`${url}/review?annotator=ana&metric=${metrics[0]}&scale=preference`);
    expect(asked).toMatchObject({ metric: metrics[0], scale: "preference", items: Array(3).fill(expect.anything()) });
    expect(scales).toEqual(["pass-fail", "1-5", "0-1", "preference"]);
    expect(await jsonOf(`${url}/review?annotator=ana&scale=stars`)).toMatchObject({ error: '"stars" is not a scale.' });
    expect(await jsonOf(`${url}/review?annotator=ana&metric=x`)).toMatchObject({ error: expect.any(String) });
    const label = async (body: object) => {
      const headers = {
        "content-type": "application/json",
        origin: server.url.slice(0, -1),
        "x-sameseed-token": token,
      };
      return (await fetch(`${url}/labels`, { method: "POST", headers, body: JSON.stringify(body) })).status;
    };
    const said = { value: 1, note: "clear", isFlagged: true };
    expect(await label({ annotator: "ana", item: items[0]!.item, label: { ...said, value: 2 } })).toBe(400);
    expect(await label({ annotator: "ana", item: "i-none", label: said })).toBe(404);
    const both = [
      label({ annotator: "ana", item: items[0]!.item, label: said }),
      label({ annotator: "bo", item: items[0]!.item, label: said }),
    ];
    expect(await Promise.all(both)).toEqual([200, 200]);
    expect((await review("ana")).items[0]).toMatchObject({ item: items[0]!.item, label: said });
    expect((await review("bo")).items.filter((item) => item.label !== null)).toHaveLength(1);
    expect(await jsonOf(`${url}/report`)).toMatchObject({
      report: { manifest: { labels: [{ annotators: ["ana", "bo"], labels: 2 }] }, judges: [expect.anything()] },
    });
    expect(await label({ annotator: "bo", item: items[0]!.item, label: null })).toBe(200);
  });

  test("writes a note for its own page alone", async () => {
    const { token } = JSON.parse(/id="data">([^<]*)</.exec(await (await fetch(server.url)).text())![1]!) as {
      token: string;
    };
    const origin = server.url.slice(0, -1);
    const post = async (headers: Record<string, string>, body: string) => {
      const response = await fetch(`${server.url}api/runs/${run.id}/note`, {
        method: "POST",
        headers: { "content-type": "application/json", origin, "x-sameseed-token": token, ...headers },
        body,
      });
      return [response.status, await response.json()];
    };
    expect(await post({ origin: "https://evil.example" }, '{"note": "x"}')).toMatchObject([403, {}]);
    expect(await post({ "x-sameseed-token": "x" }, '{"note": "x"}')).toMatchObject([403, {}]);
    expect(await post({}, '{"tags": ["a,b"]}')).toMatchObject([400, { error: expect.stringContaining("comma") }]);
    expect(await post({}, '{"note": "seen", "tags": ["t"]}')).toEqual([
      200,
      { note: "seen", tags: ["t"], release: null },
    ]);
    expect(await post({}, '{"release": "1.0"}')).toEqual([200, { note: "seen", tags: ["t"], release: "1.0" }]);
    expect(await jsonOf(`${server.url}api/runs`)).toMatchObject([{ note: { release: "1.0" } }]);
  });

  test.each([
    ["another host name", "api/runs", { headers: { host: "evil.example" } }, 403],
    ["a way out of the folder", "api/runs/..%2F..%2Fbenchmark.yaml/report", {}, 404],
    ["a write", "api/runs", { method: "POST" }, 405],
    ["a missing path", "nothing", {}, 404],
  ])("refuses %s", async (_, path, init, status) => {
    const { request } = await import("node:http");
    const answered = await new Promise<number | undefined>((resolve, reject) => {
      request(server.url + path, init, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(answered).toBe(status);
  });

  test("reports the present rows of an unfinished run, and again when rows arrive", async () => {
    await using other = await folderWith({});
    const folder = join(other.path, "results", "2026-01-01-going");
    await cp(run.folder, folder, { recursive: true });
    const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")) as Manifest;
    const lines = (await readFile(join(folder, "rows.jsonl"), "utf8")).trimEnd().split("\n");
    await writeFile(join(folder, "manifest.json"), JSON.stringify({ ...manifest, state: "running", endedAt: null }));
    await writeFile(join(folder, "rows.jsonl"), `${lines.slice(0, 4).join("\n")}\n${lines[4]!.slice(0, 30)}`);
    await using live = await served(other.path);
    const trials = async () => {
      const { report } = (await jsonOf(`${live.url}api/runs/2026-01-01-going/report`)) as {
        report: { variants: { trials: number }[] };
      };
      return report.variants.reduce((sum, variant) => sum + variant.trials, 0);
    };
    expect(await trials()).toBe(4);
    await appendFile(join(folder, "rows.jsonl"), `${lines[4]!.slice(30)}\n${lines.slice(5).join("\n")}\n`);
    await expect.poll(trials).toBe(12);
  });
});

test("view --export writes a site of plain files, and no file into a folder of something else", async () => {
  await using run = await finishedRun({ texts: ["one", "two"] });
  const { code, stdout } = await sameseed(["view", "--export", "site"], { cwd: run.path });
  expect([code, stdout]).toEqual([0, `Wrote site/\n  index.html\n  runs/${run.id}.html\n`]);
  const [report, exported] = await Promise.all([
    readFile(join(run.folder, "report.html"), "utf8"),
    readFile(join(run.path, "site/runs", `${run.id}.html`), "utf8"),
  ]);
  expect(exported).toBe(report);
  const refused = await sameseed(["view", "--export", "."], { cwd: run.path });
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("which is not part of a site");
});

describe.skipIf(CHROMIUM === undefined)("in Chromium (needs Chromium)", () => {
  let browser: Browser;
  let run: FinishedRun;
  beforeAll(async () => {
    browser = await startChromium();
    const texts = [
      ...HOSTILE,
      ...(existsSync(BLNS) ? (JSON.parse(await readFile(BLNS, "utf8")) as string[]) : []),
    ].filter((text) => text !== "");
    run = await finishedRun({ texts, repeats: 2 });
  });
  afterAll(async () => {
    await browser.close();
    await run[Symbol.asyncDispose]();
  });

  /** A page, with all its log messages and requests. */
  async function open(
    url: string,
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; problems: string[]; requests: string[] } & AsyncDisposable> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const [problems, requests]: [string[], string[]] = [[], []];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("dialog", (dialog) => (problems.push(`dialog ${dialog.message()}`), dialog.dismiss()));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(url);
    return { page, problems, requests, [Symbol.asyncDispose]: () => context.close() };
  }
  const reportUrl = (view = "board") => `${pathToFileURL(join(run.folder, "report.html"))}#/${view}`;

  test("the server's search finds a text with line separators", async () => {
    await using server = await served(run.path);
    const found = await fetch(`${server.url}api/runs/${run.id}/search?q=LINE%20separators`);
    expect(await found.json()).toEqual([HOSTILE.findIndex((text) => text.includes("line separators"))]);
  });

  test("shows hostile texts as text in every view, and the file sends no request", async () => {
    await using opened = await open(reportUrl());
    const { page, problems, requests } = opened;
    for (const view of VIEWS) {
      await page.goto(reportUrl(view));
      await page.waitForSelector("main .card");
      expect(await page.locator(ELEMENTS).count(), view).toBe(0);
    }
    for (const [number, text] of HOSTILE.entries()) {
      await page.goto(reportUrl(`trial?case=${encodeURIComponent(`case <i>${number}</i>`)}`));
      const answer = page.locator("section:has(> header h2:text-is('Answer')) .answer");
      const wanted = number % 3 === 0 ? `no: ${asShown(text)}` : `yes: ${asShown(text)}`;
      await expect.poll(async () => (await answer.textContent())?.toWellFormed()).toBe(wanted);
      expect(await page.locator(ELEMENTS).count(), text).toBe(0);
    }
    // Rendered as Markdown, the same texts give only links with a plain scheme.
    for (const view of ["cases", "compare", "trial"]) {
      await page.goto(reportUrl(`${view}?text=markdown`));
      await page.waitForSelector("main .answer .markdown, main .excerpt");
      expect(await page.locator(ELEMENTS).count(), view).toBe(0);
      const links = await page
        .locator(".markdown a")
        .evaluateAll((found) => found.map((one) => one.getAttribute("href")));
      expect(links.filter((href) => !/^(https?:\/\/|mailto:)/i.test(href ?? ""))).toEqual([]);
    }
    expect(await page.evaluate("window.pwned")).toBeUndefined();
    expect(problems).toEqual([]);
    expect(requests.filter((url) => !url.startsWith("file:"))).toEqual([]);
  });

  test("hostile names of variants, scorers, variables and metadata are text, and so is a hostile address", async () => {
    const hostile = HOSTILE.filter((text) => !text.includes("/") && text.length < 100 && !text.includes("\u0000"));
    const names = hostile.map((text, number) => `${text} ${number}`);
    await using folder = await folderWith({
      "a.jsonl": '{"id": "one", "output": "yes"}',
      "benchmark.yaml": JSON.stringify({
        name: names[0],
        description: names[1],
        cases: ["one", ...names].map((id) => ({
          id,
          vars: { [names[0]!]: names[1]! },
          expected: "yes",
          cluster: names[2],
          metadata: { [names[3]!]: names[4]! },
        })),
        prompts: names.slice(0, 2).map((id) => ({ id, text: "x" })),
        models: names.slice(0, 4).map((id) => ({ id, model: "recorded", file: "a.jsonl" })),
        scorers: names.slice(0, 2).map((metric) => ({ contains: { metric } })),
      }),
    });
    expect((await sameseed(["run", "benchmark.yaml"], { cwd: folder.path })).code).toBe(1);
    const [id] = await readdir(join(folder.path, "results"));
    const url = pathToFileURL(join(folder.path, "results", id!, "report.html")).href;
    await using opened = await open(url, { viewport: { width: 400, height: 800 } });
    const { page, problems, requests } = opened;
    const address = encodeURIComponent("<img src=x onerror='window.pwned = 11'>");
    const addresses = [
      ...VIEWS,
      ...VIEWS.map(
        (view) => `${view}?a=${address}&b=${address}&case=${address}&variant=${address}&metric=${address}&q=${address}`,
      ),
      `${address}?${address}`,
      "trial?case=%E0%A4%A&repeat=javascript:window.pwned=12",
      "cases?sort=__proto__&filter=constructor",
      "javascript:window.pwned=13",
    ];
    for (const place of addresses) {
      await page.goto(`${url}#/${place}`);
      await page.waitForSelector("main .card");
      expect(await page.locator(ELEMENTS).count(), place).toBe(0);
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), place).toBeLessThanOrEqual(0);
    }
    expect(await page.evaluate("window.pwned")).toBeUndefined();
    expect(problems).toEqual([]);
    expect(requests.filter((one) => !one.startsWith("file:"))).toEqual([]);
  });

  test("the browser's Back works, and Enter on a button presses the button", async () => {
    await using opened = await open(reportUrl("board"));
    const { page, problems } = opened;
    await page.locator(".headlines a").first().click();
    await page.waitForSelector(".pair-list");
    const before = page.url();
    await page.locator("button.swap").focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).not.toBe(before);
    expect(page.url()).toContain("#/compare");
    await page.locator("nav a:text-is('Cases')").click();
    await page.waitForSelector(".matrix");
    await page.goBack();
    await page.waitForSelector(".pair-list");
    await page.goForward();
    await page.waitForSelector(".matrix");
    expect(problems).toEqual([]);
  });

  test("a script that gets into the page does not run", async () => {
    const hole = join(run.path, "hole.html");
    const html = await readFile(join(run.folder, "report.html"), "utf8");
    await writeFile(
      hole,
      html.replace(
        '<div id="app">',
        "<img src=x onerror='window.pwned = 7'><script>window.pwned = 8</script><div id=\"app\">",
      ),
    );
    await using opened = await open(pathToFileURL(hole).href);
    await opened.page.waitForSelector("main .card");
    expect(await opened.page.evaluate("window.pwned")).toBeUndefined();
    expect(opened.problems.filter((text) => text.includes("Content Security Policy")).length).toBeGreaterThan(0);
  });

  test("axe finds nothing serious in any view, light or dark", async () => {
    await using many = await finishedRun({ texts: ["one", "two", "three"], repeats: 6 }); // bars instead of squares
    await using partly = await finishedRun({ texts: ["one", "two"], repeats: 2, isPartly: true }); // numbers in them
    await sameseed(["view", "--export", "site"], { cwd: partly.path });
    const more = [
      `${pathToFileURL(join(many.folder, "report.html"))}#/cases`,
      `${pathToFileURL(join(partly.folder, "report.html"))}#/cases`,
      pathToFileURL(join(partly.path, "site/index.html")).href,
    ];
    // bypassCSP allows axe; the page itself never accepts a script
    for (const url of [...VIEWS.map(reportUrl), ...more]) {
      await using opened = await open(url, { bypassCSP: true });
      const { page } = opened;
      await page.waitForSelector("main .card");
      await page.waitForFunction("document.querySelector('.status') === null");
      expect(await seriousViolations(page), url).toEqual([]);
    }
  });

  test("a deep link opens the comparison, keys move through it, and the address follows", async () => {
    await using opened = await open(reportUrl("compare?a=%3Cu%3Eplain%2Fb&b=%3Cu%3Eplain%2Fa"));
    const { page, problems } = opened;
    const chosen = page.locator("[role=option][aria-selected=true] .pair-id");
    const first = await chosen.textContent();
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"); // effects have run
    await page.keyboard.press("j");
    await expect.poll(() => chosen.textContent()).not.toBe(first);
    expect(page.url()).toContain("case=");
    await page.keyboard.press("k");
    await expect.poll(() => chosen.textContent()).toBe(first);
    await page.keyboard.press("?");
    await page.waitForSelector("dialog[open]");
    await page.keyboard.press("Escape");
    await page.keyboard.press("3");
    await page.waitForSelector(".matrix");
    await page.keyboard.press("/");
    await page.keyboard.type("onerror");
    await expect.poll(() => page.locator(".card .note").first().textContent()).toMatch(/^\d+ of \d+ cases\./);
    expect(await page.locator(".matrix-row:not(.head)").count()).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });

  test("no view is wider than a narrow window", async () => {
    await using opened = await open(reportUrl(), { viewport: { width: 400, height: 800 } });
    for (const view of VIEWS) {
      await opened.page.goto(reportUrl(view));
      await opened.page.waitForSelector("main .card");
      expect(await opened.page.evaluate("document.documentElement.scrollWidth - innerWidth"), view).toBeLessThanOrEqual(
        0,
      );
    }
  });

  test("the server's page shows the runs and one of them, and sends requests only to its server", async () => {
    await using server = await served(run.path);
    await using opened = await open(server.url);
    const { page, problems, requests } = opened;
    await page.locator("main a").first().click();
    await page.waitForSelector("main table.board");
    await page.goto(`${page.url().replace("board", "cases")}`);
    await page.waitForSelector(".matrix-row .square");
    await expect.poll(() => page.locator(".snippet").nth(1).textContent()).not.toBe("");
    expect(problems).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(server.url))).toEqual([]);
  });

  test("10,000 rows are one file under 5 MB that is usable within a second", async () => {
    const texts = Array.from(
      { length: 2500 },
      (_, number) => `question ${number}: ${"some more words of the question ".repeat(8)}${number * 7919}`,
    );
    await using large = await finishedRun({ texts, repeats: 2 });
    const file = join(large.folder, "report.html");
    expect((await stat(file)).size).toBeLessThan(5_000_000);
    await using opened = await open("about:blank");
    const { page } = opened;
    // CPU time of the page's thread: by the clock a busy machine is measured, which benches/report-page.ts does
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector("main table.board");
    const { metrics } = await session.send("Performance.getMetrics");
    const { value: cpuS } = metrics.find(({ name }) => name === "TaskDuration")!;
    expect(cpuS).toBeGreaterThan(0.01);
    expect(cpuS).toBeLessThan(1);
    await page.keyboard.press("3");
    await page.waitForSelector(".matrix-row .square");
    expect(await page.locator(".matrix-row").count()).toBeLessThan(60);
    await page.locator(".matrix").evaluate((matrix) => (matrix.scrollTop = matrix.scrollHeight));
    await page.waitForSelector(".matrix-row:has-text('case <i>2499</i>')");
  });
});
