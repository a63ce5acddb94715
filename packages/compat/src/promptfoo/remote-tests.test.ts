import { expect, test } from "vitest";
import { exportAddress } from "./remote-tests.ts";
import { translatedConfig as translated } from "./testing/translated-config.ts";

const config = (tests: unknown) => ({ prompts: ["{{q}}"], providers: ["echo"], tests });
const SHEET = "https://docs.google.com/spreadsheets/d/abc_1/edit?usp=sharing&gid=7";

/** Answers that a server would give, and the addresses that were requested. */
function served(answers: Readonly<Record<string, string>>) {
  const requested: string[] = [];
  const download = async (address: string): Promise<Uint8Array> => {
    requested.push(address);
    return new TextEncoder().encode(answers[address] ?? "<!DOCTYPE html><title>Sign in</title>");
  };
  return { requested, options: { download, downloadTests: true } };
}

test.each([
  ["https://h.example/t.csv", "q|__expected\none|contains: x\ntwo|"],
  ["https://h.example/t.csv?token=abc#top", "q|__expected\none|contains: x\ntwo|"],
  [
    "https://h.example/t.json",
    '[{"vars":{"q":"one"},"assert":[{"type":"contains","value":"x"}]},{"vars":{"q":"two"}}]',
  ],
  [
    "http://h.example/t.jsonl",
    '{"vars":{"q":"one"},"assert":[{"type":"contains","value":"x"}]}\n{"vars":{"q":"two"}}\n',
  ],
  ["https://h.example/a/t.yaml", "- vars: {q: one}\n  assert: [{type: contains, value: x}]\n- vars: {q: two}\n"],
  [SHEET, "q|__expected\none|contains: x\ntwo|"],
])("tests at %s are read like those of a file", async (address, content) => {
  const source = address === SHEET ? exportAddress(SHEET) : address.replace(/#.*/, "");
  const { requested, options } = served({ [source]: content });
  for (const tests of [address, [address]]) {
    const { benchmark } = await translated(config(tests), {}, options);
    expect(benchmark["cases"]).toMatchObject([
      { vars: { q: "one" }, scorers: [{ contains: { expected: "x" } }] },
      { vars: { q: "two" } },
    ]);
  }
  expect(requested).toEqual([source, source]);
});

test("downloaded tests are data: code and files that they name stay text", async () => {
  const address = "https://h.example/t.csv";
  const { options } = served({ [address]: "q|__expected\nfile://secret.txt|javascript: process.exit(1)" });
  const { benchmark, warnings } = await translated(config(address), { "secret.txt": "secret" }, options);
  expect(JSON.stringify(benchmark)).not.toMatch(/process\.exit|"secret"/);
  expect(benchmark["cases"]).toMatchObject([{ vars: { q: "file://secret.txt" } }]);
  expect(warnings.join("\n")).toMatch(/is code, which is not run/);
});

test("requests no URL without the option", async () => {
  const { requested, options } = served({});
  const off = { ...options, downloadTests: false };
  await expect(translated(config("https://u:pw@h.example/t.csv?key=1"), {}, off)).rejects.toMatchObject({
    code: "BAD_BENCHMARK",
    message: expect.stringMatching(/:5: https:\/\/h\.example\/t\.csv is not downloaded\.$/) as string,
    hint: "Use `downloadTests`, or download it and name the file.",
  });
  const { warnings } = await translated(config([SHEET, { vars: { q: "1" } }]), {}, off);
  expect(warnings[0]).toBe(
    "6 tests[0]: Google sheets are read only with `downloadTests`: use it, or download the sheet as CSV and name the file; its tests are left out",
  );
  expect(requested).toEqual([]);
});

test.each([
  [SHEET, /spreadsheets\/d\/abc_1\.csv answered with a web page, not with tests/, /Share the sheet/],
  ["https://h.example/login.csv", /login\.csv answered with a web page/, /address of the file itself/],
  ["https://h.example/tests.js", /tests\.js does not tell its format by its name/, /Known endings: \.csv/],
  ["https://h.example/tests", /tests does not tell its format by its name/, /Known endings/],
  ["https://h.example/t.json", /h\.example\/t\.json:1: a test is neither an object nor a path/, /Write/],
])("%s cannot be read", async (address, message, hint) => {
  const { options } = served({ "https://h.example/t.json": "[3]" });
  await expect(translated(config(address), {}, options)).rejects.toMatchObject({
    code: "BAD_BENCHMARK",
    message: expect.stringMatching(message) as string,
    hint: expect.stringMatching(hint) as string,
  });
});

test.each([
  [SHEET, "d/abc_1/export?format=csv&gid=7"],
  ["https://docs.google.com/spreadsheets/d/abc_1/edit#gid=0", "d/abc_1/export?format=csv&gid=0"],
  ["https://docs.google.com/spreadsheets/u/0/d/abc_1/", "d/abc_1/export?format=csv"],
  ["https://docs.google.com/spreadsheets/d/abc_1/export?format=csv", "d/abc_1/export?format=csv"],
  ["https://docs.google.com/spreadsheets/d/e/2PACX-1/pubhtml?gid=5&single=true", "d/e/2PACX-1/pub?output=csv&gid=5"],
])("%s as CSV", (address, path) => {
  expect(exportAddress(address)).toBe(`https://docs.google.com/spreadsheets/${path}`);
});
