import fc from "fast-check";
import { expect, test } from "vitest";
import { builtPage } from "../built-page.ts";
import { sampleRun } from "../testing/sample-run.ts";
import { DATA_MARK, fillPage, jsonForScript } from "./fill-page.ts";

const PAGE = `<meta content="default-src 'none'; x"><title>t</title>${DATA_MARK}`;
const data = { kind: "live", run: null, token: "t" } as const;

test("JSON for a script element contains no < and keeps its value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = jsonForScript(value);
      expect(text).not.toMatch(/[<\u2028\u2029]/);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test.each(["</script><script>alert(1)</script>", "<!--", "$& $' $`", "\u2028"])(
  "%j stays inside its element",
  (hostile) => {
    const page = fillPage(PAGE, { title: hostile, data: { kind: "live", run: hostile, token: "t" } });
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<\/script>/g)).toHaveLength(1);
    expect(JSON.parse(/id="data">([^<]*)</.exec(page)![1]!)).toEqual({ kind: "live", run: hostile, token: "t" });
  },
);

test("only a live page may send requests, and only to its origin", () => {
  expect(fillPage(PAGE, { title: "", data })).toContain("default-src 'none'; connect-src 'self'; x");
  const { report } = sampleRun({ cases: 1 });
  const coverage = { cases: 1, figures: 1, answers: 1 };
  expect(fillPage(PAGE, { title: "", data: { kind: "report", report, notes: [], coverage } })).not.toContain(
    "connect-src",
  );
});

test("the built page allows only its own code and style, by hash", () => {
  const [policy] = /(?<=Content-Security-Policy" content=")[^"]*/.exec(builtPage())!;
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'sha256-[^']{44}'; style-src 'sha256-[^']{44}'; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'$/,
  );
  expect(builtPage()).not.toMatch(/(src|href)="?https?:/);
});
