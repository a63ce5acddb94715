import { REPORT_FORMAT, type WordedReport } from "@sameseed/core";
import { expect, test } from "vitest";
import { reportJson } from "./report-json.ts";

test("report.json has every member of a report, its format and the files, and no absent member", () => {
  const report = {
    manifest: { runId: "r" },
    variants: [],
    comparisons: [],
    factors: [],
    ratings: { metric: "m" },
    judges: undefined,
  };
  expect(JSON.parse(reportJson(report as unknown as WordedReport, { files: ["a.csv"] }))).toEqual({
    comparisons: [],
    factors: [],
    files: ["a.csv"],
    format: REPORT_FORMAT,
    manifest: { runId: "r" },
    ratings: { metric: "m" },
    schemaVersion: 1,
    variants: [],
  });
});
