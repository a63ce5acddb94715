import { canonicalJson, type WordedReport } from "@sameseed/core";

export interface ReportJsonOptions {
  /** The files that lie beside it. */
  readonly files?: readonly string[];
}

/** `report.json`: the report with sorted keys, so that equal reports are equal bytes. */
export function reportJson(
  {
    manifest,
    variants,
    comparisons,
    factors,
    recommendation,
    phrasings,
    slices,
    aggregates,
    classifications,
    latency,
    judges,
  }: WordedReport,
  { files = [] }: ReportJsonOptions = {},
): string {
  const sorted: unknown = JSON.parse(
    canonicalJson({
      schemaVersion: 1,
      manifest,
      variants,
      comparisons,
      factors,
      ...(recommendation && { recommendation }),
      ...(phrasings && { phrasings }),
      ...(slices && { slices }),
      ...(aggregates && { aggregates }),
      ...(classifications && { classifications }),
      ...(latency && { latency }),
      ...(judges && { judges }),
      files,
    }),
  );
  return `${JSON.stringify(sorted, null, 2)}\n`;
}
