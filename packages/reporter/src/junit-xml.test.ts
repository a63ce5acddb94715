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
    <testsuites name="sameseed" tests="4" failures="1" errors="1" skipped="1">
      <testsuite name="gate" tests="4" failures="1" errors="1" skipped="1">
        <testcase classname="score" name="b against a"><system-out>b is better than a.</system-out></testcase>
        <testcase classname="score" name="c against a"><failure message="c is &quot;worse&quot; &lt;than&gt; a &amp; b."/></testcase>
        <testcase classname="score" name="d against a"><error message="The data cannot tell."/></testcase>
        <testcase classname="score" name="e against a"><skipped message="Not gated."/></testcase>
      </testsuite>
    </testsuites>
    "
  `);
});
