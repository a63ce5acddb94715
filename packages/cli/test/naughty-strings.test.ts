import { existsSync, readFileSync } from "node:fs";
import { dataset, fake, messageText, nunjucksPrompt, equals, type Row, runBenchmark, type TestCase } from "sameseed";
import { expect, test } from "vitest";
import { folderWith } from "./sameseed.ts";

/** The Big List of Naughty Strings, if it exists next to the repository. */
const file = new URL("../../../../shared/data/strings/blns.json", import.meta.url);

const OWN = [
  "",
  " ",
  "=1+1",
  "＝1",
  "'quoted'",
  '"',
  "a\r\nb",
  "\u0000",
  "\uFEFFx",
  "{{x}}",
  "${x}",
  "__proto__",
  "𝕏🎲e\u0301",
  "\u2028",
  "1e999",
  "null",
];

test("strings go through prompt, answer, row and rows.csv unchanged", async () => {
  const strings = [...OWN, ...(existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as string[]) : [])];
  await using folder = await folderWith({});
  const rows: Row[] = [];
  const cases: TestCase[] = strings.map((text, index) => ({
    id: `s${index}`,
    vars: { text },
    expected: `=${text}`, // a blank reference would be an error
  }));
  const finished = await runBenchmark(
    {
      name: "naughty",
      cases,
      prompts: [{ id: "plain", text: "{{text}}" }, nunjucksPrompt({ id: "nunjucks", text: "{{ text }}" })],
      models: [fake("echo", (request) => messageText(request.messages[0]!))],
      scorers: [equals({ trim: false, transform: (output: string) => `=${output}` })],
    },
    { out: folder.path, csvRaw: true, onRow: (row) => rows.push(row) },
  );
  expect(rows).toHaveLength(2 * strings.length);
  const changed = rows.filter(
    ({ outcome, trial }) => outcome.status === "failed" || outcome.text !== trial.case.vars.text,
  );
  expect(changed.map(({ trial }) => trial.case.vars.text)).toEqual([]);
  expect(rows.filter(({ scores }) => scores.equals?.value !== 1)).toEqual([]);

  const csv = dataset(
    finished!.files.find((name) => name.endsWith("rows.csv"))!,
    { id: "{{case}}/{{variant}}", vars: { case: "case", output: "output", text: "vars.text" } },
  );
  const read = await Array.fromAsync(csv.cases());
  expect(read).toHaveLength(rows.length);
  const differing = read.filter(({ vars }) => {
    const wanted = strings[Number(String(vars.case).slice(1))];
    return vars.output !== wanted || vars.text !== wanted;
  });
  expect(differing.map(({ vars }) => vars)).toEqual([]);
});
