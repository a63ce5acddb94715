import { expect, test } from "vitest";
import { junitXml } from "./junit-xml.ts";

test("suites and cases carry their results and counts", () => {
  const xml = junitXml([
    {
      name: "gate",
      cases: [
        { name: "b against a", group: "score", result: "passed", message: "b is better than a." },
        { name: "c against a", group: "score", result: "failed", message: 'c is "worse" <than> a & b.\u0007' },
        { name: "d against a", group: "score", result: "error", message: "The data cannot tell." },
        { name: "e against a", group: "score", result: "skipped", message: "Not gated." },
      ],
    },
  ]);
  expect(xml).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="sameseed" time="0" tests="4" failures="1" errors="1">
      <testsuite name="gate" time="0" tests="4" failures="1" errors="1" skipped="1">
        <testcase classname="score" name="b against a" time="0"><system-out>b is better than a.</system-out></testcase>
        <testcase classname="score" name="c against a" time="0"><failure type="failed" message="c is &quot;worse&quot; &lt;than&gt; a &amp; b."/></testcase>
        <testcase classname="score" name="d against a" time="0"><error type="undecided" message="The data cannot tell."/></testcase>
        <testcase classname="score" name="e against a" time="0"><skipped message="Not gated."/></testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

/** Attributes and children of an element in Jenkins' JUnit schema (jenkins-junit.xsd); the first are required. */
const SCHEMA: Readonly<Record<string, { readonly needs: readonly string[]; readonly may: readonly string[] }>> = {
  testsuites: { needs: [], may: ["name", "time", "tests", "failures", "disabled", "errors"] },
  testsuite: {
    needs: ["name", "tests"],
    may: ["failures", "errors", "time", "disabled", "skipped", "timestamp", "hostname", "id", "package"],
  },
  testcase: { needs: ["name"], may: ["assertions", "time", "classname", "status"] },
  failure: { needs: [], may: ["type", "message"] },
  error: { needs: [], may: ["type", "message"] },
  skipped: { needs: [], may: ["type", "message"] },
  "system-out": { needs: [], may: [] },
};

test("elements and attributes are those of the schema that CI services read", () => {
  const xml = junitXml([
    {
      name: 'a "suite" <1>',
      cases: (["passed", "failed", "error", "skipped"] as const).map((result) => ({
        name: `${result} & <tag a="b">`,
        group: "gate",
        result,
        message: 'x="1" <failure>',
      })),
    },
  ]);
  const elements = [...xml.matchAll(/<([a-z-]+)((?: [a-z]+="[^"<]*")*)\/?>/g)];
  expect(elements.length).toBe(1 + 1 + 4 + 4);
  for (const [, name, attributes] of elements) {
    const { needs, may } = SCHEMA[name!]!;
    const found = [...attributes!.matchAll(/ ([a-z]+)="[^"]*"/g)].map((match) => match[1]!);
    expect([...needs, ...may], name).toEqual(expect.arrayContaining(found));
    expect(found, name).toEqual(expect.arrayContaining([...needs]));
  }
});
