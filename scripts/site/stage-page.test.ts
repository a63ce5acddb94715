import { expect, test } from "vitest";
import { stagePage } from "./stage-page.ts";

const pages = new Map([
  ["README.md", "index.md"],
  ["docs/seeds.md", "seeds.md"],
  ["docs/decisions/README.md", "decisions/index.md"],
  ["docs/decisions/0001-shared-seed.md", "decisions/0001-shared-seed.md"],
  ["benchmarks/mars/README.md", "benchmarks/mars.md"],
]);
const staged = (source: string, text: string): string => stagePage({ source, text, pages });

test.each([
  ["README.md", "[seeds](docs/seeds.md#policies)", "[seeds](./seeds.md#policies)"],
  ["README.md", "[decisions](docs/decisions)", "[decisions](./decisions/index.md)"],
  ["docs/seeds.md", "[why](decisions/0001-shared-seed.md)", "[why](./decisions/0001-shared-seed.md)"],
  ["docs/seeds.md", "[mars](../benchmarks/mars/README.md)", "[mars](./benchmarks/mars.md)"],
  ["benchmarks/mars/README.md", "[seeds](../../docs/seeds.md)", "[seeds](../seeds.md)"],
  ["docs/decisions/0001-shared-seed.md", "[`all`](../decisions/)", "[`all`](./index.md)"],
  ["README.md", "![board](docs/images/board.png)", "![board](./images/board.png)"],
])("in %s, %s leads to a page of the site", (source, text, expected) => {
  expect(staged(source, text)).toBe(expected);
});

test.each(["[site](https://example.org/a)", "[here](#policies)", "no [link] at all"])("%s stays", (text) => {
  expect(staged("docs/seeds.md", text)).toBe(text);
});

test("comments outside blocks are left out", () => {
  const text = "Before.\n\n<!-- written by a script -->\n\nAfter.\n\n```yaml\n<!-- kept -->\n```\n";
  expect(staged("docs/seeds.md", text)).toBe("Before.\n\nAfter.\n\n```yaml\n<!-- kept -->\n```\n");
});

test("a link to a file that is not a page becomes its text", () => {
  expect(staged("benchmarks/mars/README.md", "See [`benchmark.ts`](benchmark.ts).")).toBe("See `benchmark.ts`.");
});

test("a block loses its attributes for tests, and keeps its text", () => {
  const text =
    'The cases are in `cases.csv`:\n\n```csv title="cases.csv"\nid,[a](b)\n```\n\n```sh exits 1\nsameseed run\n```\n';
  expect(staged("docs/seeds.md", text)).toBe(
    "The cases are in `cases.csv`:\n\n```csv\nid,[a](b)\n```\n\n```sh\nsameseed run\n```\n",
  );
});
