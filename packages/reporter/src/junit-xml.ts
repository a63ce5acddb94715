import { xmlText } from "./xml-text.ts";

export interface JunitCase {
  readonly name: string;
  /** What it belongs to: a metric, a variant. */
  readonly group: string;
  readonly result: "passed" | "failed" | "skipped" | "error";
  /** Why, in one sentence. */
  readonly message: string;
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

/** JUnit XML in the form that CI services read: suites of cases, each with a failure, an error or a skip where it has one. */
export function junitXml(suites: readonly JunitSuite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="sameseed" ${tally(all)}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name="${attribute(name)}" ${tally(cases)}>`,
      ...cases.map(caseXml),
      "  </testsuite>",
    ]),
    "</testsuites>\n",
  ].join("\n");
}

function caseXml({ name, group, result, message }: JunitCase): string {
  const open = `    <testcase classname="${attribute(group)}" name="${attribute(name)}"`;
  if (result === "passed") return `${open}><system-out>${attribute(message)}</system-out></testcase>`;
  const tag = { failed: "failure", skipped: "skipped", error: "error" }[result];
  return `${open}><${tag} message="${attribute(message)}"/></testcase>`;
}

function tally(cases: readonly JunitCase[]): string {
  const count = (result: JunitCase["result"]): number => cases.filter((one) => one.result === result).length;
  return `tests="${cases.length}" failures="${count("failed")}" errors="${count("error")}" skipped="${count("skipped")}"`;
}

function attribute(text: string): string {
  return xmlText(text).replaceAll(/[&<>"\n\t\r]/g, (character) => ENTITIES[character]!);
}
