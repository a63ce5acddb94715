import type { SeedReportEntry, SeedSpread } from "@sameseed/core";

/** A probe for the terminal: verdict, conclusion, and the results of equal and different seeds. */
export function probeTable({
  model,
  params,
  verdict,
  conclusion,
  cases,
  calls,
  sameSeed,
  otherSeeds,
  p,
  distance,
}: SeedReportEntry): string {
  const at = params.temperature === undefined ? "the service's own temperature" : `temperature ${params.temperature}`;
  const head = [`${model} at ${at}: ${verdict}`, conclusion];
  if (sameSeed === null || otherSeeds === null) return head.join("\n");
  const name = distance === "edit" ? "edit distance" : "embedding distance";
  const rows = [
    ["", "one seed", "other seeds"],
    ["exact match", matchText(sameSeed), matchText(otherSeeds)],
    ["distinct texts", `${number(sameSeed.distinct)} of ${calls}`, `${number(otherSeeds.distinct)} of ${calls}`],
    ["first difference", divergenceText(sameSeed), divergenceText(otherSeeds)],
    [name, distanceText(sameSeed), distanceText(otherSeeds)],
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map(([label, same, other]) =>
    `${label!.padEnd(widths[0]!)}  ${same!.padEnd(widths[1]!)}  ${other}`.trimEnd(),
  );
  const foot = `${cases} ${cases === 1 ? "case" : "cases"}, ${calls} calls each under one seed and under other seeds; means over cases with 95 % intervals; p = ${p === null ? "–" : p.toPrecision(2)}`;
  return [...head, "", ...lines, "", foot].join("\n");
}

function matchText({ exactMatch, exactMatchLow, exactMatchHigh }: SeedSpread): string {
  return `${percent(exactMatch)} %${interval(exactMatchLow, exactMatchHigh, percent)}`;
}

function divergenceText({ firstDivergence }: SeedSpread): string {
  return firstDivergence === null ? "–" : `character ${number(firstDivergence + 1)}`;
}

function distanceText({ distance, distanceLow, distanceHigh }: SeedSpread): string {
  return distance === null ? "–" : `${number(distance)}${interval(distanceLow, distanceHigh, number)}`;
}

function interval(low: number | null, high: number | null, show: (value: number) => string): string {
  return low === null || high === null ? "" : ` [${show(low)}, ${show(high)}]`;
}

/** Whole percent; below 10 % with a decimal, since 0.4 % is not 0. */
function percent(share: number): string {
  return String(Number((100 * share).toFixed(share >= 0.1 ? 0 : 1)));
}

function number(value: number): string {
  return String(Number(value.toFixed(value >= 10 ? 0 : value >= 1 ? 1 : 3)));
}
