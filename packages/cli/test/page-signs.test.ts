/** The meaning of each colour, badge and key of the page: the same in every view. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, startChromium } from "./chromium.ts";
import { type RunFolderOfTest, ranVariants } from "./runs.ts";

/** Views with keys for a list or a dialog. */
const VIEWS = ["board", "compare", "cases", "trial", "determinism", "fairness"];

describe.skipIf(CHROMIUM === undefined)("in Chromium (needs Chromium)", () => {
  let browser: Browser;
  let folder: RunFolderOfTest;
  beforeAll(async () => {
    [browser, folder] = await Promise.all([
      startChromium(),
      ranVariants({ cases: 8, right: { a: 3, b: 6, c: 8 }, repeats: 2 }),
    ]);
  });
  afterAll(async () => {
    await browser.close();
    await folder[Symbol.asyncDispose]();
  });

  async function opened(hash: string, colorScheme: "light" | "dark" = "light"): Promise<Page> {
    // bypassCSP allows conditions; the page itself never accepts a script
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme, bypassCSP: true });
    await page.goto(`${pathToFileURL(join(folder.run, "report.html")).href}#/${hash}`);
    await page.waitForSelector("main .card");
    await page.waitForFunction("!/^Reading/m.test(document.querySelector('main').innerText)");
    return page;
  }

  /** Colour and background of the first element, as the browser draws them. */
  async function colours(page: Page, selector: string): Promise<readonly string[]> {
    await page.waitForSelector(selector);
    return page.evaluate<readonly string[]>(`(() => {
      const { color, backgroundColor } = getComputedStyle(document.querySelector(${JSON.stringify(selector)}));
      return [color, backgroundColor];
    })()`);
  }

  test.each(["light", "dark"] as const)("differing words do not have the colour of a score (%s)", async (scheme) => {
    const page = await opened("compare?a=a%2Ffake%3Am&b=b%2Ffake%3Am", scheme);
    await page.locator("[role=option].won").first().click();
    const words = [...(await colours(page, "del")), ...(await colours(page, "ins"))];
    const scores = [...(await colours(page, ".mini.right")), ...(await colours(page, ".mini.wrong"))];
    expect(words.filter((colour) => scores.includes(colour))).toEqual([]);
    expect(new Set(words).size).toBe(4);
    await page.close();
  });

  test("a variant has one colour in every view", async () => {
    const seen = new Map<string, Set<string>>();
    for (const view of ["board", "cases", "trial?case=c000", "compare", "backend"]) {
      const page = await opened(view);
      const names = await page.evaluate<readonly (readonly [string, string])[]>(
        `[...document.querySelectorAll(".variant-name:has(.swatch)")].map((element) => {
          const { backgroundColor, borderColor } = getComputedStyle(element.querySelector(".swatch"));
          return [element.textContent, backgroundColor + borderColor];
        })`,
      );
      for (const [name, colour] of names) seen.set(name, (seen.get(name) ?? new Set()).add(colour));
      await page.close();
    }
    expect([...seen.keys()].toSorted()).toEqual(["afake:m", "bfake:m", "cfake:m"]);
    expect([...seen.values()].map((found) => found.size)).toEqual([1, 1, 1]);
    expect(new Set([...seen.values()].flatMap((found) => [...found])).size).toBe(3);
  });

  test("the badges of a trial mean right or wrong, never the number of a repeat", async () => {
    const page = await opened("trial?case=c004&variant=b%2Ffake%3Am");
    const badges = page.locator(".siblings .square");
    expect(await badges.allInnerTexts()).toEqual(["✗", "✗", "✓", "✓", "✓", "✓"]);
    expect(await badges.first().getAttribute("title")).toBe("repeat 1 of 2");
    const [right, wrong] = [await colours(page, ".square.right"), await colours(page, ".square.wrong")];
    expect(right).not.toEqual(wrong);
    await page.close();
  });

  test.each(VIEWS)("in %s, ? opens the help, and Escape or ? closes it", async (view) => {
    const page = await opened(view);
    const dialog = page.locator("dialog[open]");
    for (const key of ["Escape", "?"]) {
      await page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"); // effects have run
      await page.keyboard.press("?");
      await dialog.waitFor();
      const address = page.url();
      await page.keyboard.press("j");
      expect(page.url()).toBe(address); // keys of the view wait for the dialog
      await page.keyboard.press(key);
      await dialog.waitFor({ state: "detached" });
    }
    await page.close();
  });

  test("Escape leaves the search box, and ? is a letter in it", async () => {
    const page = await opened("cases");
    const box = page.locator(".search input");
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))");
    await page.keyboard.press("/");
    await page.keyboard.type("?");
    expect(await box.inputValue()).toBe("?");
    expect(await page.locator("dialog[open]").count()).toBe(0);
    await page.keyboard.press("Escape");
    expect(await page.locator(".search input:focus").count()).toBe(0);
    await page.close();
  });

  test("a table of one case has its row's height, and a search without results shows a sentence", async () => {
    const page = await opened("cases?q=%2Fno+such+text");
    await page.getByText("No case with “/no such text” matches these filters.").waitFor();
    expect(await page.locator(".matrix").count()).toBe(0);
    await page.goto(page.url().replace(/q=.*/, "filter=allRight&of=a%2Ffake%3Am&q=c001"));
    await expect.poll(() => page.locator(".matrix-row:not(.head, .totals)").count()).toBe(1);
    const box = (await page.locator(".matrix").boundingBox())!;
    const row = (await page.locator(".matrix-row:not(.head, .totals)").boundingBox())!;
    expect(box.y + box.height - (row.y + row.height)).toBeLessThan(20);
    await page.close();
  });
});
