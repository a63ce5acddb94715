import { xmlText } from "./xml-text.ts";

export interface JunitCase {
  readonly name: string;
  /** Its group: a metric, a variant. */
  readonly group: string;
  readonly result: "passed" | "failed" | "skipped" | "error";
  /** Why, in one sentence. */
  readonly message: string;
  /** Duration; 0 where unknown, since the schema requires a time. */
  readonly seconds?: number;
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\t": "&#9;",
  "\r": "&#13;",
};

/**
 * JUnit XML in the form that CI services read (Jenkins' schema): suites of cases, each with a failure, an error or a skip
 * where it has one.
 */
export function junitXml(suites: readonly JunitSuite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="sameseed" time="${timeOf(all)}" ${countAttributes(all)}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name="${attribute(name)}" time="${timeOf(cases)}" ${countAttributes(cases)} skipped="${count(cases, "skipped")}">`,
      ...cases.map(caseXml),
      "  </testsuite>",
    ]),
    "</testsuites>\n",
  ].join("\n");
}

function caseXml(testCase: JunitCase): string {
  const { name, group, result, message } = testCase;
  const open = `    <testcase classname="${attribute(group)}" name="${attribute(name)}" time="${timeOf([testCase])}"`;
  if (result === "passed") return `${open}><system-out>${attribute(message)}</system-out></testcase>`;
  if (result === "skipped") return `${open}><skipped message="${attribute(message)}"/></testcase>`;
  const tag = { failed: "failure", error: "error" }[result];
  return `${open}><${tag} type="${result === "failed" ? "failed" : "undecided"}" message="${attribute(message)}"/></testcase>`;
}

/** Seconds to the millisecond, as consumers read them. */
function timeOf(cases: readonly JunitCase[]): string {
  return String(Number(cases.reduce((sum, { seconds = 0 }) => sum + seconds, 0).toFixed(3)));
}

function countAttributes(cases: readonly JunitCase[]): string {
  return `tests="${cases.length}" failures="${count(cases, "failed")}" errors="${count(cases, "error")}"`;
}

function count(cases: readonly JunitCase[], result: JunitCase["result"]): number {
  return cases.filter((one) => one.result === result).length;
}

function attribute(text: string): string {
  return xmlText(text).replaceAll(/[&<>"\n\t\r]/g, (character) => ENTITIES[character]!);
}
