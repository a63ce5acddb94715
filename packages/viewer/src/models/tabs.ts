import type { WordedReport } from "@sameseed/core";
import type { View } from "./route.ts";

export interface Tab {
  readonly view: View;
  readonly name: string;
}

const TABS: readonly (Tab & { readonly hasContent: (report: WordedReport) => boolean })[] = [
  { view: "board", name: "Board", hasContent: () => true },
  { view: "compare", name: "Compare", hasContent: ({ manifest }) => manifest.variants.length > 1 },
  { view: "slices", name: "Slices", hasContent: ({ slices }) => slices !== undefined && slices.comparisons.length > 0 },
  { view: "classes", name: "Labels", hasContent: ({ classifications }) => classifications !== undefined },
  { view: "cases", name: "Cases", hasContent: hasTrials },
  { view: "trial", name: "Trial", hasContent: hasTrials },
  { view: "determinism", name: "Determinism", hasContent: saysOfSeeds },
  { view: "backend", name: "Backend", hasContent: saysOfBackends },
  { view: "fairness", name: "Fairness", hasContent: () => true },
  { view: "judge", name: "Judge", hasContent: ({ judges }) => judges !== undefined },
];

const REVIEW: Tab = { view: "review", name: "Review" };

/**
 * The views that have something to show of a run, in their order: their place is their key. Labels need a server, and a
 * run that is not running.
 */
export function tabsOf(report: WordedReport, { isLive = false }: { readonly isLive?: boolean } = {}): readonly Tab[] {
  const shown = TABS.filter(({ hasContent }) => hasContent(report)).map(({ view, name }) => ({ view, name }));
  return isLive && report.manifest.state !== "running" && hasTrials(report) ? [...shown, REVIEW] : shown;
}

function hasTrials({ variants }: WordedReport): boolean {
  return variants.some(({ trials }) => trials > 0);
}

/** Answers to one case show an effect of the seed only with several seeds, or after a probe. */
function saysOfSeeds({ manifest: { repeats, seedLedger = [], variants } }: WordedReport): boolean {
  return repeats > 1 || seedLedger.length > 0 || variants.some(({ control }) => control === true);
}

function saysOfBackends({ variants }: WordedReport): boolean {
  return variants.some(
    ({ latencyMsP50, fingerprints, backends }) =>
      latencyMsP50 !== null || Object.keys(fingerprints).length > 0 || backends.length > 0,
  );
}
