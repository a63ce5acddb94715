import type { PlannedDesign, PlannedScenario, RunPlan } from "@sameseed/analysis";
import { count, plural } from "@sameseed/core";
import { type Style } from "../terminal/style.ts";
import { fittedLines, type TextColumn, wrapped } from "../terminal/text-table.ts";
import { oneLine } from "../terminal/text-width.ts";

const NAMES: Readonly<Record<PlannedDesign["kind"], string>> = {
  unpaired: "unpaired: other cases for each variant",
  paired: "fixed number of cases",
  sequential: "sequential",
  detect: "sequential with detect",
  prune: "pruning, to find the best",
  covariate: "past run as covariate",
};

interface DesignText {
  readonly width: number;
  readonly style: Style;
}

/** A table of designs for each scenario, the cheapest first; empty without a requested difference. */
export function designLines(
  { scenarios, detect, comparisons, isFixedSize = false }: RunPlan,
  { width, style }: DesignText,
): string[] {
  if (detect === null) return [];
  return scenarios.flatMap((scenario) => {
    const { designs } = scenario;
    if (designs.length < 2) return [];
    const title = `requests to find ${points(detect)}, ${scenarioName(scenario)}, cheapest first`;
    const [head = "", ...rows] = fittedLines(columnsOf(designs), width);
    return [
      "",
      ...wrapped(title, width).map((line) => style("bold", line)),
      style("dim", head),
      ...rows,
      ...wrapped(`→ ${cheapestText(designs)}${comparisons > 1 && !isFixedSize ? MANY : ""}`, width, "  "),
    ];
  });
}

const MANY =
  " Pruning compares all variants with one another and drops clearly worse ones early. A sequential run ends with the last verdict.";

function columnsOf(designs: readonly PlannedDesign[]): readonly TextColumn[] {
  const hasRepeats = designs.some(({ repeats }) => repeats > 1);
  return [
    { title: "design", cells: designs.map(({ kind }) => NAMES[kind]) },
    ...(hasRepeats
      ? [{ title: "repeats", align: "right" as const, cells: designs.map(({ repeats }) => count(repeats)) }]
      : []),
    { title: "cases", align: "right" as const, rank: 1, cells: designs.map(({ cases }) => count(cases)) },
    { title: "on average", align: "right" as const, cells: designs.map(({ meanRequests }) => count(meanRequests)) },
    {
      title: "without a difference",
      align: "right" as const,
      rank: 2,
      cells: designs.map(({ withoutDifference }) => count(withoutDifference)),
    },
    { title: "at most", align: "right" as const, cells: designs.map(({ requests }) => count(requests)) },
  ];
}

function cheapestText([first, ...others]: readonly PlannedDesign[]): string {
  const { kind, repeats, meanRequests, requests, cases } = first!;
  const bound = requests === meanRequests ? "" : ` on average, at most ${count(requests)}`;
  const unpaired = others.find((other) => other.kind === "unpaired");
  const share =
    unpaired === undefined ? "" : `; that is ${Math.round((100 * meanRequests) / unpaired.requests)} % of unpaired`;
  const draws = repeats > 1 ? ` and ${plural(repeats, "repeat")}` : "";
  return `Cheapest: ${NAMES[kind]}, ${plural(cases, "case")}${draws}, ${plural(meanRequests, "request")}${bound}${share}.`;
}

function scenarioName({ variant, discordance }: PlannedScenario): string {
  if (variant !== null) return oneLine(variant);
  return `if ${Number((100 * discordance!).toPrecision(2))} % of the cases differ`;
}

function points(difference: number): string {
  return plural(Number((100 * difference).toPrecision(2)), "point");
}
