import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts") && !/\.test\.ts$|(?:^|\/)testing\//.test(file),
);

/** Texts of four words and more. Labels of random streams such as `stats/1|sign-flip|…` have no spaces. */
function sentencesIn(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|[\s;,{}])\/\/.*$/gm, "");
  const literals = code.matchAll(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g);
  return [...literals].map(([text]) => text).filter((text) => /[a-z]+(?: \S+){3}/i.test(text));
}

test("an analysis contains numbers and codes; the reporter writes the sentences", () => {
  const found = sources.flatMap((file) =>
    sentencesIn(readFileSync(join(import.meta.dirname, file), "utf8")).map((text) => `${file}: ${text}`),
  );
  expect(found).toEqual([]);
});

test("a sentence is found", () => {
  expect(sentencesIn("const text = `${b} is better than ${a}`; // not this one here")).toHaveLength(1);
});
