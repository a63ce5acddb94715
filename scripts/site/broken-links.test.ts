import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { brokenLinks } from "./broken-links.ts";

test("names only missing pages, files and anchors", () => {
  const site = mkdtempSync(join(tmpdir(), "sameseed-site-"));
  try {
    writeFileSync(
      join(site, "index.html"),
      `<a class="x" href="./a#one">1</a><a href="/a.html#two">2</a><a href="b">3</a><a href="https://example.org/b">4</a>
       <img alt="" src="/there.png"><img alt="" src="/gone.png"><a href="#top">5</a><a href="mailto:a@example.org">6</a>`,
    );
    writeFileSync(join(site, "a.html"), `<h2 id="one">One</h2><a href="/">back</a>`);
    writeFileSync(join(site, "there.png"), "");
    expect(brokenLinks(site)).toEqual([
      "/index.html → /a.html#two",
      "/index.html → b",
      "/index.html → /gone.png",
      "/index.html → #top",
    ]);
  } finally {
    rmSync(site, { recursive: true });
  }
});
