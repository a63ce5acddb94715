/** The page of `sameseed view`, which shows several runs and accepts labels. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, seriousViolations, startChromium } from "./chromium.ts";
import { sameseed } from "./hosted-sameseed.ts";
import { type RunFolderOfTest, ranVariants } from "./runs.ts";
import { served } from "./served.ts";

describe.skipIf(CHROMIUM === undefined)("live, in Chromium (needs Chromium)", () => {
  let browser: Browser;
  let folder: RunFolderOfTest;
  let server: Awaited<ReturnType<typeof served>>;
  let ids: readonly string[];
  beforeAll(async () => {
    [browser, folder] = await Promise.all([startChromium(), ranVariants({ cases: 12, right: { a: 6, b: 9 } })]);
    await sameseed(["run", "benchmark.ts", "--no-progress-bar", "--note", "again", "--tag", "t"], { cwd: folder.path });
    ids = (await readdir(join(folder.path, "results"))).toSorted();
    server = await served(folder.path);
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  async function opened(hash: string, width = 1280): Promise<{ readonly page: Page } & AsyncDisposable> {
    // bypassCSP allows axe; the page itself never accepts a script
    const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true });
    const page = await context.newPage();
    await page.addInitScript("localStorage.setItem('sameseed.annotator', 'ana')");
    await page.goto(`${server.url}#/${hash}`);
    await page.waitForSelector("main .card");
    await page.waitForFunction("document.querySelector('.status') === null");
    return { page, [Symbol.asyncDispose]: () => context.close() };
  }

  const places = (): readonly (readonly [name: string, hash: string])[] => [
    ["Runs", "runs"],
    ["changes", `changes?before=${ids[0]}&after=${ids[1]}`],
    ["Review", `review?run=${ids[0]}`],
  ];

  test.each([1280, 390])("axe finds nothing serious, light or dark, %d pixels wide", async (width) => {
    for (const [name, hash] of places()) {
      await using view = await opened(hash, width);
      expect(await seriousViolations(view.page), name).toEqual([]);
      expect(await view.page.evaluate("document.documentElement.scrollWidth - innerWidth"), name).toBeLessThanOrEqual(
        0,
      );
    }
  });

  test("the review offers scales, and flags are shown and found with the answers", async () => {
    await using view = await opened(`review?run=${ids[0]}`);
    const { page } = view;
    const scale = page.getByLabel("Scale");
    const focused = scale.and(page.locator(":focus"));
    await scale.focus();
    await page.keyboard.press("End"); // a choice by keys
    await focused.waitFor();
    await scale.dispatchEvent("pointerdown"); // no choice
    await scale.blur();
    await scale.focus();
    await scale.selectOption({ index: 0 }); // a choice by a screen reader, without keys or a pointer
    await focused.waitFor();
    await scale.dispatchEvent("pointerdown"); // the list that opens is not part of the page
    await scale.focus();
    await scale.selectOption("1-5");
    await page.getByRole("button", { name: "4" }).waitFor();
    await page.keyboard.press("4"); // also the key of the fourth view
    await page.getByText("1 of 24 labelled").waitFor();
    await page.keyboard.press("k");
    const flag = page.getByLabel("Flag for somebody to look at");
    await flag.check();
    await page.keyboard.press("j"); // the box that was checked does not take keys
    await flag.waitFor({ state: "detached" }); // the next answer has no label yet
    await page.keyboard.press("k");
    await flag.waitFor();
    await page.getByLabel("Comment").fill("too short");
    await page.getByLabel("Comment").blur();
    await page.getByText("1 of 24 labelled").waitFor();
    const rows = async (): Promise<string> =>
      (await fetch(`${server.url}api/runs/${ids[0]}/rows?from=0&to=100`)).text();
    await expect.poll(rows).toContain('"flagged":true');
    const labelled = (
      JSON.parse(await rows()) as { trial: { case: { id: string }; variant: string }; labels?: object[] }[]
    ).find(({ labels }) => labels !== undefined)!;
    expect(labelled.labels).toEqual([
      { metric: "contains", annotator: "ana", scale: "1-5", value: 0.75, note: "too short", flagged: true },
    ]);
    const {
      case: { id },
      variant,
    } = labelled.trial;
    await page.goto(`${server.url}#/cases?run=${ids[0]}&status=flagged`);
    await expect.poll(() => page.locator(".matrix-row:not(.head, .totals) .case-id a").allInnerTexts()).toEqual([id]);
    expect(await page.getByLabel("Status").inputValue()).toBe("flagged");
    expect(await page.getByTitle("flagged in review").count()).toBe(1);
    await page.goto(`${server.url}#/trial?run=${ids[0]}&case=${id}&variant=${encodeURIComponent(variant)}`);
    const people = page.locator("section:has(> header h2:text-is('People'))");
    await people.waitFor();
    expect(await people.innerText()).toMatch(/75\s*ana\s+contains\s+⚑ flagged\s+too short/);
  });
});
